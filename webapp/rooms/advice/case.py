"""A case as its officer sees it: the conversation, the clock, and every step that can be taken."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from library.consultations import CaseView
from library.consultations.listing import HEARD_BY
from library.offices import Office
from library.offices.lists import load_choices
from library.readers.roles import Right
from library.revisions import replies as ready_made
from webapp.current import current_library, signed_in_visitor, use_office
from webapp.language_choice import choose_language
from webapp.once import form_token
from webapp.pages import page
from webapp.rooms.advice.blueprint import blueprint
from webapp.rooms.advice.contact import reach_link
from webapp.rooms.consultations import words
from webapp.rooms.consultations.live import follow
from webapp.rooms.consultations.sent_files import calendar, hand_out
from webapp.security import audience
from webapp.seen import note


@blueprint.get("/<case_id>")
@audience.right(Right.SERVE_VISITORS)
def show(case_id: str) -> ResponseReturnValue:
    """Show a case."""
    return case_page(case_id)


def case_page(
    case_id: str, errors: dict[str, str] | None = None, stopped: str = "", status: int = 200
) -> ResponseReturnValue:
    """Show a case; where the form `stopped` was refused it stands open with what was typed."""
    case = _case(case_id)
    office = use_office(case.office)
    note("case", case.id)
    return page(
        "advice/case.html",
        status=status,
        view="staff",
        office=office,
        **_live_values(case),
        **_forms(case, office),
        errors=errors or {},
        stopped=stopped,
        typed=request.form if stopped else {},
    )


def _case(case_id: str) -> CaseView:
    case = current_library().consultations.case(case_id, by=signed_in_visitor().id)
    use_office(case.office)
    return case


def _live_values(case: CaseView) -> dict[str, Any]:
    return {"case": case, "names": words, "say": words.say, "me": signed_in_visitor().id, "reach": _reach(case)}


def _reach(case: CaseView) -> str:
    """Give the address by which the officer sends her last words herself, to whoever gets no mail from us."""
    said = [message.text for message in case.messages if message.by == "officer" and message.kind != "note"]
    subject = f"[{case.number}] {case.title}"
    return "" if case.mailed else reach_link(case.channel, case.contact, subject, said[-1] if said else "")


def _forms(case: CaseView, office: Office) -> dict[str, Any]:
    library, language = current_library(), choose_language()
    with library.database.read() as records:
        replies = ready_made.in_force(records, library.clock().date(), library.settings.catalog, case.office)
    chosen = next((each for each in replies if each.code == request.args.get("reply", "")), None)
    return {
        "floor_office": office,
        "replies": [(each.code, each.title.in_language(language), each.use) for each in replies],
        "prefilled": chosen.filled(case.language, name=case.who, number=case.number) if chosen else "",
        "prefilled_use": chosen.use if chosen else "",
        "officers": library.consultations.officers(case.office),
        "elsewhere": [
            (each.code, each.name.in_language(language))
            for each in library.offices.values()
            if each.code != case.office
        ],
        "meetings": [(kind, words.say(words.MEETINGS, kind)) for kind in office.rules.online.follow_up.value],
        "heard_by": [(channel, words.say(words.CHANNELS, channel)) for channel in HEARD_BY],
        "reasons": [
            (each.code, each.label.in_language(language))
            for each in load_choices(library.settings.catalog, "breach_reason")
        ],
        "zone": office.hours.time_zone.value,
        "token": form_token,
    }


@blueprint.get("/<case_id>/state")
@audience.right(Right.SERVE_VISITORS)
def case_state(case_id: str) -> ResponseReturnValue:
    """Give the part of a case that moves."""
    case = _case(case_id)
    return follow(
        f"advice-{case.id}", case.last_event, lambda: render_template("advice/case_live.html", **_live_values(case))
    )


@blueprint.get("/<case_id>/files/<file_id>")
@audience.right(Right.SERVE_VISITORS)
def file(case_id: str, file_id: str) -> ResponseReturnValue:
    """Hand out a file of the conversation."""
    desk, me = current_library().consultations, signed_in_visitor().id
    return hand_out(*desk.file(case_id, file_id, by=me, staff=True))


@blueprint.get("/<case_id>/meetings/<meeting_id>.ics")
@audience.right(Right.SERVE_VISITORS)
def meeting(case_id: str, meeting_id: str) -> ResponseReturnValue:
    """Hand out an appointment as a calendar file."""
    desk, me = current_library().consultations, signed_in_visitor().id
    return calendar(desk.calendar(case_id, meeting_id, by=me, staff=True))

"""The reader's own cases: reading, replying, closing, and what hangs on the messages."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.consultations import CaseView
from library.errors import BadForm, LostRace
from webapp.current import current_library, signed_in_visitor, use_office
from webapp.language_choice import choose_language
from webapp.once import form_token, typed_token
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.consultations import words
from webapp.rooms.consultations.blueprint import blueprint
from webapp.rooms.consultations.live import follow
from webapp.rooms.consultations.sent_files import MOST_SENT, WRITING, calendar, hand_out, received
from webapp.security import audience
from webapp.security.bodies import takes_files_up_to
from webapp.security.limits import limited


@blueprint.get("")
@audience.signed_in
def mine() -> ResponseReturnValue:
    """List the reader's cases."""
    lines = current_library().consultations.own_cases(signed_in_visitor().id)
    return page("consultations/mine.html", entries=[(line, words.shown(line)) for line in lines])


@blueprint.get("/<case_id>")
@audience.signed_in
def show(case_id: str) -> ResponseReturnValue:
    """Show a case of the reader."""
    return _page(case_id)


def _own(case_id: str) -> CaseView:
    case = current_library().consultations.own_case(case_id, signed_in_visitor().id)
    use_office(case.office)
    return case


def _page(case_id: str, errors: dict[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    case = _own(case_id)
    return page(
        "consultations/show.html",
        status=status,
        office=use_office(case.office),
        **_values(case),
        errors=errors or {},
        typed=request.form.get("text", ""),
        token=typed_token() if errors else form_token(),
    )


def _values(case: CaseView) -> dict[str, Any]:
    return {"case": case, "state": words.shown(case), "say": words.say, "names": words, "staff": False}


@blueprint.get("/<case_id>/state")
@audience.signed_in
def state(case_id: str) -> ResponseReturnValue:
    """Give the part of the page that moves."""
    case = _own(case_id)
    return follow(
        f"case-{case.id}", case.last_event, lambda: render_template("consultations/live.html", **_values(case))
    )


@blueprint.post("/<case_id>/messages")
@audience.signed_in
@takes_files_up_to(MOST_SENT)
@limited(*WRITING)
def say(case_id: str) -> ResponseReturnValue:
    """Write in a case; a closed one opens again, or after its window a new one is opened."""
    library, visitor = current_library(), signed_in_visitor()
    try:
        files = received()
        stands_in = library.consultations.say(
            case_id, request.form.get("text", ""), by=visitor.id, files=files, token=typed_token()
        )
    except BadForm as problem:
        return _page(case_id, field_errors(problem), 422)
    library.workers.wake()
    if stands_in != case_id:
        flash(_("The earlier case was closed long ago, so your message has opened a new one."), "info")
    return redirect(url_for("consultations.show", case_id=stands_in), 303)


@blueprint.post("/<case_id>/close")
@audience.signed_in
def close(case_id: str) -> ResponseReturnValue:
    """Be done: answered, or no longer needed."""
    library = current_library()
    try:
        library.consultations.finish(case_id, request.form.get("outcome", ""), by=signed_in_visitor().id)
    except LostRace as problem:
        flash(problem.sentence(choose_language()), "warn")
    else:
        flash(_("Closed. A reply opens it again."), "good")
    library.workers.wake()
    return redirect(url_for("consultations.show", case_id=case_id), 303)


@blueprint.get("/<case_id>/files/<file_id>")
@audience.signed_in
def file(case_id: str, file_id: str) -> ResponseReturnValue:
    """Hand out a file of the conversation."""
    return hand_out(*current_library().consultations.file(case_id, file_id, by=signed_in_visitor().id))


@blueprint.get("/<case_id>/meetings/<meeting_id>.ics")
@audience.signed_in
def meeting(case_id: str, meeting_id: str) -> ResponseReturnValue:
    """Hand out an appointment as a calendar file."""
    return calendar(current_library().consultations.calendar(case_id, meeting_id, by=signed_in_visitor().id))

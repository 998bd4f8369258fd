"""Dealing with complaints: the list, one complaint, and what is done with it."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from library.errors import BadForm
from library.feedback.complaints import handling
from library.feedback.complaints.desk import Deed
from library.feedback.complaints.lists import load_list
from library.feedback.complaints.views import ComplaintView
from library.offices import Office
from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.language_choice import choose_language
from webapp.once import first_post, form_token
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.complaints import words
from webapp.rooms.complaints.blueprint import blueprint
from webapp.rooms.door.post import FIELD, carry_office, choices, own_office
from webapp.security import audience
from webapp.seen import note

DEEDS = (*words.DEEDS, "note")


@blueprint.get("/complaints/desk")
@audience.right(Right.SERVE_VISITORS)
def desk() -> ResponseReturnValue:
    """List what is open, the most urgent first, and what was settled."""
    office, me, complaints = own_office(), signed_in_visitor().id, current_library().complaints
    return page(
        "complaints/desk.html",
        view="staff",
        office=office,
        floor_office=office,
        office_choices=choices(),
        language=choose_language(),
        open_ones=complaints.listed(office.code, me),
        settled=complaints.listed(office.code, me, settled=True),
        address=address,
        terms=words,
    )


@blueprint.get("/complaints/desk/<complaint_id>")
@audience.right(Right.SERVE_VISITORS)
def show(complaint_id: str) -> ResponseReturnValue:
    """Show a complaint; the officer whom it is about finds none here."""
    office = own_office()
    shown = current_library().complaints.show(office.code, complaint_id, signed_in_visitor().id)
    return _show(office, shown)


@blueprint.post("/complaints/desk/<complaint_id>/<deed>")
@audience.right(Right.SERVE_VISITORS)
def act(complaint_id: str, deed: str) -> ResponseReturnValue:
    """Do one thing with it; a second click finds it done."""
    if deed not in DEEDS:
        abort(404)
    office, me, complaints = own_office(), signed_in_visitor().id, current_library().complaints
    try:
        if first_post(f"complaint.{deed}"):
            complaints.do(office.code, complaint_id, _deed(deed), me)
    except BadForm as problem:
        shown = complaints.show(office.code, complaint_id, me)
        # Several deeds take words on one page: each field has a name of its own.
        errors = {f"text_{deed}" if name == "text" else name: why for name, why in field_errors(problem).items()}
        return _show(office, shown, deed, errors, 422)
    if deed == "classify" and request.form.get("about_id") == me:
        return redirect(address("complaints.desk"), 303)  # it is no more hers to see
    return redirect(address("complaints.show", complaint_id=complaint_id), 303)


def _deed(name: str) -> Deed:
    form = request.form
    text = form.get(f"text_{name}", "")
    table: dict[str, Deed] = {
        "classify": lambda step, row: handling.classify(
            step, row, form.get("topic", ""), form.get("about_id") or None, form.get("about_before") or None
        ),
        "assign": lambda step, row: handling.assign(step, row, form.get("officer", "")),
        "start": handling.start,
        "ask": lambda step, row: handling.ask(step, row, text),
        "resolve": lambda step, row: handling.resolve(step, row, text),
        "forward": lambda step, row: handling.forward(step, row, form.get("lapor", ""), text),
        "reject": lambda step, row: handling.reject(step, row, form.get("reason", ""), text),
        "note": lambda step, row: handling.note_internally(step, row, text),
    }
    return table[name]


def address(endpoint: str, **values: str) -> str:
    """Give the address of a page of this desk, of the office that an administrator has chosen."""
    found: dict[str, object] = dict(values)
    carry_office(endpoint, found)
    return url_for(endpoint, **found)  # type: ignore[arg-type]


def _show(
    office: Office, shown: ComplaintView, failed: str = "", errors: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    library, language, me = current_library(), choose_language(), signed_in_visitor().id
    catalog = library.settings.catalog
    note("complaint", shown.id)
    return page(
        "complaints/show.html",
        view="staff",
        status=status,
        office=office,
        floor_office=office,
        complaint=shown,
        language=language,
        topics=[(code, label.in_language(language)) for code, label in load_list(catalog, "topic").items()],
        rejections=[(code, label.in_language(language)) for code, label in load_list(catalog, "rejection").items()],
        staff=library.complaints.staff(office.code, shown.id, me),
        people=library.complaints.people(office.code, (shown.about_id, shown.about)),
        address=address,
        token=form_token,
        typed=request.form,
        failed=failed,
        errors=errors or {},
        terms=words,
        office_field=FIELD,
    )

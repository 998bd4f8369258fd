"""The guest book, filled in by an officer on behalf of a visitor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from library.errors import BadForm, NotFound, Refused
from library.floor.errors import NoTickets
from library.floor.guest_book import GuestEntry
from library.floor.paths import SERVICES, number_comes_first
from library.floor.views import VisitView
from library.offices import Office
from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.language_choice import choose_language
from webapp.once import FIELD, form_token, typed_token
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.door.blueprint import blueprint
from webapp.rooms.door.deeds import do
from webapp.rooms.door.finding import visit_here
from webapp.rooms.door.post import own_office
from webapp.rooms.door.screens import frame_values, tabs
from webapp.rooms.door.visit_codes import told_code
from webapp.rooms.guest.form import offered, read_entry
from webapp.security import audience

CHANNEL = "desk"


@blueprint.get("/visits/new")
@audience.right(Right.SERVE_VISITORS)
def new_visit() -> ResponseReturnValue:
    """Show an empty page of the guest book."""
    return _form(own_office(), None, MultiDict(), form_token())


@blueprint.post("/visits/new")
@audience.right(Right.SERVE_VISITORS)
def sign_new() -> ResponseReturnValue:
    """Sign it; this makes the visit."""
    return _sign(own_office(), None)


@blueprint.get("/visits/<visit_id>/guest-book")
@audience.right(Right.SERVE_VISITORS)
def guest_book(visit_id: str) -> ResponseReturnValue:
    """Show the page of a visitor who has a number already."""
    visit = visit_here(visit_id)
    return _form(own_office(), visit, MultiDict([("services", visit.service)]), form_token())


@blueprint.post("/visits/<visit_id>/guest-book")
@audience.right(Right.SERVE_VISITORS)
def sign(visit_id: str) -> ResponseReturnValue:
    """Sign it."""
    return _sign(own_office(), visit_here(visit_id))


@blueprint.post("/numbers/<service>")
@audience.right(Right.SERVE_VISITORS)
def number(service: str) -> ResponseReturnValue:
    """Give a number to somebody who has just come in, where the number comes first."""
    office, by = own_office(), signed_in_visitor().id

    def deed() -> str:
        visit = current_library().floor.arrive(
            office.code, service, channel=CHANNEL, language="id", by=by, token=request.form[FIELD]
        )
        assert visit.leg is not None  # the number came with arriving
        return str(_("The number is %(label)s.", label=visit.leg.label))

    return do("door.number", deed)


def _sign(office: Office, visit: VisitView | None) -> ResponseReturnValue:
    entry = read_entry(request.form, channel=CHANNEL, language=request.form.get("language", "id")[:2])
    if visit is not None and visit.legs:
        entry = replace(entry, service=visit.service)  # her number is for this one
    try:
        signed = _sign_and_number(visit.id if visit else None, office.code, entry)
    except BadForm as problem:
        return _form(office, visit, request.form, typed_token(), errors=field_errors(problem), status=422)
    except (Refused, NotFound) as problem:
        flash(problem.sentence(choose_language()), "bad")
        return _form(office, visit, request.form, form_token(), status=409)
    flash(_said(signed), "good")
    return redirect(url_for("door.desk", _anchor=f"visit-{signed.id}"), 303)


def _sign_and_number(visit_id: str | None, office: str, entry: GuestEntry) -> VisitView:
    """Sign; where the number comes after the book, the number comes with it, as at the terminal."""
    floor, by, token = current_library().floor, signed_in_visitor().id, typed_token()
    signed = floor.sign_guest_book(visit_id, office, entry, by=by, token=token)
    if "ticket" not in signed.next:
        return signed
    try:
        floor.take_ticket(signed.id, signed.service, by=by, token=f"{token[:40]}.number")
    except NoTickets as late:
        flash(late.sentence(choose_language()), "warn")
    return floor.visit(signed.id)


def _said(visit: VisitView) -> str:
    if visit.leg and visit.leg.label:
        return str(_("The guest book is signed. The number is %(label)s.", label=visit.leg.label))
    signed = _("The guest book is signed.")
    return f"{signed} {told_code(visit, signed_in_visitor().id)}"


def _form(
    office: Office,
    visit: VisitView | None,
    typed: MultiDict[str, str],
    token: str,
    *,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    values: dict[str, Any] = {**typed.to_dict(), "services": typed.getlist("services")}
    service = visit.service if visit else SERVICES[0]
    return page(
        "door/guest_book.html",
        status=status,
        view="staff",
        office=office,
        tabs=tabs("door.desk"),
        offered=offered(office, current_library().settings, choose_language(), service=service),
        number_first=[] if visit else [each for each in SERVICES if number_comes_first(office, each)],
        visit=visit,
        values=values,
        form_token=token,
        errors=errors or {},
        **frame_values(office),
    )

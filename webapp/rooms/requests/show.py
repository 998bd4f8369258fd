"""A request and its state, which changes while one looks at it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import BadForm, LostRace
from library.softcopies import questions, requests
from webapp.current import current_library, signed_in_visitor, use_office
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.requests.blueprint import blueprint
from webapp.rooms.requests.own import own_line, own_lines
from webapp.rooms.requests.states import shown
from webapp.security import audience


@blueprint.get("/requests/<request_id>")
@audience.signed_in
def show(request_id: str) -> ResponseReturnValue:
    """Show how a request stands."""
    return _page(request_id)


def _page(request_id: str, errors: dict[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    line = own_line(request_id)
    with current_library().database.read() as records:
        asked = questions.of_request(records, request_id)
    return page(
        "requests/show.html",
        status=status,
        office=use_office(line.request.office),
        line=line,
        state=shown(line, current_library().clock()),
        asked=asked,
        errors=errors or {},
        typed=request.form.get("answer", ""),
    )


@blueprint.post("/requests/<request_id>/answer")
@audience.signed_in
def answer(request_id: str) -> ResponseReturnValue:
    """Answer what a librarian asked about a request."""
    library, text = current_library(), request.form.get("answer", "")
    try:
        with library.database.write() as records:
            questions.answer(records, library.clock(), request_id, signed_in_visitor().id, text)
        flash(_("Thank you. Your answer is with the librarian."), "good")
    except BadForm as problem:
        return _page(request_id, field_errors(problem), 422)
    except LostRace:
        flash(_("It was decided meanwhile; this is how it stands now."), "warn")
    return redirect(url_for("requests.show", request_id=request_id), 303)


@blueprint.get("/requests/<request_id>/state")
@audience.signed_in
def state_part(request_id: str) -> ResponseReturnValue:
    """Give the part of the page that changes."""
    line = own_line(request_id)
    use_office(line.request.office)
    return render_template("requests/state.html", line=line, state=shown(line, current_library().clock()))


@blueprint.get("/account/copies")
@audience.signed_in
def mine() -> ResponseReturnValue:
    """List the visitor's requests and copies."""
    now = current_library().clock()
    entries = [(line, shown(line, now)) for line in own_lines()]
    return page("requests/mine.html", entries=entries, visitor=signed_in_visitor())


@blueprint.post("/requests/<request_id>/cancel")
@audience.signed_in
def cancel(request_id: str) -> ResponseReturnValue:
    """Take a request back that has not been granted yet."""
    library = current_library()
    try:
        with library.database.write() as records:
            requests.cancel(records, library.clock(), request_id, signed_in_visitor().id)
    except LostRace:
        flash(_("It was decided meanwhile; this is how it stands now."), "warn")
    return redirect(url_for("requests.show", request_id=request_id), 303)

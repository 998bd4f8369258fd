"""A request and its state, which changes while one looks at it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import LostRace
from library.softcopies import requests
from webapp.current import current_library, signed_in_visitor, use_office
from webapp.pages import page
from webapp.rooms.requests.blueprint import blueprint
from webapp.rooms.requests.own import own_line, own_lines
from webapp.rooms.requests.states import shown
from webapp.security import audience


@blueprint.get("/requests/<request_id>")
@audience.signed_in
def show(request_id: str) -> ResponseReturnValue:
    """Show how a request stands."""
    line = own_line(request_id)
    state = shown(line, current_library().clock())
    return page("requests/show.html", office=use_office(line.request.office), line=line, state=state)


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

"""Opening, pausing and closing a counter."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.floor.paths import SERVICES
from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.rooms.door.blueprint import blueprint
from webapp.rooms.door.deeds import do
from webapp.rooms.door.post import own_office
from webapp.security import audience

HOME = "door.counter"


@blueprint.post("/counter/open")
@audience.right(Right.SERVE_VISITORS)
def open_counter() -> ResponseReturnValue:
    """Sit down at a counter, or go on after a break; the services are those that were ticked."""
    office, by = own_office().code, signed_in_visitor().id

    def deed() -> str:
        number = request.form.get("number", 0, type=int)
        services = tuple(service for service in SERVICES if service in request.form.getlist("services"))
        current_library().floor.open_counter(office, number, services, by=by)
        return str(_("Counter %(number)s is open.", number=number))

    return do("door.open_counter", deed, home=HOME)


@blueprint.post("/counter/<int:number>/pause")
@audience.right(Right.SERVE_VISITORS)
def pause_counter(number: int) -> ResponseReturnValue:
    """Take a break: nobody is called here."""
    office, by = own_office().code, signed_in_visitor().id

    def deed() -> str:
        current_library().floor.pause_counter(office, number, by=by)
        return ""

    return do("door.pause_counter", deed, home=HOME)


@blueprint.post("/counter/<int:number>/close")
@audience.right(Right.SERVE_VISITORS)
def close_counter(number: int) -> ResponseReturnValue:
    """Leave the counter."""
    office, by = own_office().code, signed_in_visitor().id

    def deed() -> str:
        current_library().floor.close_counter(office, number, by=by)
        return str(_("Counter %(number)s is closed.", number=number))

    return do("door.close_counter", deed, home=HOME)

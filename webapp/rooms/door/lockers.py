"""Lockers out of order: taken out of use and into use again."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.rooms.door.blueprint import blueprint
from webapp.rooms.door.deeds import do
from webapp.rooms.door.post import own_office
from webapp.security import audience


@blueprint.post("/lockers/broken")
@audience.right(Right.SERVE_VISITORS)
def locker_broken() -> ResponseReturnValue:
    """Take a locker out of use, or into use again if it was out of order."""
    office, by = own_office().code, signed_in_visitor().id

    def deed() -> str:
        number, floor = request.form.get("number", 0, type=int), current_library().floor
        was = any(each.broken for each in floor.day(office).lockers if each.number == number)
        floor.set_locker_broken(office, number, broken=not was, by=by)
        if was:
            return str(_("Locker %(number)s is in use again.", number=number))
        return str(_("Locker %(number)s is out of order.", number=number))

    return do("door.locker_broken", deed)

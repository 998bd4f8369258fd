"""The board of clocks: every promise that runs, the most urgent first, and the breaches that nobody has explained."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import NotFound
from library.floor.views import FloorState
from library.offices import Office
from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.rooms.door.blueprint import blueprint
from webapp.rooms.door.deeds import do
from webapp.rooms.door.post import own_office
from webapp.rooms.door.screens import Screen, Values, show
from webapp.security import audience


@blueprint.get("/clocks")
@audience.right(Right.SERVE_VISITORS)
def clocks() -> ResponseReturnValue:
    """Show the board."""
    return show(CLOCKS)


def _fill(office: Office, state: FloorState) -> Values:
    return {
        "unexplained": current_library().floor.breaches_without_reason(office.code),
        "late": sum(clock.urgency == "alarm" for clock in state.clocks),
    }


@blueprint.post("/clocks/<clock_id>/reason")
@audience.right(Right.SERVE_VISITORS)
def reason(clock_id: str) -> ResponseReturnValue:
    """Say why a promise was not kept."""
    office, by = own_office(), signed_in_visitor().id

    def deed() -> str:
        floor = current_library().floor
        if clock_id not in {clock.id for clock in floor.breaches_without_reason(office.code)}:
            raise NotFound(clock_id, what="clock")
        floor.give_reason(clock_id, request.form.get("code", ""), request.form.get("text", ""), by=by)
        return str(_("Thank you. The reason is kept with the clock."))

    return do("door.reason", deed, home="door.clocks")


CLOCKS = Screen("clocks", "door/parts/clocks.html", _fill)

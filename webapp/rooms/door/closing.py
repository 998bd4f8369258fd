"""The end of the day: what has to come back and who is still here, as a list to go through and to print."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from library.readers.roles import Right
from webapp.current import current_library
from webapp.pages import page
from webapp.rooms.door.blueprint import blueprint
from webapp.rooms.door.desk import identities
from webapp.rooms.door.post import own_office
from webapp.rooms.door.rows import lockers, row_of
from webapp.rooms.door.screens import frame_values, tabs
from webapp.security import audience


@blueprint.get("/closing")
@audience.right(Right.SERVE_VISITORS)
def closing() -> ResponseReturnValue:
    """List the cards and keys that are out, then the visits that nobody has closed."""
    office = own_office()
    state = current_library().floor.day(office.code)
    here = [row_of(visit, state.clocks, state.hours.now) for visit in state.visits]
    return page(
        "door/closing.html",
        view="staff",
        office=office,
        tabs=tabs("door.closing"),
        state=state,
        held=[row for row in here if row.holds],
        open=[row for row in here if not row.holds],
        broken=[place for place in lockers(state) if place.broken],
        kinds=dict(identities()),
        **frame_values(office),
    )

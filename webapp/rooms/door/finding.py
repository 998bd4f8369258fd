"""Finding what a form names, among what is in this office: an id of another office is not there."""

from __future__ import annotations

from library.errors import NotFound
from library.floor.views import FloorState, LegView, VisitView
from webapp.current import current_library
from webapp.rooms.door.post import own_office


def floor_state() -> FloorState:
    """Give the floor of the officer's own office."""
    return current_library().floor.day(own_office().code)


def visit_here(visit_id: str) -> VisitView:
    """Give a visit of this office that is not closed yet.

    Raises:
        NotFound: there is none.
    """
    found = floor_state().visit(visit_id)
    if found is None:
        raise NotFound(visit_id, what="visit")
    return found


def leg_here(leg_id: str) -> LegView:
    """Give a ticket, or a place in the order of arrival, of this office.

    Raises:
        NotFound: there is none.
    """
    legs = (leg for visit in floor_state().visits for leg in visit.legs)
    found = next((leg for leg in legs if leg.id == leg_id), None)
    if found is None:
        raise NotFound(leg_id, what="ticket")
    return found

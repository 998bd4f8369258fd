"""Officers who stay on after closing serve whoever has a number, also one whose bag is still in a locker."""

from __future__ import annotations

from library.floor.views import LegView
from tests.library.floor.conftest import Room


def goes_on_to_a_counter(room: Room) -> LegView:
    """Let a reader with a locker go on to a consultation shortly before the office closes."""
    visit = room.sign("library")
    room.floor.take_card(visit.id, "ktp", by=room.officer)
    room.floor.give_locker(visit.id, by=room.officer)
    visit = room.floor.admit(visit.id, by=room.officer)
    room.open(1)
    room.clock.forward(hours=6, minutes=20)
    assert visit.leg is not None
    leg = room.finish(visit.leg, go_on="consultation")
    assert leg is not None
    return leg


def close_and_sweep(room: Room) -> None:
    room.clock.forward(minutes=15)
    room.floor.sweep(room.office)


def test_a_bag_in_a_locker_does_not_block_the_queue_after_closing(room: Room):
    leg = goes_on_to_a_counter(room)
    close_and_sweep(room)
    assert room.call().id == leg.id
    room.start(room.floor.leg(leg.id))
    room.finish(leg)
    room.floor.sweep(room.office)
    assert room.floor.visit(leg.visit_id).state == "OVERDUE_CUSTODY"


def test_who_is_called_at_closing_time_is_still_served(room: Room):
    leg = goes_on_to_a_counter(room)
    room.call()
    close_and_sweep(room)
    assert room.start(leg).state == "SERVING"

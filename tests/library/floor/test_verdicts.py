"""One promise, one verdict, and none against officers who had no time: the desk without a counter, the terminal."""

from __future__ import annotations

from library.floor import LegView
from tests.library.floor.conftest import TULANG_BAWANG, Room
from tests.library.floor.test_promises import clocks, verdicts


def come(room: Room) -> LegView:
    leg = room.sign().leg
    assert leg is not None
    return leg


def test_who_waits_while_the_desk_serves_somebody_is_counted_from_the_end_of_that(room: Room):
    room = room.at(TULANG_BAWANG)
    first = room.start(come(room))
    second = come(room)
    room.clock.forward(minutes=25)
    assert len(clocks(room)) == 1, "her turn has not come"
    room.finish(first)
    room.clock.forward(minutes=1)
    room.start(second)
    assert verdicts(room) == [("C1", "met", 0), ("C1", "met", 60)]


def test_two_officers_at_the_desk_are_two_places_and_the_first_that_is_free_counts(room: Room):
    room = room.at(TULANG_BAWANG)
    first, second = (room.start(come(room)) for _ in range(2))
    third = come(room)
    room.clock.forward(minutes=20)
    room.finish(first)
    room.clock.forward(minutes=11)
    room.finish(second)
    room.start(third)
    assert verdicts(room)[-1] == ("C1", "breached", 660)


def test_one_officer_at_the_desk_is_one_place_for_one_visitor_after_the_other(room: Room):
    room = room.at(TULANG_BAWANG)
    legs = [come(room) for _ in range(3)]
    for leg in legs:
        room.start(leg)
        room.clock.forward(minutes=25)
        room.finish(leg)
    assert verdicts(room) == [("C1", "met", 0)] * 3


def test_an_idle_desk_makes_no_excuse(room: Room):
    room = room.at(TULANG_BAWANG)
    first = room.start(come(room))
    room.clock.forward(minutes=5)
    room.finish(first)
    second = come(room)
    room.clock.forward(minutes=12)
    room.start(second)
    assert verdicts(room)[-1] == ("C1", "breached", 720)


def test_signing_in_at_a_terminal_is_the_only_verdict_of_who_leaves_before_the_door(room: Room):
    visit = room.floor.take_card(room.sign("library").id, "ktp", by=room.officer)
    room.clock.forward(minutes=1)
    room.floor.signed_in(visit.id, None, by="visitor")
    room.clock.forward(minutes=1)
    room.floor.leave(visit.id, by=room.officer)
    assert verdicts(room) == [("C2", "met", 60)]


def test_a_reading_that_outlasts_the_office_is_finished_and_her_card_is_still_asked_for(room: Room):
    visit = room.floor.take_card(room.sign("library").id, "ktp", by=room.officer)
    room.floor.give_locker(visit.id, by=room.officer)
    leg = room.floor.admit(visit.id, by=room.officer).leg
    assert leg is not None
    room.clock.forward(hours=8)
    room.floor.sweep(room.office)
    assert room.floor.visit(visit.id).state == "OVERDUE_CUSTODY"
    assert room.finish(leg) is None
    assert (room.floor.leg(leg.id).state, room.floor.visit(visit.id).state) == ("DONE", "OVERDUE_CUSTODY")
    assert room.floor.leg(leg.id).ended_at == room.clock()


def test_who_leaves_after_the_server_s_clock_was_set_back_is_counted_as_having_left(room: Room):
    leg = room.ticket()
    room.clock.forward(minutes=-3)
    assert room.floor.left(leg.id, by=room.officer).state == "LEFT"

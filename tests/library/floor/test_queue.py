"""Numbers, calls, and what becomes of those who do not come."""

from __future__ import annotations

import pytest

from library.errors import BadForm, LostRace
from library.floor.errors import CounterRefused, NoTickets, TooSoon, WrongStep
from tests.library.floor.conftest import LUBUKLINGGAU, TULANG_BAWANG, Room


def test_numbers_run_without_gaps_and_a_refused_ticket_takes_none(room: Room):
    visit = room.sign()
    first = room.floor.take_ticket(visit.id, "consultation", by="visitor")
    for _ in range(3):
        with pytest.raises(WrongStep):
            room.floor.take_ticket(visit.id, "consultation", by="visitor")
    assert [first.label, room.ticket().label, room.ticket().label] == ["A 001", "A 002", "A 003"]


def test_visitors_are_called_in_the_order_of_their_numbers(room: Room):
    room.open(1, 2)
    legs = [room.ticket() for _ in range(3)]
    assert [legs[2].ahead, room.call(1).id, room.call(2).id] == [2, legs[0].id, legs[1].id]
    assert room.floor.leg(legs[2].id).ahead == 2  # called and not answered yet is still in front


def test_nobody_waits_and_nobody_is_called(room: Room):
    room.open()
    assert room.floor.call_next(room.office, 1, by=room.officer) is None


def test_without_a_queue_the_first_to_come_is_served_at_once(room: Room):
    room = room.at(TULANG_BAWANG)
    room.open(1, 2)
    first, second = room.sign(), room.sign()
    assert [room.call(1).visit_id, room.call(2).visit_id] == [first.id, second.id]
    assert {leg.state for leg in room.floor.day(room.office).serving} == {"SERVING"}


def test_a_counter_has_one_visitor_at_a_time(room: Room):
    room.open()
    room.ticket()
    leg = room.ticket()
    room.start(room.call())
    with pytest.raises(CounterRefused):
        room.call()
    with pytest.raises(CounterRefused):
        room.floor.close_counter(room.office, 1, by=room.officer)
    assert room.floor.leg(leg.id).state == "WAITING"


def test_a_paused_or_closed_counter_calls_nobody(room: Room):
    room.ticket()
    with pytest.raises(CounterRefused):
        room.call()
    room.open()
    room.floor.pause_counter(room.office, 1, by=room.officer)
    with pytest.raises(CounterRefused):
        room.call()
    room.open()
    room.call()


def test_a_counter_belongs_to_who_sits_there(room: Room):
    room.open()
    with pytest.raises(CounterRefused):
        room.floor.open_counter(room.office, 1, ["consultation"], by=other_officer(room))


def other_officer(room: Room) -> str:
    from tests.library.floor.conftest import new_officer

    return new_officer(room.library, "lain@example.go.id")


@pytest.mark.parametrize("services", [[], ["library"], ["consultation", "tea"]])
def test_a_counter_serves_only_what_is_served_at_counters(room: Room, services: list[str]):
    with pytest.raises(BadForm):
        room.floor.open_counter(room.office, 1, services, by=room.officer)


def test_a_number_may_be_called_again_after_a_minute(room: Room):
    room.open()
    room.ticket()
    leg = room.call()
    room.clock.forward(seconds=59.999999)
    with pytest.raises(TooSoon) as refusal:
        room.floor.recall(leg.id, by=room.officer)
    assert refusal.value.params["seconds"] == 1
    room.clock.forward(seconds=0.000001)
    assert room.floor.recall(leg.id, by=room.officer).calls == 2


def miss(room: Room) -> str:
    """Call somebody three times, who does not come."""
    leg = room.call()
    for _ in range(2):
        with pytest.raises(TooSoon):
            room.floor.no_show(leg.id, by=room.officer)
        room.clock.forward(seconds=60)
        room.floor.recall(leg.id, by=room.officer)
    assert room.floor.no_show(leg.id, by=room.officer).state == "NO_SHOW"
    return leg.id


def test_who_does_not_come_after_three_calls_may_come_back_once_at_the_end(room: Room):
    room.open()
    late, other = room.ticket(), room.ticket()
    assert miss(room) == late.id
    back = room.floor.rejoin(late.id, by=room.officer)
    assert (back.label, back.state, back.ahead) == (late.label, "WAITING", 1)
    room.serve()
    assert room.floor.leg(other.id).state == "DONE"
    assert miss(room) == late.id
    with pytest.raises(WrongStep):
        room.floor.rejoin(late.id, by=room.officer)


def test_a_no_show_frees_the_counter_for_the_next(room: Room):
    room.open()
    room.ticket()
    second = room.ticket()
    miss(room)
    assert room.call().id == second.id


def test_who_signs_the_book_after_her_call_is_no_no_show(room: Room):
    from tests.library.floor.conftest import entry

    room = room.at(LUBUKLINGGAU)
    room.open()
    leg = room.ticket()
    room.call()
    for _ in range(2):
        room.clock.forward(seconds=60)
        room.floor.recall(leg.id, by=room.officer)
    room.floor.sign_guest_book(leg.visit_id, room.office, entry(), by="visitor")
    with pytest.raises(WrongStep):
        room.floor.no_show(leg.id, by=room.officer)


def test_who_leaves_while_waiting_is_not_called(room: Room):
    room.open()
    gone, other = room.ticket(), room.ticket()
    assert room.floor.left(gone.id, by="visitor").state == "LEFT"
    assert room.floor.close(gone.visit_id, by=room.officer).closing == "left"
    assert room.call().id == other.id


def test_a_transfer_makes_a_new_leg_that_waits_behind_the_others(room: Room):
    room.open(1, 2)
    first, second = room.ticket(), room.ticket()
    room.start(room.call())
    moved = room.floor.transfer(first.id, "consultation", by=room.officer)
    assert (room.floor.leg(first.id).state, moved.came_from, moved.ahead) == ("TRANSFERRED", first.id, 1)
    assert [room.call(1).id, room.call(2).id] == [second.id, moved.id]


def test_after_the_last_ticket_time_no_number_is_given(room: Room):
    visits = [room.sign(), room.sign()]
    last = room.floor.opening(room.office).last_ticket_at
    assert last is not None
    room.clock.now = last
    assert room.floor.take_ticket(visits[0].id, "consultation", by="visitor").n == 1
    room.clock.forward(seconds=1)
    with pytest.raises(NoTickets):
        room.floor.take_ticket(visits[1].id, "consultation", by="visitor")
    with pytest.raises(NoTickets):
        room.at(LUBUKLINGGAU).ticket()
    assert room.kinds().count("joined") == 1


def test_the_same_form_twice_is_one_visit_one_number_one_call(room: Room):
    from tests.library.floor.conftest import entry

    room.open(1, 2)
    token, floor = room.token(), room.floor
    visits = [floor.sign_guest_book(None, room.office, entry(), by="visitor", token=token) for _ in range(2)]
    legs = [floor.take_ticket(visits[0].id, "consultation", by="visitor", token=token) for _ in range(2)]
    room.ticket()
    calls = [floor.call_next(room.office, 1, by=room.officer, token=token) for _ in range(2)]
    arrivals = [
        floor.arrive(LUBUKLINGGAU, "consultation", channel="terminal", language="id", by="visitor", token=token)
        for _ in range(2)
    ]
    assert visits[0].id == visits[1].id
    assert legs[0].id == legs[1].id
    assert calls[0] is not None
    assert calls[1] is not None
    assert calls[0].id == calls[1].id
    assert arrivals[0].id == arrivals[1].id
    assert room.floor.board(room.office).waiting == 1


def test_a_form_without_a_proper_token_is_refused(room: Room):
    with pytest.raises(BadForm):
        room.floor.arrive(room.office, "library", channel="desk", language="id", by=room.officer, token="short")


def test_two_clerks_who_end_one_service_end_it_once(room: Room):
    room.open()
    leg = room.ticket()
    room.start(room.call())
    room.finish(leg)
    with pytest.raises(LostRace):
        room.finish(leg)
    assert room.kinds().count("done") == 1

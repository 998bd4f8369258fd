"""Days and zones: numbers begin anew at local midnight, and what nobody ended is swept and kept out of the averages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from library.errors import NotFound
from library.floor.errors import CustodyOut, NoTickets, OfficeClosed
from library.floor.rounds import JOB, order
from library.offices import SpecialDay, Words
from tests.library.floor.conftest import SUMSEL, TULANG_BAWANG, Room, entry
from tests.library.floor.test_queue import miss

ZONES = {"Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}


def in_zone(room: Room, zone: str) -> None:
    room.change(calendar=replace(room.rules.calendar, time_zone=zone))


@pytest.mark.parametrize(("zone", "hours"), ZONES.items())
def test_the_service_day_is_the_offices_own(room: Room, zone: str, hours: int):
    in_zone(room, zone)
    room.clock.now = datetime(2026, 11, 23, 8, 59, 59, tzinfo=UTC) - timedelta(hours=hours)
    legs = [room.ticket()]
    room.clock.forward(minutes=30)  # in Jayapura the date in UTC changes here
    legs.append(room.ticket())
    assert [(leg.service_date, leg.n) for leg in legs] == [(date(2026, 11, 23), 1), (date(2026, 11, 23), 2)]
    room.clock.forward(days=1)
    assert (room.ticket().n, room.ticket().service_date) == (1, date(2026, 11, 24))


def test_numbers_begin_anew_the_next_day_and_yesterdays_are_not_called(room: Room):
    old = room.ticket()
    room.clock.forward(days=1)
    room.open()
    new = room.ticket()
    assert (new.label, new.ahead) == (old.label, 0)
    assert room.call().id == new.id


def test_yesterdays_code_opens_nothing(room: Room):
    visit = room.sign("library")
    typed = visit.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert room.floor.visit_by_code(room.office, typed).id == visit.id
    with pytest.raises(NotFound):
        room.floor.visit_by_code(SUMSEL, visit.code)
    room.clock.forward(days=1)
    with pytest.raises(NotFound):
        room.floor.visit_by_code(room.office, visit.code)


def test_a_closed_visits_code_opens_nothing(room: Room):
    visit = room.floor.admit(room.sign("library").id, by=room.officer)
    room.floor.leave(visit.id, by=room.officer)
    room.floor.close(visit.id, by=room.officer)
    with pytest.raises(NotFound):
        room.floor.visit_by_code(room.office, visit.code)


def test_after_closing_only_the_front_desk_lets_somebody_in(room: Room):
    closing = room.floor.opening(room.office).closes_at
    assert closing is not None
    room.clock.now = closing
    with pytest.raises(OfficeClosed):
        room.sign("library")
    signed = entry(service="library", channel="desk")
    assert room.floor.sign_guest_book(None, room.office, signed, by=room.officer).state == "GUESTBOOK_DONE"


def test_who_comes_before_opening_may_wait_and_her_time_does_not_run(room: Room):
    room.clock.now = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)  # 07:30
    room.open()
    room.ticket()
    room.clock.forward(minutes=39)
    room.serve()
    counted = room.floor.figures(room.office, date(2026, 11, 23)).today
    assert (counted.compliance["C1"].met, counted.arrivals[7]) == (1, 1)


def test_on_a_day_declared_closed_nobody_gets_a_number(room: Room):
    waiting = room.ticket()
    today = SpecialDay(date(2026, 11, 23), open=False, name=Words("Libur", "Holiday"))
    room.change(calendar=room.rules.calendar.with_days([today]))
    with pytest.raises(OfficeClosed):
        room.sign()
    signed = entry(channel="desk")
    visit = room.floor.sign_guest_book(None, room.office, signed, by=room.officer)
    with pytest.raises(NoTickets):
        room.floor.take_ticket(visit.id, "consultation", by=room.officer)
    room.floor.sweep(room.office)
    assert room.floor.leg(waiting.id).state == "WAITING"  # who holds a number is served before the officers go
    room.open()
    room.clock.forward(hours=2)
    room.serve()
    assert room.floor.figures(room.office, date(2026, 11, 23)).today.compliance["C1"].met == 1


def close_of(room: Room) -> datetime:
    closing = room.floor.opening(room.office).closes_at
    assert closing is not None
    return closing


def test_at_closing_time_who_waits_is_served_as_long_as_an_officer_stays(room: Room):
    room.open()
    leg = room.ticket()
    room.clock.now = close_of(room) + timedelta(minutes=5)
    room.floor.sweep(room.office)
    assert room.floor.leg(leg.id).state == "WAITING"
    room.floor.close_counter(room.office, 1, by=room.officer)
    room.floor.sweep(room.office)
    assert room.floor.leg(leg.id).state == "EXPIRED"
    assert room.floor.visit(leg.visit_id).closing == "swept"
    assert room.floor.figures(room.office, date(2026, 11, 23)).today.unserved == 1


def test_what_is_held_at_closing_time_is_overdue_until_a_person_gives_it_back(room: Room):
    visit = room.floor.take_card(room.sign("library").id, "ktp", by=room.officer)
    room.floor.give_locker(visit.id, 3, by=room.officer)
    room.floor.admit(visit.id, by=room.officer)
    room.clock.now = close_of(room)
    room.floor.sweep(room.office)
    room.clock.forward(days=2)
    room.floor.sweep(room.office)
    (overdue,) = room.floor.day(room.office).overdue
    assert (overdue.state, overdue.card, overdue.locker) == ("OVERDUE_CUSTODY", "ktp", 3)
    with pytest.raises(CustodyOut):
        room.floor.close(visit.id, by=room.officer)
    room.floor.give_back(visit.id, card=True, locker=True, by=room.officer)
    assert room.floor.close(visit.id, by=room.officer).state == "CLOSED"
    assert room.floor.day(room.office).overdue == ()


def test_a_visit_left_open_overnight_is_swept_and_in_no_average(room: Room):
    room = room.at(TULANG_BAWANG)
    served, forgotten, waiting = room.sign(), room.sign(), room.sign()
    assert served.leg is not None
    assert forgotten.leg is not None
    room.clock.forward(minutes=2)
    room.start(served.leg)
    room.finish(served.leg)
    room.start(forgotten.leg)
    room.clock.forward(days=1)
    for _ in range(2):  # doing it twice changes nothing
        room.floor.sweep(room.office)
    views = [room.floor.visit(visit.id) for visit in (served, forgotten, waiting)]
    assert [view.state for view in views] == ["CLOSED"] * 3
    assert [view.closing for view in views] == ["done", "swept", "swept"]
    day = room.floor.figures(room.office, date(2026, 11, 23)).today
    assert (day.swept, day.unserved, day.visits) == (2, 1, 3)
    assert day.wait["consultation"].longest == 120
    assert day.compliance["C1"].breached == 1  # the one who was never served, late on her own day


def test_the_night_adds_nothing_to_a_clock_that_the_sweep_stops(room: Room):
    room.clock.now = close_of(room) - timedelta(minutes=4)
    visit = room.floor.sign_guest_book(None, room.office, entry(service="library"), by="visitor")
    room.clock.now = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # the server was off until ten in the morning
    room.floor.sweep(room.office)
    assert room.floor.visit(visit.id).closing == "swept"
    compliance = room.floor.figures(room.office, date(2026, 11, 23)).today.compliance["C2"]
    assert (compliance.breached, compliance.excluded) == (0, 1)


def test_counters_that_were_left_open_are_closed_the_next_day(room: Room):
    room.open()
    room.floor.sweep(room.office)
    assert room.floor.day(room.office).counters[0].state == "open"
    room.clock.forward(days=1)
    room.floor.sweep(room.office)
    assert room.floor.day(room.office).counters[0].state == "closed"


def test_the_round_sweeps_every_office_and_comes_again(room: Room):
    legs = [room.sign("library"), room.at(SUMSEL).sign("library")]
    order(room.library.database, room.clock())
    room.clock.forward(days=1)
    assert room.library.workers.drain({JOB}) == 1
    assert {room.floor.visit(leg.id).closing for leg in legs} == {"swept"}
    room.clock.forward(minutes=6)
    assert room.library.workers.drain({JOB}) == 1


def test_who_finished_or_missed_her_call_is_not_counted_as_forgotten(room: Room):
    room.open()
    missed, done = room.ticket(), room.ticket()
    miss(room)
    room.serve()
    room.clock.forward(days=1)
    room.floor.sweep(room.office)
    assert [room.floor.visit(leg.visit_id).closing for leg in (missed, done)] == ["left", "done"]
    assert room.floor.figures(room.office, date(2026, 11, 23)).today.swept == 0

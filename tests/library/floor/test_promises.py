"""The clocks on file: when they start, rest and stop, what they say, and that a closed one never changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from library.clocks import ClockClosedError
from library.errors import BadForm, LostRace
from library.floor import ClockView, clock_rows
from library.offices import SpecialDay, Words
from library.offices.stated import Stated
from library.store.models import AuditEntry, ClockRow
from tests.library.floor.conftest import METRO, TULANG_BAWANG, Room
from tests.library.floor.test_queue import miss


def clocks(room: Room) -> list[ClockView]:
    """Give all clocks of the office, closed ones too, in the order of their start."""
    from library.floor import clock_views
    from library.floor.step import Step

    with room.library.database.read() as session:
        step = Step(session, room.clock(), "system", room.library.offices)
        rows = session.query(ClockRow).filter_by(office=room.office).all()
        return sorted(clock_views.show_clocks(step, rows), key=lambda clock: (clock.start, clock.id))


def verdicts(room: Room) -> list[tuple[str, str, float]]:
    return [(clock.kind, clock.result, clock.used_seconds) for clock in clocks(room)]


def test_c1_of_the_first_in_line_runs_from_the_ticket_to_the_call_that_was_answered(room: Room):
    room.open()
    leg = room.ticket()
    room.clock.forward(minutes=2)
    room.call()
    room.clock.forward(minutes=1)
    room.floor.recall(leg.id, by=room.officer)
    room.clock.forward(minutes=9)
    (clock,) = clocks(room)
    assert (clock.urgency, clock.answering) == ("quiet", True)
    room.start(leg)
    assert verdicts(room) == [("C1", "met", 180)]


def test_c1_waits_for_the_visitor_in_front_and_for_a_free_counter(room: Room):
    room.open()
    first = room.ticket()
    second = room.ticket()
    room.start(room.call())
    room.clock.forward(minutes=25)
    assert all(clock.subject != f"leg:{second.id}" for clock in clocks(room))
    room.finish(first)
    room.clock.forward(minutes=10)
    room.start(room.call())
    assert verdicts(room)[-1] == ("C1", "met", 600)


def test_ten_minutes_are_met_and_a_microsecond_more_is_a_breach(room: Room):
    room.open()
    room.ticket()
    room.clock.forward(minutes=10, microseconds=1)
    room.start(room.call())
    assert verdicts(room) == [("C1", "breached", 600.000001)]


def test_with_a_second_counter_open_the_second_visitor_does_not_wait_for_the_first(room: Room):
    room.open(1, 2)
    first, _second = room.ticket(), room.ticket()
    room.start(room.call(1))
    assert len(clocks(room)) == 2  # the first was called, so the second is at the head, and counter 2 is free
    assert room.floor.leg(first.id).state == "SERVING"


def test_a_counter_that_opens_later_was_not_free_before(room: Room):
    room.open(1)
    room.ticket()
    room.start(room.call(1))
    second = room.ticket()
    room.clock.forward(minutes=30)
    room.open(2)
    (clock,) = [clock for clock in clocks(room) if clock.subject == f"leg:{second.id}"]
    assert clock.start == room.clock()


def test_a_paused_counter_counts_as_free_and_a_room_without_counters_makes_no_excuse(room: Room):
    room.open()
    room.floor.pause_counter(room.office, 1, by=room.officer)
    room.ticket()
    room.at("1600").ticket()
    room.clock.forward(minutes=6)
    assert [clock.urgency for clock in (*clocks(room), *clocks(room.at("1600")))] == ["warning", "warning"]


def test_without_tickets_c1_runs_from_the_guest_book_to_being_served(room: Room):
    room = room.at(TULANG_BAWANG)
    room.open()
    room.sign()
    room.clock.forward(minutes=4)
    room.call()
    assert verdicts(room) == [("C1", "met", 240)]


def test_a_no_show_was_served_at_the_first_call_and_its_second_round_has_a_clock_of_its_own(room: Room):
    room.open()
    leg = room.ticket()
    room.clock.forward(minutes=3)
    miss(room)
    room.clock.forward(minutes=20)
    room.floor.rejoin(leg.id, by=room.officer)
    room.clock.forward(minutes=1)
    room.start(room.call())
    assert verdicts(room) == [("C1", "met", 180), ("C1", "met", 60)]


def test_who_leaves_late_is_a_breach_and_who_leaves_early_is_counted_beside(room: Room):
    room.open()
    legs = [room.ticket(), room.ticket()]
    room.floor.left(legs[0].id, by="visitor")
    room.clock.forward(minutes=11)
    room.floor.left(legs[1].id, by="visitor")
    figures = room.floor.figures(room.office, date(2026, 11, 23)).today.compliance["C1"]
    assert (figures.met, figures.breached, figures.excluded) == (0, 1, 1)


def test_c2_warns_at_three_minutes_and_sounds_at_five(room: Room):
    visit = room.sign("library")
    shown = []
    for minutes in (2.999, 0.001, 1.999, 0.001):
        room.clock.forward(minutes=minutes)
        shown.append(clocks(room)[0].urgency)
    room.floor.admit(visit.id, by=room.officer)
    assert shown == ["quiet", "warning", "warning", "alarm"]
    assert verdicts(room) == [("C2", "met", 300)]


def test_c2_stops_at_the_first_sign_in_at_a_terminal(room: Room):
    visit = room.sign("library")
    room.clock.forward(minutes=1)
    view = room.floor.signed_in(visit.id, None, by="visitor")
    assert view.state == "ADMITTED"
    assert verdicts(room) == [("C2", "met", 60)]


def test_c2_after_a_consultation_runs_from_the_change_of_service(room: Room):
    room.open()
    leg = room.ticket()
    room.start(room.call())
    room.clock.forward(minutes=30)
    room.finish(leg, go_on="library")
    room.clock.forward(minutes=2)
    room.floor.admit(leg.visit_id, by=room.officer)
    assert verdicts(room)[-1] == ("C2", "met", 120)


def test_the_friday_break_does_not_count(room: Room):
    room.clock.now = datetime(2026, 11, 27, 4, 28, tzinfo=UTC)  # Friday 11:28
    room.open()
    room.ticket()
    (clock,) = clocks(room)
    assert clock.due == datetime(2026, 11, 27, 6, 8, tzinfo=UTC)  # two minutes used, eight from 13:00


def test_a_closed_clock_cannot_be_written(room: Room):
    room.open()
    room.ticket()
    room.serve()
    with room.library.database.read() as session:
        row = session.query(ClockRow).one()
        with pytest.raises(ClockClosedError):
            clock_rows.write(row, clock_rows.read(row))


def test_a_breach_asks_for_its_reason_once(room: Room):
    room.open()
    room.ticket()
    room.clock.forward(minutes=12)
    room.serve()
    (breach,) = room.floor.breaches_without_reason(room.office)
    with pytest.raises(BadForm):
        room.floor.give_reason(breach.id, "no_reason", by=room.officer)
    with pytest.raises(BadForm):
        room.floor.give_reason(breach.id, "other", " ", by=room.officer)
    room.floor.give_reason(breach.id, "crowded", by=room.officer)
    with pytest.raises(LostRace):
        room.floor.give_reason(breach.id, "system", by=room.officer)
    assert room.floor.breaches_without_reason(room.office) == []
    assert room.floor.figures(room.office, date(2026, 11, 23)).reasons == (("crowded", 1),)


def test_a_kept_promise_takes_no_reason(room: Room):
    room.open()
    room.ticket()
    room.serve()
    with pytest.raises(LostRace):
        room.floor.give_reason(clocks(room)[0].id, "crowded", by=room.officer)


def with_limit(room: Room, minutes: int) -> None:
    """Let the office promise another time from now on, as a changed file and a new start would."""
    from library.initialise import note_standards
    from library.offices.version import standard_version

    consultation = replace(room.rules.rules.consultation, limit_minutes=Stated(minutes))
    standard = replace(room.rules.standard, rules=replace(room.rules.rules, consultation=consultation))
    room.change(standard=standard, version=standard_version(standard))
    note_standards(room.library.database, (room.rules,), room.clock())


def test_a_standard_that_changes_in_mid_case_leaves_the_visit_its_own(room: Room):
    room.open()
    early = room.sign()
    with_limit(room, 3)
    room.ticket()
    room.floor.take_ticket(early.id, "consultation", by="visitor")
    room.floor.left(room.floor.day(room.office).waiting[0].id, by="visitor")
    limits = {clock.visit_id: (clock.limit_minutes, clock.version) for clock in clocks(room)}
    assert limits[early.id] == (10, early.version)
    assert sorted(limit for limit, _ in limits.values()) == [3, 10]


def test_a_holiday_declared_today_moves_open_clocks_and_keeps_both_dates(room: Room):
    room.open()
    room.ticket()
    closed = clocks_after_serving(room)
    visit = room.sign("library")
    today = SpecialDay(date(2026, 11, 23), open=False, name=Words("Cuti bersama", "Joint leave"))
    room.change(calendar=room.rules.calendar.with_days([today]))
    assert room.floor.holidays_changed(room.office, by=room.officer) == 1
    moved = [clock for clock in clocks(room) if clock.visit_id == visit.id]
    assert [clock.due for clock in moved] == [datetime(2026, 11, 24, 1, 5, tzinfo=UTC)]  # 08:05 on Tuesday
    assert [clock for clock in clocks(room) if clock.result] == closed
    with room.library.database.read() as session:
        entry = session.query(AuditEntry).filter_by(action="clock.moved").one()
    assert entry.details["before"] == "2026-11-23T02:10:00+00:00"
    assert entry.details["after"] == "2026-11-24T01:05:00+00:00"
    assert room.floor.holidays_changed(room.office) == 0


def clocks_after_serving(room: Room) -> list[ClockView]:
    room.serve()
    return clocks(room)


def test_due_dates_in_a_year_without_a_decree_are_provisional(room: Room):
    room.clock.now = datetime(2031, 11, 24, 2, 0, tzinfo=UTC)
    room.sign("library")
    assert [clock.provisional for clock in clocks(room)] == [True]


def test_a_clock_that_is_set_back_an_hour_breaks_nothing(room: Room):
    room.open()
    first, second = room.ticket(), room.ticket()
    leg = room.call()
    room.clock.forward(hours=-1)
    third = room.ticket()
    assert (third.ahead, third.place > second.place) == (2, True)
    room.floor.recall(leg.id, by=room.officer)
    room.start(leg)
    room.finish(leg)
    room.serve()
    assert room.call().id == third.id
    assert [result for _, result, _ in verdicts(room) if result] == ["met", "met"]
    assert all(used >= 0 for _, _, used in verdicts(room))
    assert room.floor.leg(first.id).state == "DONE"
    waits = room.floor.figures(room.office, date(2026, 11, 23)).today.wait["consultation"]
    assert waits.median == 0


@pytest.mark.parametrize("office", [METRO, TULANG_BAWANG])
def test_events_hold_no_names_and_no_addresses(room: Room, office: str):
    room = room.at(office)
    visit = room.sign("library", name="Rahmawati Unik", email="unik@example.org", purpose_text="rahasia sekali")
    room.floor.admit(visit.id, by=room.officer)
    from library.store.models import FloorEvent

    with room.library.database.read() as session:
        kept = " ".join(f"{event.actor} {event.details}" for event in session.query(FloorEvent))
    assert not any(word in kept for word in ("Rahmawati", "unik@", "rahasia"))

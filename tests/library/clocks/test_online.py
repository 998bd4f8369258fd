"""Clocks C4 and C5: the first answer, and the silence of the user."""

from __future__ import annotations

import itertools

from library.clocks import (
    CaseEvent,
    ClockKind,
    Compliance,
    Ending,
    Message,
    Pause,
    Result,
    Stop,
    answer_clocks,
    compliance,
    days_left,
    inactivity_clock,
    promise_of,
    stop_clock,
)
from tests.library.clocks.floor import CALENDAR, OFFICES, promise, wib

C4 = promise(ClockKind.ANSWER)
C5 = {slug: promise_of(office, ClockKind.INACTIVITY) for slug, office in OFFICES.items()}
CASE = [
    CaseEvent(wib("2026-11-16T10:00"), "submitted"),
    CaseEvent(wib("2026-11-17T09:00"), "clarification"),
    CaseEvent(wib("2026-11-18T20:00"), "reply"),
    CaseEvent(wib("2026-11-20T09:00"), "answer"),
]


def test_a_clarification_cancels_the_clock_and_the_reply_starts_another_whatever_the_order_of_events() -> None:
    for events in itertools.permutations(CASE):
        first, second = answer_clocks(events, C4, CALENDAR)
        assert first.stop == Stop(wib("2026-11-17T09:00"), Ending.CANCELLED)
        assert first.result is Result.EXCLUDED
        assert (second.start, second.due) == (wib("2026-11-18T20:00"), wib("2026-11-23T15:30"))
        assert second.result is Result.MET


def test_where_the_office_counts_from_submission_a_clarification_changes_nothing() -> None:
    (clock,) = answer_clocks(CASE, C4, CALENDAR, starts="submitted")
    assert (clock.start, clock.due, clock.result) == (
        wib("2026-11-16T10:00"), wib("2026-11-19T15:30"), Result.BREACHED,
    )  # fmt: skip


def test_asking_back_after_the_limit_does_not_undo_the_breach() -> None:
    late = [CASE[0], CaseEvent(wib("2026-11-23T09:00"), "clarification")]
    (clock,) = answer_clocks(late, C4, CALENDAR)
    assert clock.result is Result.BREACHED


def test_while_the_user_owes_the_reply_no_answer_clock_runs() -> None:
    assert all(clock.is_closed for clock in answer_clocks(CASE[:2], C4, CALENDAR))


def test_an_answer_at_closing_time_of_the_third_day_is_in_time_and_one_a_second_later_is_not() -> None:
    for at, result in (("2026-11-19T15:30:00", Result.MET), ("2026-11-19T15:30:01", Result.BREACHED)):
        (clock,) = answer_clocks([CASE[0], CaseEvent(wib(at), "answer")], C4, CALENDAR)
        assert clock.result is result


def test_a_case_that_its_user_closes_early_is_not_counted_and_late_is_a_breach() -> None:
    for at, result in (("2026-11-17T09:00", Result.EXCLUDED), ("2026-11-23T09:00", Result.BREACHED)):
        (clock,) = answer_clocks([CASE[0], CaseEvent(wib(at), "closed")], C4, CALENDAR)
        assert clock.result is result


def test_what_comes_after_the_first_answer_starts_nothing() -> None:
    later = [*CASE, CaseEvent(wib("2026-11-21T09:00"), "reply"), CaseEvent(wib("2026-11-22T09:00"), "clarification")]
    assert answer_clocks(later, C4, CALENDAR) == answer_clocks(CASE, C4, CALENDAR)


OFFICER = Message(wib("2026-11-12T10:00"), "officer")  # a Thursday


def test_seven_calendar_days_end_at_closing_time_and_the_warning_comes_one_working_day_before() -> None:
    for slug in ("tulang-bawang", "lubuklinggau"):
        clock = inactivity_clock([OFFICER], C5[slug], CALENDAR)
        assert clock is not None
        assert clock.due == wib("2026-11-19T15:30")
        assert clock.warns_at == wib("2026-11-18T08:00")


def test_a_seventh_day_that_is_closed_lasts_until_midnight() -> None:
    clock = inactivity_clock([Message(wib("2026-11-14T10:00"), "officer")], C5["lubuklinggau"], CALENDAR)
    assert clock is not None
    assert clock.due == wib("2026-11-22T00:00")  # the end of Saturday 21 November
    assert days_left(clock, CALENDAR, wib("2026-11-19T10:00")) == 1


def test_the_portal_closes_after_three_working_days_and_metro_never_does() -> None:
    clock = inactivity_clock([OFFICER], C5["sumatera-selatan"], CALENDAR)
    assert clock is not None
    assert clock.due == wib("2026-11-17T15:30")
    assert C5["metro"] is None
    assert inactivity_clock([OFFICER], C5["metro"], CALENDAR) is None


def test_silence_counts_from_the_officers_last_message_in_whatever_order_they_come() -> None:
    talk = [OFFICER, Message(wib("2026-11-13T08:00"), "user"), Message(wib("2026-11-13T09:00"), "officer")]
    for messages in itertools.permutations(talk):
        clock = inactivity_clock(messages, C5["lubuklinggau"], CALENDAR)
        assert clock is not None
        assert clock.start == wib("2026-11-13T09:00")


def test_any_message_of_the_user_ends_the_silence_even_at_the_same_instant() -> None:
    for messages in itertools.permutations([OFFICER, Message(OFFICER.at, "user")]):
        assert inactivity_clock(messages, C5["lubuklinggau"], CALENDAR) is None
    assert inactivity_clock([], C5["lubuklinggau"], CALENDAR) is None


def test_an_appointment_suspends_the_silence_and_its_days_do_not_count() -> None:
    meeting = Pause(wib("2026-11-13T09:00"), wib("2026-11-16T10:00"))
    clock = inactivity_clock([OFFICER], C5["lubuklinggau"], CALENDAR, follow_ups=[meeting])
    assert clock is not None
    assert clock.due == wib("2026-11-23T15:30")  # 13, 14, 15 and 16 November do not count
    pending = inactivity_clock([OFFICER], C5["lubuklinggau"], CALENDAR, follow_ups=[Pause(meeting.start, None)])
    assert pending is not None
    assert pending.due is None


def test_silence_is_no_breach_and_stays_out_of_the_rate() -> None:
    clock = inactivity_clock([OFFICER], C5["lubuklinggau"], CALENDAR)
    assert clock is not None
    ended = stop_clock(clock, Stop(wib("2026-12-01T10:00")), CALENDAR)
    assert ended.result is Result.ENDED
    assert compliance([ended]) == Compliance(0, 0, 0)


def test_the_rate_is_met_over_judged_with_the_excluded_beside_it() -> None:
    met = answer_clocks(CASE, C4, CALENDAR)
    breached = answer_clocks(CASE, C4, CALENDAR, starts="submitted")
    counted = compliance([*met, *met, *breached])
    assert (counted.met, counted.breached, counted.excluded) == (2, 1, 2)
    assert counted.rate is not None
    assert (counted.rate.numerator, counted.rate.denominator) == (2, 3)
    assert compliance([]).rate is None

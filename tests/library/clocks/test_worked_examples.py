"""The worked examples of the specification, to the minute."""

from __future__ import annotations

from datetime import timedelta

from library.clocks import (
    Calls,
    CaseEvent,
    ClockKind,
    Result,
    answer_clocks,
    consultation_clock,
    open_minutes,
    recompute,
    remaining,
)
from tests.library.clocks.floor import CALENDAR, MINUTE, TICK, promise, special, wib

C1 = promise(ClockKind.CONSULTATION)
C4 = promise(ClockKind.ANSWER)


def test_two_minutes_before_a_friday_break_leave_eight_after_it() -> None:
    clock = consultation_clock(wib("2026-11-20T11:28"), Calls(), C1, CALENDAR)
    assert open_minutes(CALENDAR, clock.start, wib("2026-11-20T13:00")) == 2
    assert remaining(clock, CALENDAR, wib("2026-11-20T13:00")) == 8 * MINUTE
    assert clock.due == wib("2026-11-20T13:08")


def test_served_on_the_last_microsecond_of_the_limit_is_met_and_one_later_is_a_breach() -> None:
    due = wib("2026-11-20T13:08")
    for answered, result in ((due, Result.MET), (due + TICK, Result.BREACHED)):
        clock = consultation_clock(wib("2026-11-20T11:28"), Calls(answered=answered), C1, CALENDAR)
        assert clock.result is result
        assert clock.used == 10 * MINUTE + (answered - due)


def test_an_answer_is_due_on_the_third_working_day_and_a_late_declared_holiday_moves_it() -> None:
    before = CALENDAR.with_days([special("2025-08-18", is_open=True)])
    after = before.with_days([special("2025-08-18", is_open=False)])
    (clock,) = answer_clocks([CaseEvent(wib("2025-08-13T10:00"), "submitted")], C4, before)
    assert clock.due == wib("2025-08-18T15:30")
    assert recompute(clock, after).due == wib("2025-08-19T15:30")


def test_the_national_table_already_knows_that_joint_leave_day() -> None:
    (clock,) = answer_clocks([CaseEvent(wib("2025-08-13T10:00"), "submitted")], C4, CALENDAR)
    assert clock.due == wib("2025-08-19T15:30")


def test_a_whole_friday_has_six_and_a_half_open_hours() -> None:
    start = wib("2026-11-20T00:00")
    assert open_minutes(CALENDAR, start, start + timedelta(days=1)) == 390

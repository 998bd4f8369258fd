"""The life of a clock: pauses, closing, recomputing."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.clocks import (
    Clock,
    ClockClosedError,
    ClockKind,
    Ending,
    OpenMinutes,
    Pause,
    Result,
    Stop,
    Urgency,
    WorkingDays,
    days_left,
    pause_clock,
    read_clock,
    recompute,
    recompute_all,
    remaining,
    resume_clock,
    stop_clock,
    urgency,
    used,
)
from tests.library.clocks.floor import CALENDAR, MINUTE, TICK, promise, special, wib

C2 = promise(ClockKind.LIBRARY)
START = wib("2026-11-19T09:00")
ENDINGS = st.sampled_from(Ending)
OFFSETS = st.integers(0, 3 * 86_400_000_000).map(lambda n: timedelta(microseconds=n))
PAUSES = st.lists(st.tuples(OFFSETS, OFFSETS).map(lambda pair: Pause(START + min(pair), START + max(pair))), max_size=6)
LIMITS = st.one_of(st.builds(OpenMinutes, st.integers(1, 400)), st.builds(WorkingDays, st.integers(1, 5)))


def running(pauses: tuple[Pause, ...] = ()) -> Clock:
    return read_clock(START, C2, CALENDAR, pauses=pauses)


@given(pauses=PAUSES, limit=LIMITS, until=OFFSETS)
def test_a_pause_never_adds_used_time_and_never_brings_the_due_date_nearer(
    pauses: list[Pause], limit: OpenMinutes | WorkingDays, until: timedelta
) -> None:
    plain = read_clock(START, promise(ClockKind.LIBRARY, limit), CALENDAR)
    rested = read_clock(START, promise(ClockKind.LIBRARY, limit), CALENDAR, pauses=pauses)
    assert plain.due is not None
    assert rested.due is not None
    assert rested.due >= plain.due
    assert timedelta(0) <= used(rested, CALENDAR, START + until) <= used(plain, CALENDAR, START + until)


@given(pauses=PAUSES, seed=st.randoms(use_true_random=False))
def test_the_order_in_which_pauses_are_told_changes_nothing(pauses: list[Pause], seed: random.Random) -> None:
    shuffled = list(pauses)
    seed.shuffle(shuffled)
    assert running(tuple(pauses)) == running(tuple(shuffled))


@given(pauses=PAUSES)
def test_at_the_due_instant_exactly_the_limit_has_been_used(pauses: list[Pause]) -> None:
    clock = running(tuple(pauses))
    assert clock.due is not None
    assert used(clock, CALENDAR, clock.due) == 5 * MINUTE
    assert used(clock, CALENDAR, clock.due - TICK) == 5 * MINUTE - TICK


@given(pauses=PAUSES, ending=ENDINGS, at=OFFSETS, other=OFFSETS)
def test_a_closed_clock_never_changes(pauses: list[Pause], ending: Ending, at: timedelta, other: timedelta) -> None:
    closed = stop_clock(running(tuple(pauses)), Stop(START + at, ending), CALENDAR)
    shut = CALENDAR.with_days([special("2026-11-19", is_open=False), special("2026-11-20", is_open=False)])
    assert recompute(closed, shut) is closed
    assert used(closed, shut, START + other) == closed.used
    for change in (pause_clock, resume_clock):
        with pytest.raises(ClockClosedError):
            change(closed, START + other, CALENDAR)
    with pytest.raises(ClockClosedError):
        stop_clock(closed, Stop(START + other), CALENDAR)


@given(rests=st.lists(OFFSETS, min_size=2, max_size=8, unique=True).map(sorted))
def test_pausing_step_by_step_is_the_same_as_knowing_all_pauses_at_the_end(rests: list[timedelta]) -> None:
    pairs = list(zip(rests[::2], rests[1::2], strict=False))
    clock = running()
    for begin, end in pairs:
        clock = resume_clock(pause_clock(clock, START + begin, CALENDAR), START + end, CALENDAR)
    assert clock == running(tuple(Pause(START + begin, START + end) for begin, end in pairs))


def test_while_it_rests_a_clock_has_no_due_date_and_is_not_urgent() -> None:
    clock = pause_clock(running(), START + MINUTE, CALENDAR)
    assert (clock.due, clock.is_paused) == (None, True)
    assert urgency(clock, START + 60 * MINUTE) is Urgency.PAUSED
    assert remaining(clock, CALENDAR, START + 60 * MINUTE) == 4 * MINUTE
    assert resume_clock(clock, START + 60 * MINUTE, CALENDAR).due == START + 64 * MINUTE


def test_stopping_a_resting_clock_counts_only_what_ran_before() -> None:
    clock = stop_clock(pause_clock(running(), START + MINUTE, CALENDAR), Stop(START + 90 * MINUTE), CALENDAR)
    assert (clock.used, clock.result) == (MINUTE, Result.MET)
    assert not clock.is_paused


def test_a_warning_comes_at_three_of_five_minutes_and_an_alarm_at_five() -> None:
    clock = running()
    seen = [urgency(clock, START + at) for at in (3 * MINUTE - TICK, 3 * MINUTE, 5 * MINUTE - TICK, 5 * MINUTE)]
    assert seen == [Urgency.QUIET, Urgency.WARNING, Urgency.WARNING, Urgency.ALARM]
    assert urgency(stop_clock(clock, Stop(START), CALENDAR), START) is Urgency.CLOSED


@pytest.mark.parametrize(
    ("ending", "minutes", "result"),
    [
        (Ending.SERVED, 5, Result.MET),
        (Ending.SERVED, 6, Result.BREACHED),
        (Ending.LEFT, 5, Result.EXCLUDED),
        (Ending.LEFT, 6, Result.BREACHED),
        (Ending.EXPIRED, 6, Result.BREACHED),
        (Ending.EXPIRED, 1, Result.EXCLUDED),
        (Ending.SWEPT, 6, Result.EXCLUDED),
    ],
)
def test_who_leaves_after_the_limit_was_failed_and_who_leaves_before_is_not_counted(
    ending: Ending, minutes: int, result: Result
) -> None:
    assert stop_clock(running(), Stop(START + minutes * MINUTE, ending), CALENDAR).result is result


def test_a_stop_before_the_start_has_used_nothing_and_is_met() -> None:
    clock = stop_clock(running(), Stop(START - MINUTE), CALENDAR)
    assert (clock.used, clock.result) == (timedelta(0), Result.MET)


def test_a_holiday_declared_today_moves_open_clocks_and_logs_old_and_new() -> None:
    open_clock = running()
    closed = stop_clock(open_clock, Stop(START + 9 * MINUTE), CALENDAR)
    shut = CALENDAR.with_days([special("2026-11-19", is_open=False)])
    (change,) = recompute_all([closed, open_clock], shut)
    assert change.before is open_clock
    assert change.after.due == wib("2026-11-20T08:05")
    assert recompute_all([open_clock], CALENDAR) == ()


def test_a_due_date_in_a_year_without_decree_is_provisional() -> None:
    clock = read_clock(wib("2040-12-28T10:00"), promise(ClockKind.ANSWER), CALENDAR)
    assert clock.provisional
    assert not running().provisional


def test_the_working_days_left_count_down_to_zero_on_the_last_day() -> None:
    clock = read_clock(wib("2026-11-19T10:00"), promise(ClockKind.ANSWER), CALENDAR)
    assert clock.due == wib("2026-11-24T15:30")
    seen = [
        days_left(clock, CALENDAR, wib(day)) for day in ("2026-11-19T10:00", "2026-11-21T10:00", "2026-11-24T10:00")
    ]
    assert seen == [3, 2, 0]


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        running((Pause(START + MINUTE, START),))


def test_instants_are_stored_in_utc() -> None:
    clock = stop_clock(running(), Stop(START + MINUTE), CALENDAR)
    assert clock.stop is not None
    assert {clock.start.tzinfo, clock.stop.at.tzinfo} == {UTC}
    assert clock.start == datetime(2026, 11, 19, 2, 0, tzinfo=UTC)

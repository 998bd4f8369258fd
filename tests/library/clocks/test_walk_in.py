"""Clocks C1, C2 and C3: what starts, rests and stops them."""

from __future__ import annotations

import itertools

import pytest

from library.clocks import (
    Admission,
    Calls,
    ClockKind,
    Ending,
    Result,
    SoftcopyEvent,
    consultation_clock,
    library_clock,
    promise_of,
    softcopy_clock,
)
from tests.library.clocks.floor import CALENDAR, MINUTE, OFFICES, promise, wib

NINE = wib("2026-11-19T09:00")
C1, C2, C3 = (promise(kind) for kind in (ClockKind.CONSULTATION, ClockKind.LIBRARY, ClockKind.SOFTCOPY))


def test_a_consultation_stops_at_the_call_that_was_answered_not_at_the_first() -> None:
    clock = consultation_clock(NINE, Calls(first=NINE + MINUTE, answered=NINE + 4 * MINUTE), C1, CALENDAR)
    assert clock.used == 4 * MINUTE


def test_a_no_show_was_served_when_first_called() -> None:
    clock = consultation_clock(NINE, Calls(first=NINE + 2 * MINUTE, no_show=True), C1, CALENDAR)
    assert (clock.used, clock.result) == (2 * MINUTE, Result.MET)


def test_a_call_that_nobody_answered_yet_stops_nothing() -> None:
    assert not consultation_clock(NINE, Calls(first=NINE + MINUTE), C1, CALENDAR).is_closed


@pytest.mark.parametrize(
    ("calls", "ending"),
    [
        (Calls(left=NINE + MINUTE), Ending.LEFT),
        (Calls(first=NINE, left=NINE + MINUTE), Ending.LEFT),
        (Calls(expired=NINE + MINUTE), Ending.EXPIRED),
        (Calls(swept=NINE + MINUTE), Ending.SWEPT),
    ],
)
def test_a_visitor_who_was_never_served_ends_the_clock_in_her_own_way(calls: Calls, ending: Ending) -> None:
    clock = consultation_clock(NINE, calls, C1, CALENDAR)
    assert clock.stop is not None
    assert (clock.stop.ending, clock.result) == (ending, Result.EXCLUDED)


def test_the_library_clock_stops_at_admission_or_first_login_whichever_came_first() -> None:
    for admitted, login in ((2, 4), (4, 2), (None, 2), (2, None)):
        admission = Admission(
            admitted=None if admitted is None else NINE + admitted * MINUTE,
            first_login=None if login is None else NINE + login * MINUTE,
        )
        assert library_clock(NINE, admission, C2, CALENDAR).used == 2 * MINUTE


def test_a_reader_who_signs_the_book_at_closing_time_has_her_minutes_next_morning() -> None:
    clock = library_clock(wib("2026-11-19T15:28"), Admission(), C2, CALENDAR)
    assert clock.due == wib("2026-11-20T08:03")


SOFTCOPY = [
    SoftcopyEvent(NINE, "submitted"),
    SoftcopyEvent(NINE + 1 * MINUTE, "needs_info"),
    SoftcopyEvent(NINE + 31 * MINUTE, "info_given"),
    SoftcopyEvent(NINE + 35 * MINUTE, "dispatched"),
]


def test_the_softcopy_clock_rests_while_the_reader_owes_an_answer_in_whatever_order_events_come() -> None:
    for events in itertools.permutations(SOFTCOPY):
        clock = softcopy_clock(events, C3, CALENDAR)
        assert (clock.used, clock.result) == (5 * MINUTE, Result.MET)


def test_a_softcopy_that_still_waits_for_the_reader_has_no_due_date() -> None:
    clock = softcopy_clock(SOFTCOPY[:2], C3, CALENDAR)
    assert clock.due is None
    assert clock.is_paused


def test_asking_twice_is_one_pause() -> None:
    events = [*SOFTCOPY, SoftcopyEvent(NINE + 20 * MINUTE, "needs_info")]
    assert softcopy_clock(events, C3, CALENDAR).used == 5 * MINUTE


def test_a_withdrawn_request_is_not_counted_and_a_clock_needs_a_submission() -> None:
    withdrawn = [SOFTCOPY[0], SoftcopyEvent(NINE + MINUTE, "withdrawn")]
    assert softcopy_clock(withdrawn, C3, CALENDAR).result is Result.EXCLUDED
    with pytest.raises(ValueError, match="submission"):
        softcopy_clock(SOFTCOPY[1:], C3, CALENDAR)


def test_each_office_promises_what_its_rules_say_under_its_version() -> None:
    for office in OFFICES.values():
        for kind in (ClockKind.CONSULTATION, ClockKind.LIBRARY, ClockKind.SOFTCOPY, ClockKind.ANSWER):
            made = promise_of(office, kind)
            assert made is not None
            assert (made.limit, made.version) == (promise(kind).limit, office.version)

"""Open time: additive, monotonic, exact, the same in every zone's writing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.clocks import due_after, open_time
from tests.library.clocks.floor import CALENDAR, TICK, wib

INSTANTS = st.datetimes(datetime(2025, 3, 1), datetime(2025, 9, 1), timezones=st.just(UTC))  # noqa: DTZ001 — bounds
AMOUNTS = st.timedeltas(timedelta(0), timedelta(hours=40))


@given(points=st.tuples(INSTANTS, INSTANTS, INSTANTS).map(sorted))
def test_open_time_adds_up_over_neighbouring_stretches(points: list[datetime]) -> None:
    a, b, c = points
    assert open_time(CALENDAR, a, b) + open_time(CALENDAR, b, c) == open_time(CALENDAR, a, c)


@given(a=INSTANTS, b=INSTANTS)
def test_open_time_never_exceeds_the_time_that_passed(a: datetime, b: datetime) -> None:
    assert timedelta(0) <= open_time(CALENDAR, a, b) <= max(timedelta(0), b - a)


@given(a=INSTANTS, b=INSTANTS, zone=st.sampled_from(["Asia/Jayapura", "Asia/Makassar", "Europe/Berlin"]))
def test_open_time_does_not_depend_on_the_zone_in_which_an_instant_is_written(
    a: datetime, b: datetime, zone: str
) -> None:
    assert open_time(CALENDAR, a, b) == open_time(CALENDAR, a.astimezone(ZoneInfo(zone)), b)


@given(start=INSTANTS, amount=AMOUNTS)
def test_the_due_instant_is_the_first_at_which_the_amount_has_passed(start: datetime, amount: timedelta) -> None:
    due = due_after(CALENDAR, start, amount)
    assert open_time(CALENDAR, start, due) == amount
    assert amount == timedelta(0) or open_time(CALENDAR, start, due - TICK) == amount - TICK


def test_a_night_a_weekend_and_a_holiday_count_nothing() -> None:
    assert open_time(CALENDAR, wib("2026-11-19T15:30"), wib("2026-11-20T08:00")) == timedelta(0)
    assert open_time(CALENDAR, wib("2026-11-20T16:00"), wib("2026-11-23T08:00")) == timedelta(0)
    assert open_time(CALENDAR, wib("2025-08-18T00:00"), wib("2025-08-19T00:00")) == timedelta(0)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        open_time(CALENDAR, datetime(2026, 11, 20, 9), wib("2026-11-20T10:00"))  # noqa: DTZ001 — the point


def test_an_amount_that_never_fits_is_an_error_and_not_an_endless_search() -> None:
    with pytest.raises(ValueError, match="beyond eleven years"):
        due_after(CALENDAR, wib("2026-11-20T10:00"), timedelta(days=4000))

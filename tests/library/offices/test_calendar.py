"""When an office is open."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.offices import OfficeCalendar, SpecialDay, Words, load_offices, packaged_offices
from library.offices.days import Override
from library.offices.hours import Interval, OverrideHours, WeekHours

METRO = load_offices(packaged_offices())[0].calendar
RAMADAN = Override(
    Words("Ramadan", "Ramadan"),
    date(2026, 2, 18),
    date(2026, 3, 19),
    OverrideHours(mon=(Interval(480, 720), Interval(750, 900)), fri=()),
)


def closed(day: date) -> SpecialDay:
    return SpecialDay(day, open=False, name=Words("Cuti bersama", "Joint leave"))


def in_zone(zone: str) -> OfficeCalendar:
    return OfficeCalendar(zone, METRO.hours)


def test_a_friday_has_its_long_break() -> None:
    spans = METRO.spans(date(2026, 11, 20))
    assert [(span.start.hour * 60 + span.start.minute, span.end.hour * 60 + span.end.minute) for span in spans] == [
        (60, 270), (360, 540),  # 08.00–11.30 and 13.00–16.00 WIB are 01.00–04.30 and 06.00–09.00 UTC
    ]  # fmt: skip


@pytest.mark.parametrize(("zone", "hour"), [("Asia/Jakarta", 1), ("Asia/Makassar", 0), ("Asia/Jayapura", 23)])
def test_eight_in_the_morning_is_another_instant_in_each_zone(zone: str, hour: int) -> None:
    opening = in_zone(zone).opening(date(2026, 11, 20))
    assert opening is not None
    assert opening.hour == hour
    assert opening.date() == (date(2026, 11, 19) if zone == "Asia/Jayapura" else date(2026, 11, 20))


def test_the_date_is_the_offices_own_across_midnight() -> None:
    late = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
    assert in_zone("Asia/Jakarta").local_date(late) == date(2026, 11, 20)
    assert in_zone("Asia/Jayapura").local_date(late) == date(2026, 11, 21)


def test_joint_leave_days_of_the_government_close_the_office() -> None:
    holiday = METRO.holiday(date(2025, 8, 18))
    assert holiday is not None
    assert "Cuti Bersama" in holiday.id
    assert "Joint" in holiday.en
    assert not METRO.is_working_day(date(2025, 8, 18))


def test_the_offices_own_table_wins_over_the_national_one() -> None:
    working = METRO.with_days([SpecialDay(date(2025, 8, 18), open=True, name=Words("Buka", "Open"))])
    assert working.is_working_day(date(2025, 8, 18))
    again = working.with_days([closed(date(2025, 8, 18))])
    assert not again.is_working_day(date(2025, 8, 18))


def test_an_open_special_day_on_a_sunday_has_no_hours_to_be_open_in() -> None:
    sunday = date(2026, 11, 22)
    assert not METRO.with_days([SpecialDay(sunday, open=True, name=Words("Buka", "Open"))]).is_working_day(sunday)


def test_ramadan_changes_the_days_that_it_names_and_no_other() -> None:
    calendar = OfficeCalendar("Asia/Jakarta", METRO.hours, overrides=(RAMADAN,))
    assert calendar.intervals(date(2026, 2, 23)) == (Interval(480, 720), Interval(750, 900))
    assert calendar.intervals(date(2026, 2, 24)) == METRO.hours.tue
    assert not calendar.is_working_day(date(2026, 2, 27))
    assert calendar.is_working_day(date(2026, 4, 10))


def test_the_last_ticket_comes_half_an_hour_before_closing() -> None:
    assert METRO.last_ticket(date(2026, 11, 19), 30) == datetime(2026, 11, 19, 8, 0, tzinfo=UTC)
    assert METRO.last_ticket(date(2026, 11, 21), 30) is None


def test_open_ends_exactly_at_closing() -> None:
    assert METRO.is_open(datetime(2026, 11, 19, 8, 29, 59, 999999, tzinfo=UTC))
    assert not METRO.is_open(datetime(2026, 11, 19, 8, 30, tzinfo=UTC))


def test_a_year_without_a_decree_is_provisional_until_the_office_loads_it() -> None:
    first, last = date(2040, 12, 30), date(2041, 1, 3)
    assert METRO.is_provisional(first, last)
    loaded = OfficeCalendar("Asia/Jakarta", METRO.hours, years_loaded=(2040, 2041))
    assert not loaded.is_provisional(first, last)
    assert not METRO.is_provisional(date(2026, 1, 1), date(2026, 12, 31))


def test_a_change_of_clocks_never_gives_an_interval_that_ends_before_it_starts() -> None:
    night = WeekHours(*[(Interval(90, 150),)] * 7)  # 01.30–02.30, swallowed on 29 March 2026 in Berlin
    calendar = OfficeCalendar("Europe/Berlin", night)
    assert all(span.start < span.end for span in calendar.spans(date(2026, 3, 29)))


def test_an_office_that_never_opens_is_an_error_and_not_an_endless_search() -> None:
    never = OfficeCalendar("Asia/Jakarta", WeekHours((), (), (), (), ()))
    with pytest.raises(ValueError, match="no 1 working days"):
        never.working_day(date(2026, 1, 1), 1)


DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@given(day=DAYS, n=st.integers(1, 30))
def test_the_nth_working_day_has_exactly_n_working_days_up_to_it(day: date, n: int) -> None:
    found = METRO.working_day(day, n)
    between = range(day.toordinal() + 1, found.toordinal() + 1)
    assert sum(METRO.is_working_day(date.fromordinal(ordinal)) for ordinal in between) == n
    assert METRO.is_working_day(found)


@given(day=DAYS, n=st.integers(1, 30))
def test_going_forward_and_back_comes_home(day: date, n: int) -> None:
    found = METRO.working_day(day, n)
    home = METRO.working_day(found, -n)
    assert home <= day
    assert METRO.working_day(home, n) == found

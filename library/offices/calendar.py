"""When an office is open: hours, breaks, overrides, holidays, in its own time zone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from library.offices.days import Override, SpecialDay, is_decreed, national_holidays

if TYPE_CHECKING:
    from collections.abc import Iterable

    from library.offices.hours import Interval, WeekHours
    from library.offices.words import Words

_FAR = 4000  # days: no office is closed for longer, so a search that runs past it has found a broken calendar


class Span(NamedTuple):
    """From `start` until `end`, both UTC; `end` is outside."""

    start: datetime
    end: datetime


class NeverOpenError(ValueError):
    """The calendar has no working day in eleven years."""


@dataclass(frozen=True)
class OfficeCalendar:
    """The open time of one office. A value: declaring a holiday makes a new calendar.

    `days` is the office's own table and wins over the national one; among entries for one date the last wins.
    """

    time_zone: str
    hours: WeekHours
    overrides: tuple[Override, ...] = ()
    days: tuple[SpecialDay, ...] = ()
    years_loaded: tuple[int, ...] = ()

    @cached_property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""
        return ZoneInfo(self.time_zone)

    def with_days(self, days: Iterable[SpecialDay]) -> OfficeCalendar:
        """Give the calendar after `days` were declared."""
        return replace(self, days=(*self.days, *days))

    def local_date(self, at: datetime) -> date:
        """Give the office's date at the instant `at`."""
        return at.astimezone(self.zone).date()

    def holiday(self, day: date) -> Words | None:
        """Name the holiday that closes the office on `day`, if there is one."""
        own = self._own_days.get(day)
        if own is not None:
            return None if own.open else own.name
        return national_holidays(day.year).get(day)

    def intervals(self, day: date) -> tuple[Interval, ...]:
        """Give the opening intervals of `day` in local time; none on a holiday."""
        if self.holiday(day) is not None:
            return ()
        for override in reversed(self.overrides):
            if override.covers(day) and (changed := override.hours.on(day)) is not None:
                return changed
        return self.hours.on(day)

    def spans(self, day: date) -> tuple[Span, ...]:
        """Give the opening intervals of the local `day` as instants."""
        return _spans(self.intervals(day), day, self.zone)

    def is_working_day(self, day: date) -> bool:
        """Say whether the office opens at all on `day`."""
        return bool(self.intervals(day))

    def is_open(self, at: datetime) -> bool:
        """Say whether the office is open at the instant `at`."""
        return any(span.start <= at < span.end for span in self.spans(self.local_date(at)))

    def opening(self, day: date) -> datetime | None:
        """Give the instant at which `day` opens, or None if it does not."""
        spans = self.spans(day)
        return spans[0].start if spans else None

    def closing(self, day: date) -> datetime | None:
        """Give the instant at which `day` closes for good, or None if it never opens."""
        spans = self.spans(day)
        return spans[-1].end if spans else None

    def last_ticket(self, day: date, minutes_before: int) -> datetime | None:
        """Give the last instant of `day` at which a ticket is handed out."""
        closing = self.closing(day)
        return None if closing is None else closing - timedelta(minutes=minutes_before)

    def end_of_day(self, day: date) -> datetime:
        """Give local midnight at the end of `day`."""
        return datetime.combine(day + timedelta(days=1), datetime.min.time(), self.zone).astimezone(UTC)

    def working_day(self, day: date, n: int) -> date:
        """Give the `n`-th working day strictly after `day`, or strictly before it if `n` is negative.

        Raises:
            ValueError: `n` is 0.
            NeverOpenError: no such day within eleven years.
        """
        if n == 0:
            raise ValueError("the 0th working day after a date is not defined")
        step = timedelta(days=1 if n > 0 else -1)
        left = abs(n)
        for _ in range(_FAR + 7 * left):
            day += step
            left -= self.is_working_day(day)
            if left == 0:
                return day
        raise NeverOpenError(f"no {n} working days around {day}")

    def is_provisional(self, first: date, last: date) -> bool:
        """Say whether a date computed over these days may still move: holidays of one of the years are not decreed."""
        years = range(first.year, last.year + 1)
        return any(year not in self.years_loaded and not is_decreed(year) for year in years)

    @cached_property
    def _own_days(self) -> dict[date, SpecialDay]:
        return {special.day: special for special in self.days}


@lru_cache(maxsize=4096)
def _spans(intervals: tuple[Interval, ...], day: date, zone: ZoneInfo) -> tuple[Span, ...]:
    spans = (Span(_instant(day, piece.start, zone), _instant(day, piece.end, zone)) for piece in intervals)
    return tuple(span for span in spans if span.start < span.end)  # a change of clocks may swallow an interval


def _instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    days, minute = divmod(minute, 1440)
    local = datetime.combine(day + timedelta(days=days), datetime.min.time(), zone)
    return local.replace(hour=minute // 60, minute=minute % 60).astimezone(UTC)

"""Time that counts: the time inside opening intervals, exact to the microsecond."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from library.offices.calendar import OfficeCalendar, Span

_ZERO = timedelta(0)
_DAY = timedelta(days=1)
_HORIZON = 4000  # days: what does not fit into eleven years of opening hours is a mistake, not a promise


def instant(at: datetime) -> datetime:
    """Give `at` in UTC.

    Raises:
        ValueError: `at` carries no time zone, so nobody can say which instant it is.
    """
    if at.tzinfo is None:
        raise ValueError(f"{at} carries no time zone")
    return at.astimezone(UTC)


def open_time(calendar: OfficeCalendar, a: datetime, b: datetime) -> timedelta:
    """Give the time between the instants `a` and `b` at which the office is open; zero if `b` is not after `a`."""
    a, b = instant(a), instant(b)
    if b <= a:
        return _ZERO
    return sum((min(b, end) - max(a, start) for start, end in _spans_between(calendar, a, b)), _ZERO)


def open_minutes(calendar: OfficeCalendar, a: datetime, b: datetime) -> Fraction:
    """Give the minutes between `a` and `b` inside opening intervals, as an exact fraction."""
    return Fraction(open_time(calendar, a, b) // timedelta(microseconds=1), 60_000_000)


def due_after(calendar: OfficeCalendar, start: datetime, amount: timedelta, skipped: tuple[Span, ...] = ()) -> datetime:
    """Give the first instant at which `amount` of open time has passed since `start`, not counting `skipped`.

    `skipped` must be in order and apart.

    Raises:
        ValueError: the amount does not fit into the next eleven years.
    """
    start, left = instant(start), amount
    if left <= _ZERO:
        return start
    for begin, end in _without(_spans_between(calendar, start, start + _HORIZON * _DAY), skipped):
        begin = max(begin, start)  # noqa: PLW2901 — the first interval may have begun before the clock
        if end - begin >= left:
            return begin + left
        left -= max(_ZERO, end - begin)
    raise ValueError(f"{amount} of open time after {start} lies beyond eleven years")


def _spans_between(calendar: OfficeCalendar, a: datetime, b: datetime) -> Iterator[Span]:
    """Give the opening intervals that meet [a, b), in order."""
    day, last = calendar.local_date(a), calendar.local_date(b)
    while day <= last:
        yield from (span for span in calendar.spans(day) if span.end > a and span.start < b)
        day += _DAY


def _without(spans: Iterator[Span], skipped: tuple[Span, ...]) -> Iterator[tuple[datetime, datetime]]:
    """Cut the skipped pieces out of the intervals."""
    for start, end in spans:
        rest = start
        for skip_start, skip_end in skipped:
            if skip_end <= rest or skip_start >= end:
                continue
            if skip_start > rest:
                yield rest, skip_start
            rest = max(rest, skip_end)
        if rest < end:
            yield rest, end

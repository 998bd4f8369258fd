"""Pauses as a set: in whatever order they come, overlapping or not, they take away the same time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from library.clocks.clock import Pause
from library.clocks.open_time import instant
from library.offices.calendar import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from library.offices.calendar import OfficeCalendar


def tidy(pauses: Iterable[Pause], start: datetime) -> tuple[Pause, ...]:
    """Give the pauses after `start` in UTC, in order, joined where they meet, empty ones dropped.

    Raises:
        ValueError: a pause ends before it begins.
    """
    joined: list[Pause] = []
    for begin, end in sorted(_clipped(pauses, start), key=lambda pause: pause.start):
        last = joined[-1] if joined else None
        if last is not None and (last.end is None or begin <= last.end):
            joined[-1] = Pause(last.start, None if None in (end, last.end) else _later(end, last.end))
        else:
            joined.append(Pause(begin, end))
    return tuple(joined)


def _clipped(pauses: Iterable[Pause], start: datetime) -> Iterable[Pause]:
    for begin, end in pauses:
        if end is not None and end < begin:
            raise ValueError(f"the pause from {begin} ends before it begins, at {end}")
        begin, end = max(instant(begin), start), None if end is None else instant(end)  # noqa: PLW2901 — normalised
        if end is None or end > begin:
            yield Pause(begin, end)


def _later(a: datetime | None, b: datetime | None) -> datetime | None:
    return a if b is None or (a is not None and a > b) else b


def as_spans(pauses: tuple[Pause, ...], until: datetime) -> tuple[Span, ...]:
    """Give tidy pauses as spans that end at `until` at the latest."""
    return tuple(Span(begin, until if end is None else min(end, until)) for begin, end in pauses if begin < until)


def days_touched(pauses: tuple[Pause, ...], calendar: OfficeCalendar) -> frozenset[date]:
    """Give the local days on which the clock rested at any time; pauses that still last are left out."""
    touched: set[date] = set()
    for begin, end in pauses:
        if end is None:
            continue
        day, last = calendar.local_date(begin), calendar.local_date(end - timedelta(microseconds=1))
        while day <= last:
            touched.add(day)
            day += timedelta(days=1)
    return frozenset(touched)

"""What a report is about: offices, a period, and the instants between which it lies at each of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy import ColumnElement, case
from sqlalchemy.orm import InstrumentedAttribute

from library.offices import Office
from library.periods import Period


@dataclass(frozen=True)
class SpanOf:
    """`offices` by code."""

    offices: Mapping[str, Office]
    period: Period

    @property
    def codes(self) -> list[str]:
        """The offices' codes."""
        return list(self.offices)

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """The first instant, and the one after the last, wide enough for every office's zone."""
        calendars = [office.calendar for office in self.offices.values()]
        first = min(calendar.end_of_day(self.period.first - timedelta(days=1)) for calendar in calendars)
        return first, max(calendar.end_of_day(self.period.last) for calendar in calendars)

    def month(self, office: str, at: datetime) -> str | None:
        """Give the office's month of an instant, 2026-11; None where it lies outside the period."""
        index = bisect_right(self._edges[office], at) - 1
        return self._keys[index] if 0 <= index < len(self._keys) else None

    def month_in(self, office: InstrumentedAttribute[str], at: InstrumentedAttribute[datetime]) -> ColumnElement[str]:
        """Write `month` for the database, which counts a year before Python has read a tenth of it."""
        found: list[tuple[ColumnElement[bool], ColumnElement[str]]] = [
            (office == code, self._month_between(at, edges)) for code, edges in self._edges.items()
        ]
        # Of one office, as nearly always, nothing is asked that the caller's own condition says already.
        return case(*found, else_="") if len(found) > 1 else found[0][1]

    def _month_between(self, at: InstrumentedAttribute[datetime], edges: list[datetime]) -> ColumnElement[str]:
        """Ask one edge after the other: an instant before this one, and not before the last, lies between them."""
        later = [(at < end, key) for key, end in zip(self._keys, edges[1:], strict=True)]
        return case((at < edges[0], ""), *later, else_="")

    @cached_property
    def _keys(self) -> list[str]:
        return [month.key for month in self.period.months]

    @cached_property
    def _edges(self) -> dict[str, list[datetime]]:
        """Give the instants at which each office's months begin, and the one at which the last ends."""
        ends = [self.period.first - timedelta(days=1), *(month.last for month in self.period.months)]
        return {code: [office.calendar.end_of_day(day) for day in ends] for code, office in self.offices.items()}

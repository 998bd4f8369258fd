"""What a report is about: offices, a period, and the instants between which it lies at each of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise

from sqlalchemy import ColumnElement, and_, case
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
        months = self.period.months
        index = bisect_right(self._edges[office], at) - 1
        return months[index].key if 0 <= index < len(months) else None

    def month_in(self, office: InstrumentedAttribute[str], at: InstrumentedAttribute[datetime]) -> ColumnElement[str]:
        """Write `month` for the database, which counts a year before Python has read a tenth of it."""
        keys = [month.key for month in self.period.months]
        return case(
            *(
                (and_(office == code, at >= begin, at < end), key)
                for code, edges in self._edges.items()
                for key, (begin, end) in zip(keys, pairwise(edges), strict=True)
            ),
            else_="",
        )

    @cached_property
    def _edges(self) -> dict[str, list[datetime]]:
        """Give the instants at which each office's months begin, and the one at which the last ends."""
        ends = [self.period.first - timedelta(days=1), *(month.last for month in self.period.months)]
        return {code: [office.calendar.end_of_day(day) for day in ends] for code, office in self.offices.items()}

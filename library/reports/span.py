"""What a report is about: offices, a period, and the instants between which it lies at each of them."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import pairwise

from sqlalchemy import ColumnElement, Subquery, TableValuedAlias, and_, func, or_, select
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

    def months(self) -> Subquery:
        """Give every month of every office as rows for the database: office, month, and where it lies.

        `since` ≤ an instant of it < `before`; `first` ≤ a local day of it ≤ `last`.
        """
        rows = [
            (code, month.key, _stored(since), _stored(before), month.first.isoformat(), month.last.isoformat())
            for code, edges in self._edges.items()
            for month, (since, before) in zip(self.period.months, pairwise(edges), strict=True)
        ]
        row = as_rows(rows)
        columns = ("office", "month", "since", "before", "first", "last")
        found = (func.json_extract(row.c.value, f"$[{at}]").label(name) for at, name in enumerate(columns))
        return select(*found).subquery("months")

    def lies_in(
        self, months: Subquery, office: InstrumentedAttribute[str], at: InstrumentedAttribute[datetime]
    ) -> ColumnElement[bool]:
        """Ask the database whether an instant at an office lies in one of `months()`."""
        return and_(office == months.c.office, at >= months.c.since, at < months.c.before)

    def holds(self, office: InstrumentedAttribute[str], at: InstrumentedAttribute[datetime]) -> ColumnElement[bool]:
        """Ask the database whether an instant at an office lies in the period."""
        return or_(*(and_(office == code, at >= edges[0], at < edges[-1]) for code, edges in self._edges.items()))

    @cached_property
    def _keys(self) -> list[str]:
        return [month.key for month in self.period.months]

    @cached_property
    def _edges(self) -> dict[str, list[datetime]]:
        """Give the instants at which each office's months begin, and the one at which the last ends."""
        ends = [self.period.first - timedelta(days=1), *(month.last for month in self.period.months)]
        return {code: [office.calendar.end_of_day(day) for day in ends] for code, office in self.offices.items()}


def as_rows(values: Sequence[object]) -> TableValuedAlias:
    """Hand values to the database as rows with the one column `value`; lists stay JSON.

    As one parameter, for the statement stays the same: to write it anew for other values takes longer than to run it.
    """
    return func.json_each(json.dumps(values)).table_valued("value")


def _stored(at: datetime) -> str:
    """Write an instant as the tables hold it (`UtcDateTime`)."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"

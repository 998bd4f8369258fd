"""What a report is about: offices, a period, and the instants between which it lies at each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from library.offices import Office
from library.periods import Period


@dataclass(frozen=True, slots=True)
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
        day = self.offices[office].calendar.local_date(at)
        return f"{day:%Y-%m}" if self.period.first <= day <= self.period.last else None

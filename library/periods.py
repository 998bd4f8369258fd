"""A year or a month, as reports and ratings count it: whole local days of an office."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_KEY = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)
FIRST_YEAR, LAST_YEAR = 2000, 2199
MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar year, or one `month` (1 to 12) of it."""

    year: int
    month: int | None = None

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.month or 1, 1)

    @property
    def last(self) -> date:
        """The last day, included."""
        month = self.month or 12
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def key(self) -> str:
        """How it stands in addresses and file names: 2026 or 2026-11."""
        return f"{self.year}" if self.month is None else f"{self.year}-{self.month:02d}"

    @property
    def before(self) -> Period:
        """The period of the same length just before."""
        if self.month is None:
            return Period(self.year - 1)
        return Period(self.year, self.month - 1) if self.month > 1 else Period(self.year - 1, 12)

    @property
    def months(self) -> tuple[Period, ...]:
        """The months of a year; a month is its own only one."""
        return (self,) if self.month else tuple(Period(self.year, month) for month in MONTHS)


def parse_period(text: str) -> Period | None:
    """Read a key; None where it names no year or month of ours."""
    found = _KEY.fullmatch(text)
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return None
    if found[2] is None:
        return Period(int(found[1]))
    return Period(int(found[1]), int(found[2])) if int(found[2]) in MONTHS else None

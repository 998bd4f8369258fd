"""Opening hours: intervals of a weekday, in local time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from library.offices.strictness import STRICT

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK_TIMES = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)")


@dataclass(frozen=True, order=True, slots=True)
class Interval:
    """Open from `start` until `end`, in minutes since local midnight; `end` is at most 1440."""

    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.start // 60:02}.{self.start % 60:02}–{self.end // 60:02}.{self.end % 60:02}"


def read_interval(given: Any) -> Interval:
    """Read "08:00-12:00"; "24:00" is midnight at the end of the day.

    Raises:
        ValueError: it is not such a text, or it ends before it starts.
    """
    found = _CLOCK_TIMES.fullmatch(given) if isinstance(given, str) else None
    if found is None:
        raise ValueError(f'{given!r} is not an interval such as "08:00-12:00"')
    from_hour, from_minute, to_hour, to_minute = found.groups()
    end = 1440 if to_hour is None else int(to_hour) * 60 + int(to_minute)
    interval = Interval(int(from_hour) * 60 + int(from_minute), end)
    if interval.start >= interval.end:
        raise ValueError(f"{given!r} ends before it starts")
    return interval


def _in_order(intervals: tuple[Interval, ...]) -> tuple[Interval, ...]:
    for before, after in pairwise(intervals):
        if after.start < before.end:
            raise ValueError(f"the intervals {before} and {after} overlap or are out of order")
    return intervals


DayHours = Annotated[
    tuple[Annotated[Interval, BeforeValidator(read_interval)], ...],
    AfterValidator(_in_order),
]


@dataclass(frozen=True, slots=True)
class WeekHours:
    """The intervals of each weekday; an empty day is closed."""

    __pydantic_config__ = STRICT

    mon: DayHours
    tue: DayHours
    wed: DayHours
    thu: DayHours
    fri: DayHours
    sat: DayHours = ()
    sun: DayHours = ()

    def on(self, day: date) -> tuple[Interval, ...]:
        """Give the intervals of the weekday of `day`."""
        week = (self.mon, self.tue, self.wed, self.thu, self.fri, self.sat, self.sun)
        return week[day.weekday()]


@dataclass(frozen=True, slots=True)
class OverrideHours:
    """Hours that replace the usual ones; a weekday that is not given keeps its usual hours."""

    __pydantic_config__ = STRICT

    mon: DayHours | None = None
    tue: DayHours | None = None
    wed: DayHours | None = None
    thu: DayHours | None = None
    fri: DayHours | None = None
    sat: DayHours | None = None
    sun: DayHours | None = None

    def on(self, day: date) -> tuple[Interval, ...] | None:
        """Give the intervals that replace those of the weekday of `day`, if any."""
        week = (self.mon, self.tue, self.wed, self.thu, self.fri, self.sat, self.sun)
        return week[day.weekday()]

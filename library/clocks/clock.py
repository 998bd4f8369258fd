"""What a clock is: what it promises, when it began, when it rested, how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple


class ClockKind(StrEnum):
    """The five clocks of the service floor."""

    CONSULTATION = "C1"
    LIBRARY = "C2"
    SOFTCOPY = "C3"
    ANSWER = "C4"
    INACTIVITY = "C5"


class Ending(StrEnum):
    """Why a clock stopped."""

    SERVED = "served"
    LEFT = "left"
    EXPIRED = "expired"
    CANCELLED = "cancelled"  # a clarification was asked: the reply starts another clock
    SWEPT = "swept"  # nobody closed the visit: what the sweep ended says nothing about the service


class Result(StrEnum):
    """The verdict. EXCLUDED is counted beside the rate; ENDED is what a clock without a promise gets (C5)."""

    MET = "met"
    BREACHED = "breached"
    EXCLUDED = "excluded"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class OpenMinutes:
    """A promise in minutes of open time; equal to the limit is met."""

    minutes: int

    @property
    def amount(self) -> timedelta:
        """The limit as a duration."""
        return timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Until closing time of the n-th working day strictly after the day of the start."""

    days: int


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """Until closing time of the n-th day after the day of the start; until 24:00 if that day is closed."""

    days: int


Limit = OpenMinutes | WorkingDays | CalendarDays


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised, and under which version of the office's standard it was."""

    kind: ClockKind
    limit: Limit
    version: str
    warning_percent: int = 60


class Pause(NamedTuple):
    """Time that does not count; `end` is None while the pause lasts."""

    start: datetime
    end: datetime | None


class Stop(NamedTuple):
    """When a clock stopped, and why."""

    at: datetime
    ending: Ending = Ending.SERVED


class ClockClosedError(Exception):
    """A closed clock was asked to change. Its result stands; a correction is a new record beside it."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock, as it is stored. All instants in UTC.

    `due` and `warns_at` are None while the clock rests. `used` is the open time that counted, set when a clock over
    minutes closes. `provisional`: holidays of a year on the way are not decreed yet, so `due` may move.
    """

    promise: Promise
    start: datetime
    pauses: tuple[Pause, ...] = ()
    due: datetime | None = None
    warns_at: datetime | None = None
    provisional: bool = False
    stop: Stop | None = None
    used: timedelta | None = None
    result: Result | None = None

    @property
    def is_closed(self) -> bool:
        """Say whether the clock has stopped for good."""
        return self.stop is not None

    @property
    def is_paused(self) -> bool:
        """Say whether the clock rests now."""
        return not self.is_closed and any(pause.end is None for pause in self.pauses)

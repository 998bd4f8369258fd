"""What the staff board shows of a clock: how urgent, how much is left."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from library.clocks.clock import OpenMinutes
from library.clocks.open_time import instant
from library.clocks.running import time_used

if TYPE_CHECKING:
    from datetime import datetime

    from library.clocks.clock import Clock
    from library.offices.calendar import OfficeCalendar


class Urgency(StrEnum):
    """From nothing to do to too late."""

    CLOSED = "closed"
    PAUSED = "paused"
    QUIET = "quiet"
    WARNING = "warning"
    ALARM = "alarm"


def urgency(clock: Clock, now: datetime) -> Urgency:
    """Say how urgent the clock is: a warning from its warning time on, an alarm from the full limit on."""
    if clock.is_closed:
        return Urgency.CLOSED
    if clock.due is None or clock.warns_at is None:
        return Urgency.PAUSED
    if instant(now) >= clock.due:
        return Urgency.ALARM
    return Urgency.WARNING if instant(now) >= clock.warns_at else Urgency.QUIET


def used(clock: Clock, calendar: OfficeCalendar, now: datetime) -> timedelta:
    """Give the open time that has counted so far."""
    if clock.used is not None:
        return clock.used  # what a closed clock stored stands, whatever the calendar says now
    return time_used(clock, now if clock.stop is None else clock.stop.at, calendar)


def remaining(clock: Clock, calendar: OfficeCalendar, now: datetime) -> timedelta | None:
    """Give the open time left of a clock over minutes, negative when it is over; None for a clock over days."""
    if not isinstance(clock.promise.limit, OpenMinutes):
        return None
    return clock.promise.limit.amount - used(clock, calendar, now)


def days_left(clock: Clock, calendar: OfficeCalendar, now: datetime) -> int | None:
    """Give the working days after today up to the due date: 0: today is the last; None: it rests or is closed."""
    if clock.is_closed or clock.due is None:
        return None
    today = calendar.local_date(now)
    last = calendar.local_date(clock.due - timedelta(microseconds=1))  # 24:00 belongs to the day that it ends
    span = (today + timedelta(days=n) for n in range(1, (last - today).days + 1))
    return sum(calendar.is_working_day(day) for day in span)

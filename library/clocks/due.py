"""Due dates: from a start, a promise and pauses to the instant at which the promise runs out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from library.clocks.clock import CalendarDays, OpenMinutes, Pause, Promise, WorkingDays
from library.clocks.open_time import due_after
from library.clocks.pauses import as_spans, days_touched
from library.offices.calendar import NeverOpenError

if TYPE_CHECKING:
    from library.offices.calendar import OfficeCalendar

_HORIZON = 4000  # days
_ALWAYS = datetime.max.replace(tzinfo=UTC)


class Due(NamedTuple):
    """When the promise runs out, when to warn, and whether holidays on the way may still change."""

    at: datetime
    warns_at: datetime
    provisional: bool


def due_of(start: datetime, promise: Promise, pauses: tuple[Pause, ...], calendar: OfficeCalendar) -> Due | None:
    """Compute the due date; None while a pause lasts, for then nobody can know it."""
    if any(pause.end is None for pause in pauses):
        return None
    limit = promise.limit
    if isinstance(limit, OpenMinutes):
        skipped = as_spans(pauses, _ALWAYS)
        warning = timedelta(microseconds=limit.minutes * 600_000 * promise.warning_percent)  # exact: 1 min is 60 s
        at = due_after(calendar, start, limit.amount, skipped)
        warns_at = due_after(calendar, start, warning, skipped)
    else:
        last = _nth_day(start, limit, pauses, calendar)
        at = calendar.closing(last) or calendar.end_of_day(last)
        warns_at = max(start, _opening_before(last, calendar))
    return Due(at, warns_at, calendar.is_provisional(calendar.local_date(start), calendar.local_date(at)))


def _opening_before(last: date, calendar: OfficeCalendar) -> datetime:
    """Give the opening of the last working day before `last`: "one working day before"."""
    opening = calendar.opening(calendar.working_day(last, -1))
    assert opening is not None  # a working day opens
    return opening


def _nth_day(
    start: datetime, limit: WorkingDays | CalendarDays, pauses: tuple[Pause, ...], calendar: OfficeCalendar
) -> date:
    """Count days strictly after the start's; a day on which the clock rested does not count."""
    rested = days_touched(pauses, calendar)
    every_day = isinstance(limit, CalendarDays)
    day, left = calendar.local_date(start), limit.days
    for _ in range(_HORIZON + 7 * left + len(rested)):
        if left == 0:
            return day
        day += timedelta(days=1)
        left -= day not in rested and (every_day or calendar.is_working_day(day))
    raise NeverOpenError(f"{limit} after {start} lies beyond eleven years")

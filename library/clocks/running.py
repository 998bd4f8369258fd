"""The life of a clock: start, rest, go on, stop; and what a declared holiday does to those that still run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from library.clocks.clock import Clock, ClockClosedError, ClockKind, Ending, OpenMinutes, Pause, Promise, Result, Stop
from library.clocks.due import due_of
from library.clocks.open_time import instant, open_time
from library.clocks.pauses import as_spans, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from library.offices.calendar import OfficeCalendar


@dataclass(frozen=True, slots=True)
class DueChange:
    """An open clock before and after the calendar changed: what the log keeps."""

    before: Clock
    after: Clock


def read_clock(
    start: datetime,
    promise: Promise,
    calendar: OfficeCalendar,
    *,
    pauses: Iterable[Pause] = (),
    stop: Stop | None = None,
) -> Clock:
    """Compute a clock from everything that is known about it, in whatever order that became known."""
    begun = instant(start)
    clock = _with_due(Clock(promise, begun, tidy(pauses, begun)), calendar)
    return clock if stop is None else stop_clock(clock, stop, calendar)


def pause_clock(clock: Clock, at: datetime, calendar: OfficeCalendar) -> Clock:
    """Let the clock rest from `at`; a clock that rests already goes on resting."""
    _refuse_closed(clock)
    if clock.is_paused:
        return clock
    return _with_due(replace(clock, pauses=tidy((*clock.pauses, Pause(at, None)), clock.start)), calendar)


def resume_clock(clock: Clock, at: datetime, calendar: OfficeCalendar) -> Clock:
    """Let the clock go on from `at`; a clock that runs already goes on running."""
    _refuse_closed(clock)
    return _with_due(replace(clock, pauses=tidy(_ended(clock.pauses, at), clock.start)), calendar)


def stop_clock(clock: Clock, stop: Stop, calendar: OfficeCalendar) -> Clock:
    """Close the clock with its verdict. A stop before the start has used no time."""
    _refuse_closed(clock)
    stop = Stop(instant(stop.at), stop.ending)
    if clock.is_paused:  # it rested to the end
        clock = resume_clock(clock, stop.at, calendar)
    limit, spent = clock.promise.limit, time_used(clock, stop.at, calendar)
    over_minutes = isinstance(limit, OpenMinutes)
    late = spent > limit.amount if isinstance(limit, OpenMinutes) else clock.due is not None and stop.at > clock.due
    verdict = _verdict(clock.promise.kind, stop.ending, late=late)
    return replace(clock, stop=stop, used=spent if over_minutes else None, result=verdict)


def recompute(clock: Clock, calendar: OfficeCalendar) -> Clock:
    """Give the clock under another calendar; a closed one is given back as it is."""
    return clock if clock.is_closed else _with_due(clock, calendar)


def recompute_all(clocks: Iterable[Clock], calendar: OfficeCalendar) -> tuple[DueChange, ...]:
    """Give the open clocks whose due date, warning or certainty moves under another calendar."""
    changes = (DueChange(clock, recompute(clock, calendar)) for clock in clocks)
    return tuple(change for change in changes if change.before != change.after)


def time_used(clock: Clock, until: datetime, calendar: OfficeCalendar) -> timedelta:
    """Give the open time between the start and `until` that no pause takes away."""
    rests = as_spans(clock.pauses, instant(until))
    rested = sum((open_time(calendar, *rest) for rest in rests), timedelta(0))
    return open_time(calendar, clock.start, until) - rested


def _ended(pauses: Iterable[Pause], at: datetime) -> Iterable[Pause]:
    return (Pause(begin, max(begin, instant(at)) if end is None else end) for begin, end in pauses)


def _with_due(clock: Clock, calendar: OfficeCalendar) -> Clock:
    due = due_of(clock.start, clock.promise, clock.pauses, calendar)
    if due is None:
        return replace(clock, due=None, warns_at=None, provisional=False)
    return replace(clock, due=due.at, warns_at=due.warns_at, provisional=due.provisional)


def _verdict(kind: ClockKind, ending: Ending, *, late: bool) -> Result:
    if kind is ClockKind.INACTIVITY:
        return Result.ENDED
    if ending is Ending.SWEPT:
        return Result.EXCLUDED
    if late:
        return Result.BREACHED
    return Result.MET if ending is Ending.SERVED else Result.EXCLUDED


def _refuse_closed(clock: Clock) -> None:
    if clock.stop is not None:
        raise ClockClosedError(f"the clock {clock.promise.kind} closed at {clock.stop.at}")

"""Clocks on file: written when one starts and at each event that concerns it; a closed one never changes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from library.clocks import (
    CalendarDays,
    Clock,
    ClockClosedError,
    ClockKind,
    Ending,
    Limit,
    OpenMinutes,
    Pause,
    Promise,
    Result,
    Stop,
    WorkingDays,
)
from library.store.models import ClockRow

_US = timedelta(microseconds=1)


def open_row(session: Session, subject: str, kind: ClockKind) -> ClockRow | None:
    """Give the clock of a subject that still runs."""
    query = select(ClockRow).where(
        ClockRow.subject == subject, ClockRow.kind == kind.value, ClockRow.stopped_at.is_(None)
    )
    return session.scalars(query).first()


def count_closed(session: Session, subject: str, kind: ClockKind) -> int:
    """Count the clocks of a subject that have their verdict."""
    query = select(func.count()).where(
        ClockRow.subject == subject, ClockRow.kind == kind.value, ClockRow.stopped_at.is_not(None)
    )
    return session.scalar(query) or 0


def keep(session: Session, office: str, subject: str, clock: Clock) -> ClockRow:
    """Write a clock that is new on file."""
    row = ClockRow(office=office, kind=clock.promise.kind.value, subject=subject, version=clock.promise.version)
    row.limit = _as_json(clock.promise)
    row.start = clock.start
    session.add(row)
    write(row, clock)
    session.flush()
    return row


def write(row: ClockRow, clock: Clock) -> None:
    """Write how a clock stands now.

    Raises:
        ClockClosedError: the row is closed already.
    """
    if row.stopped_at is not None:
        raise ClockClosedError(f"clock {row.id} closed at {row.stopped_at}")
    row.due, row.warns_at, row.provisional = clock.due, clock.warns_at, clock.provisional
    row.pauses = [[pause.start.isoformat(), pause.end and pause.end.isoformat()] for pause in clock.pauses]
    if clock.stop is not None:
        row.stopped_at, row.ending = clock.stop.at, clock.stop.ending.value
        row.used_us = None if clock.used is None else clock.used // _US
        row.result = clock.result.value if clock.result else ""


def read(row: ClockRow) -> Clock:
    """Give the clock of a row."""
    promise = Promise(ClockKind(row.kind), _limit(row.limit), row.version, int(row.limit["warning_percent"]))
    return Clock(
        promise=promise,
        start=row.start,
        pauses=tuple(Pause(_instant(start), end and _instant(end)) for start, end in row.pauses),
        due=row.due,
        warns_at=row.warns_at,
        provisional=row.provisional,
        stop=None if row.stopped_at is None else Stop(row.stopped_at, Ending(row.ending)),
        used=None if row.used_us is None else row.used_us * _US,
        result=Result(row.result) if row.result else None,
    )


def _as_json(promise: Promise) -> dict[str, Any]:
    match promise.limit:
        case OpenMinutes(minutes):
            amount = {"minutes": minutes}
        case WorkingDays(days):
            amount = {"working_days": days}
        case CalendarDays(days):
            amount = {"calendar_days": days}
    return {**amount, "warning_percent": promise.warning_percent}


def _limit(stored: dict[str, Any]) -> Limit:
    if "minutes" in stored:
        return OpenMinutes(stored["minutes"])
    if "working_days" in stored:
        return WorkingDays(stored["working_days"])
    return CalendarDays(stored["calendar_days"])


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)

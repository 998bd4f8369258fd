"""Which open clocks would move under other calendars: what an administrator sees before publishing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.clocks import recompute
from library.floor import clock_rows
from library.offices import Office
from library.store.models import ClockRow


@dataclass(frozen=True, slots=True)
class MovedClock:
    """An open clock whose due time would change; `kind` is C1 to C5."""

    office: str
    kind: str
    subject: str
    before: datetime | None
    after: datetime | None


def moved_clocks(session: Session, offices: Mapping[str, Office]) -> list[MovedClock]:
    """List the open clocks that move when these offices come into force, by office and due time."""
    rows = session.scalars(select(ClockRow).where(ClockRow.stopped_at.is_(None), ClockRow.office.in_(offices)))
    moved = []
    for row in rows:
        before = clock_rows.read(row)
        after = recompute(before, offices[row.office].calendar)
        if after.due != before.due:
            moved.append(MovedClock(row.office, row.kind, row.subject, before.due, after.due))
    return sorted(moved, key=lambda each: (each.office, str(each.after), each.subject))

"""A holiday was declared, or hours changed: open clocks get new due dates, and both are kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from library import audit
from library.clocks import recompute
from library.floor import clock_rows
from library.floor.clock_views import OF_THE_FLOOR
from library.floor.step import Step
from library.store.models import ClockRow


def holidays_changed(step: Step, office: str) -> int:
    """Recompute the open clocks of an office under today's calendar; give how many moved. Closed ones never change."""
    calendar = step.office(office).calendar
    open_rows = select(ClockRow).where(
        ClockRow.office == office, ClockRow.stopped_at.is_(None), ClockRow.kind.in_(OF_THE_FLOOR)
    )
    changed = 0
    for row in step.session.scalars(open_rows).all():
        before = clock_rows.read(row)
        after = recompute(before, calendar)
        if after == before:
            continue
        clock_rows.write(row, after)
        changed += 1
        details = {"before": _iso(before.due), "after": _iso(after.due), "provisional": after.provisional}
        audit.record(step.session, step.now, step.by, "clock.moved", f"clock:{row.id}", **details)
    return changed


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None

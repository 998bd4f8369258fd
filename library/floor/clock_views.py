"""Clocks as the staff sees them: how urgent, how much is used, whose they are."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from library.clocks import OpenMinutes, Urgency, urgency, used
from library.floor import clock_rows
from library.floor.step import Step
from library.floor.views import ClockView
from library.store.models import ClockRow, Leg, SoftcopyRequest

OF_THE_FLOOR = ("C1", "C2", "C3")
"""C4 and C5 are those of conversations, which have pages of their own."""
_ORDER = {Urgency.ALARM: 0, Urgency.WARNING: 1, Urgency.QUIET: 2, Urgency.PAUSED: 3, Urgency.CLOSED: 4}


def show_clocks(step: Step, rows: Sequence[ClockRow]) -> list[ClockView]:
    """Show clocks, the most urgent first."""
    legs, requests = _subjects(step, rows)
    views = [_view(step, row, legs.get(row.subject), requests.get(row.subject)) for row in rows]
    return sorted(views, key=lambda view: (_ORDER[Urgency(view.urgency)], view.due or view.start, view.id))


def _subjects(step: Step, rows: Sequence[ClockRow]) -> tuple[dict[str, Leg], dict[str, SoftcopyRequest]]:
    names = {row.subject.partition(":")[2] for row in rows}
    legs = step.session.scalars(select(Leg).where(Leg.id.in_(names)))
    requests = step.session.scalars(select(SoftcopyRequest).where(SoftcopyRequest.id.in_(names)))
    return {f"leg:{leg.id}": leg for leg in legs}, {f"request:{request.id}": request for request in requests}


def _view(step: Step, row: ClockRow, leg: Leg | None, request: SoftcopyRequest | None) -> ClockView:
    clock, calendar = clock_rows.read(row), step.office(row.office).calendar
    answering = leg is not None and leg.state == "CALLED" and row.stopped_at is None
    # Whom somebody called in time is not late while she walks up: the clock will stop at that call.
    at = leg.called_at if answering and leg is not None and leg.called_at is not None else step.now
    return ClockView(
        id=row.id,
        kind=row.kind,
        office=row.office,
        subject=row.subject,
        visit_id=leg.visit_id if leg else request.visit_id if request else None,
        label=leg.label if leg else request.number if request else "",
        version=row.version,
        limit_minutes=clock.promise.limit.minutes if isinstance(clock.promise.limit, OpenMinutes) else None,
        start=row.start,
        warns_at=row.warns_at,
        due=row.due,
        urgency=urgency(clock, at).value,
        answering=answering,
        used_seconds=used(clock, calendar, at).total_seconds(),
        provisional=row.provisional,
        stopped_at=row.stopped_at,
        ending=row.ending,
        result=row.result,
        reason=row.reason,
        reason_text=row.reason_text,
    )


def running(step: Step, office: str) -> list[ClockView]:
    """Show the clocks of an office that run."""
    query = select(ClockRow).where(
        ClockRow.office == office, ClockRow.stopped_at.is_(None), ClockRow.kind.in_(OF_THE_FLOOR)
    )
    return show_clocks(step, step.session.scalars(query).all())

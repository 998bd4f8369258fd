"""Visits, services and kept promises, from the floor's events and its closed clocks."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from library.reports.counts import Cell
from library.reports.span import SpanOf
from library.store.models import ClockRow, FloorEvent

MEASURES = {
    "arrived": "visits",
    "started": "served",
    "admitted": "served",
    "expired": "unserved",
    "left": "left",
    "no_show": "no_show",
}
"""Which event counts as what."""
CLOCKS = ("C1", "C2", "C3", "C4")
"""Promises of the office, which it can break; C5, the user's own days, is none."""


def visits(session: Session, span: SpanOf) -> Iterator[tuple[Cell, int]]:
    """Count visits and what became of them. Services are told apart; a swept visit counts like any other."""
    month = func.strftime("%Y-%m", FloorEvent.service_date)
    service = func.coalesce(func.json_extract(FloorEvent.details, "$.service"), "")
    query = (
        select(FloorEvent.office, month, FloorEvent.kind, service, func.count())
        .where(
            FloorEvent.office.in_(span.codes),
            FloorEvent.service_date.between(span.period.first, span.period.last),
            FloorEvent.kind.in_(MEASURES),
        )
        .group_by(FloorEvent.office, month, FloorEvent.kind, service)
    )
    for office, at, kind, part, number in session.execute(query):
        measure = MEASURES[kind]
        yield Cell(office, at, measure, part if measure == "served" else ""), number


def promises(session: Session, span: SpanOf) -> Iterator[tuple[Cell, int]]:
    """Count the verdicts of the clocks that began in the period: measure `promise`, part `C1:met`."""
    first, after = span.bounds
    month = span.month_in(ClockRow.office, ClockRow.start)
    query = (
        select(ClockRow.office, month, ClockRow.kind, ClockRow.result, func.count())
        .where(
            ClockRow.office.in_(span.codes),
            ClockRow.kind.in_(CLOCKS),
            ClockRow.start >= first,
            ClockRow.start < after,
            ClockRow.result != "",
        )
        .group_by(ClockRow.office, month, ClockRow.kind, ClockRow.result)
    )
    for office, at, kind, result, number in session.execute(query):
        if at:
            yield Cell(office, at, "promise", f"{kind}:{result}"), number

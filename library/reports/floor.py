"""Visits, services and kept promises, from the floor's events and its closed clocks."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from library.clocks.clock import Result
from library.reports.counts import Cell
from library.reports.span import SpanOf, as_rows
from library.store.models import ClockRow, FloorEvent

MEASURES = {"arrived": "visits", "expired": "unserved", "left": "left", "no_show": "no_show"}
"""Which event counts as what; those of `SERVED` are told apart by service."""
SERVED = ("started", "admitted")
CLOCKS = ("C1", "C2", "C3", "C4")
"""Promises of the office, which it can break; C5, the user's own days, is none."""
VERDICTS = (Result.MET, Result.BREACHED, Result.EXCLUDED)


def visits(session: Session, span: SpanOf) -> Iterator[tuple[Cell, int]]:
    """Count visits and what became of them; a swept visit counts like any other.

    Each number lies between two places of an index: the database goes through that alone and reads no event.
    """
    months, kinds = span.months(), as_rows([*MEASURES])
    number = (
        select(func.count())
        .where(
            FloorEvent.office == months.c.office,
            FloorEvent.kind == kinds.c.value,
            FloorEvent.service_date.between(months.c.first, months.c.last),
        )
        .scalar_subquery()
    )
    query = select(months.c.office, months.c.month, kinds.c.value, number).join_from(months, kinds, true())
    for office, at, kind, found in session.execute(query):
        if found:
            yield Cell(office, at, MEASURES[kind]), found


def services(session: Session, span: SpanOf) -> Iterator[tuple[Cell, int]]:
    """Count what was served, by service."""
    month = func.strftime("%Y-%m", FloorEvent.service_date)
    service = func.coalesce(func.json_extract(FloorEvent.details, "$.service"), "")
    query = (
        select(FloorEvent.office, month, service, func.count())
        .where(
            FloorEvent.office.in_(span.codes),
            FloorEvent.kind.in_(SERVED),
            FloorEvent.service_date.between(span.period.first, span.period.last),
        )
        .group_by(FloorEvent.office, month, service)
    )
    for office, at, part, number in session.execute(query):
        yield Cell(office, at, "served", part), number


def promises(session: Session, span: SpanOf) -> Iterator[tuple[Cell, int]]:
    """Count the verdicts of the clocks that began in the period, as `visits` does: `promise`, part `C1:met`."""
    months, kinds, verdicts = span.months(), as_rows(CLOCKS), as_rows(VERDICTS)
    number = (
        select(func.count())
        .where(
            ClockRow.office == months.c.office,
            ClockRow.kind == kinds.c.value,
            ClockRow.result == verdicts.c.value,
            ClockRow.start >= months.c.since,
            ClockRow.start < months.c.before,
        )
        .scalar_subquery()
    )
    every = months.join(kinds, true()).join(verdicts, true())
    query = select(months.c.office, months.c.month, kinds.c.value, verdicts.c.value, number).select_from(every)
    for office, at, kind, verdict, found in session.execute(query):
        if found:
            yield Cell(office, at, "promise", f"{kind}:{verdict}"), found

"""Requests for softcopies: how many, how long they took, and which works were asked for most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from sqlalchemy import DateTime, func, select, type_coerce
from sqlalchemy.orm import Session

from library.reports.counts import Cell
from library.reports.span import SpanOf
from library.store.models import Copy, SoftcopyRequest, Work

MOST = 10


@dataclass(frozen=True, slots=True)
class Delivery:
    """How long copies took from the request to their dispatch, in seconds; None where there were none."""

    copies: int
    median: float | None
    ninth_decile: float | None
    longest: float | None


@dataclass(frozen=True, slots=True)
class AskedWork:
    """A work and how often it was asked for."""

    work_id: str
    title: str
    year: int | None
    times: int


def requests(session: Session, span: SpanOf) -> Iterator[tuple[Cell, int]]:
    """Count requests by how they were made, and what became of them."""
    months = span.months()
    columns = (months.c.office, months.c.month, SoftcopyRequest.state)
    walk_in, sent = SoftcopyRequest.visit_id.is_not(None), Copy.dispatched_at.is_not(None)
    in_month = span.lies_in(months, SoftcopyRequest.office, SoftcopyRequest.submitted_at)
    query = (
        select(*columns, walk_in, sent, func.count())
        .join_from(months, SoftcopyRequest, in_month)
        .outerjoin(Copy, Copy.request_id == SoftcopyRequest.id)
        .group_by(*columns, walk_in, sent)
    )
    for office, at, state, visit, dispatched, number in session.execute(query):
        yield Cell(office, at, "requested", "walk_in" if visit else "online"), number
        if dispatched:
            yield Cell(office, at, "dispatched"), number
        elif state in ("REJECTED", "FAILED", "CANCELLED"):
            yield Cell(office, at, state.lower()), number


def delivery(session: Session, span: SpanOf) -> dict[str, Delivery]:
    """Measure the copies of the requests of the period: of visitors (`walk_in`) and of others (`online`)."""
    taken: dict[str, list[float]] = {"walk_in": [], "online": []}
    # Plain instants, both in UTC: giving thousands of them a zone takes longer than all the rest.
    at, sent = (type_coerce(column, DateTime) for column in (SoftcopyRequest.submitted_at, Copy.dispatched_at))
    query = (
        select(SoftcopyRequest.visit_id.is_not(None), at, sent)
        .join(Copy, Copy.request_id == SoftcopyRequest.id)
        .where(span.holds(SoftcopyRequest.office, SoftcopyRequest.submitted_at), Copy.dispatched_at.is_not(None))
    )
    for visit, submitted, dispatched in session.execute(query):
        taken["walk_in" if visit else "online"].append(max(0.0, (dispatched - submitted).total_seconds()))
    return {channel: _measure(seconds) for channel, seconds in taken.items()}


def _measure(seconds: Sequence[float]) -> Delivery:
    if not seconds:
        return Delivery(0, None, None, None)
    ninth = quantiles(seconds, n=10, method="inclusive")[8] if len(seconds) > 1 else seconds[0]
    return Delivery(len(seconds), median(seconds), ninth, max(seconds))


def most_asked(session: Session, span: SpanOf, most: int = MOST) -> list[AskedWork]:
    """Give the works that were asked for most, the most frequent first."""
    times = func.count()
    query = (
        select(Work.id, Work.title, Work.year, times)
        .join(SoftcopyRequest, SoftcopyRequest.work_id == Work.id)
        .where(
            span.holds(SoftcopyRequest.office, SoftcopyRequest.submitted_at),
            Work.access != "personal",  # the title of a self-scan is its reader's own affair
        )
        .group_by(Work.id)
        .order_by(times.desc(), Work.title, Work.id)
        .limit(most)
    )
    return [AskedWork(*row) for row in session.execute(query)]

"""Requests for softcopies: how many, how long they took, and which works were asked for most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median, quantiles

from sqlalchemy import Select, func, select
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
    for office, state, visit, submitted, dispatched in session.execute(_rows(span)):
        month = span.month(office, submitted)
        if month is None:
            continue
        yield Cell(office, month, "requested", "walk_in" if visit else "online"), 1
        if dispatched is not None:
            yield Cell(office, month, "dispatched"), 1
        elif state in ("REJECTED", "FAILED", "CANCELLED"):
            yield Cell(office, month, state.lower()), 1


def delivery(session: Session, span: SpanOf) -> dict[str, Delivery]:
    """Measure the copies of the requests of the period: of visitors (`walk_in`) and of others (`online`)."""
    taken: dict[str, list[float]] = {"walk_in": [], "online": []}
    for office, _state, visit, submitted, dispatched in session.execute(_rows(span)):
        if dispatched is not None and span.month(office, submitted) is not None:
            taken["walk_in" if visit else "online"].append(max(0.0, (dispatched - submitted).total_seconds()))
    return {channel: _measure(seconds) for channel, seconds in taken.items()}


def _rows(span: SpanOf) -> Select[str, str, str | None, datetime, datetime | None]:
    first, after = span.bounds
    columns = (SoftcopyRequest.office, SoftcopyRequest.state, SoftcopyRequest.visit_id, SoftcopyRequest.submitted_at)
    return (
        select(*columns, Copy.dispatched_at)
        .outerjoin(Copy, Copy.request_id == SoftcopyRequest.id)
        .where(
            SoftcopyRequest.office.in_(span.codes),
            SoftcopyRequest.submitted_at >= first,
            SoftcopyRequest.submitted_at < after,
        )
    )


def _measure(seconds: Sequence[float]) -> Delivery:
    if not seconds:
        return Delivery(0, None, None, None)
    ninth = quantiles(seconds, n=10, method="inclusive")[8] if len(seconds) > 1 else seconds[0]
    return Delivery(len(seconds), median(seconds), ninth, max(seconds))


def most_asked(session: Session, span: SpanOf, most: int = MOST) -> list[AskedWork]:
    """Give the works that were asked for most, the most frequent first."""
    first, after = span.bounds
    times = func.count()
    query = (
        select(Work.id, Work.title, Work.year, times)
        .join(SoftcopyRequest, SoftcopyRequest.work_id == Work.id)
        .where(
            SoftcopyRequest.office.in_(span.codes),
            SoftcopyRequest.submitted_at >= first,
            SoftcopyRequest.submitted_at < after,
            Work.access != "personal",  # the title of a self-scan is its reader's own affair
        )
        .group_by(Work.id)
        .order_by(times.desc(), Work.title, Work.id)
        .limit(most)
    )
    return [AskedWork(*row) for row in session.execute(query)]

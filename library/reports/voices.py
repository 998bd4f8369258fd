"""Complaints, ratings and traces as counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from library.reports.complaint_rounds import verdicts
from library.reports.counts import Cell
from library.reports.span import SpanOf
from library.store.models import Account, Complaint, Rating, TraceCase


def complaints(session: Session, span: SpanOf, now: datetime) -> Iterator[tuple[Cell, int]]:
    """Count the complaints received in the period by topic, and by round whether the deadline was kept."""
    months = span.months()
    columns = (months.c.office, months.c.month, Complaint.topic)
    in_month = span.lies_in(months, Complaint.office, Complaint.received_at)
    query = select(*columns, func.count()).join_from(months, Complaint, in_month).group_by(*columns)
    for office, at, topic, number in session.execute(query):
        yield Cell(office, at, "complaints", topic), number
    yield from verdicts(session, span, now)


def ratings(session: Session, span: SpanOf) -> Iterator[tuple[Cell, int]]:
    """Count the ratings of services that ended in the period, by service."""
    month = func.strftime("%Y-%m", Rating.service_date)
    query = (
        select(Rating.office, month, Rating.service, func.count())
        .where(Rating.office.in_(span.codes), Rating.service_date.between(span.period.first, span.period.last))
        .group_by(Rating.office, month, Rating.service)
    )
    for office, at, service, number in session.execute(query):
        yield Cell(office, at, "ratings", service), number


def traces(session: Session, span: SpanOf, *, is_whole: bool) -> Iterator[tuple[Cell, int]]:
    """Count leaks that were traced, by outcome, at the office of whoever gave them in.

    `is_whole`: these are all offices of the installation.
    """
    first, after = span.bounds
    query = (
        select(Account.office, TraceCase.outcome, TraceCase.created_at)
        .join(Account, Account.id == TraceCase.created_by)
        .where(TraceCase.created_at >= first, TraceCase.created_at < after, TraceCase.state == "done")
    )
    fallback = span.codes[0] if is_whole or len(span.codes) > 1 else ""
    for office, outcome, at in session.execute(query):
        # Whoever belongs to no office counts where all are counted, under the first.
        place = fallback if office is None else office if office in span.offices else ""
        month = span.month(place, at) if place else None
        if month is not None:
            yield Cell(place, month, "traces", outcome), 1

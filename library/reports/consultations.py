"""Online consultations: how many were asked, by which channel, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from library.reports.counts import Cell
from library.reports.span import SpanOf
from library.store.models import Consultation


def consultations(session: Session, span: SpanOf) -> Iterator[tuple[Cell, int]]:
    """Count the cases that were opened in the period: all by channel, those answered, and those closed by outcome."""
    months = span.months()
    answered = Consultation.first_answer_at.is_not(None)
    columns = (months.c.office, months.c.month, Consultation.channel, Consultation.outcome, answered)
    query = (
        select(*columns, func.count())
        .join_from(months, Consultation, span.lies_in(months, Consultation.office, Consultation.submitted_at))
        .group_by(*columns)
    )
    for office, at, channel, outcome, was_answered, number in session.execute(query):
        yield Cell(office, at, "asked", channel), number
        if was_answered:
            yield Cell(office, at, "answered"), number
        if outcome:
            yield Cell(office, at, "closed", outcome), number

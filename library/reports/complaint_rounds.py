"""The rounds of complaints: each receipt and each reopening begins a promise of its own, kept or broken for good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from library.feedback.complaints.deadline import in_time
from library.feedback.complaints.step import DEADLINE
from library.reports.counts import Cell
from library.reports.span import SpanOf
from library.store.models import Complaint, ComplaintEvent

MEASURE = "complaint_deadline"


class Round(NamedTuple):
    """From `began`, the receipt or a reopening, to a verdict: met | breached."""

    office: str
    began: datetime
    verdict: str


def verdicts(session: Session, span: SpanOf, now: datetime) -> Iterator[tuple[Cell, int]]:
    """Count the rounds that began in the period and have a verdict, by that."""
    yield from _only_rounds(session, span, now)
    for office, began, verdict in _rounds_of_reopened(session, span, now):
        month = span.month(office, began)
        if month is not None:
            yield Cell(office, month, MEASURE, verdict), 1


def _only_rounds(session: Session, span: SpanOf, now: datetime) -> Iterator[tuple[Cell, int]]:
    """Count complaints that were never reopened, nearly all: the database alone goes through them."""
    months = span.months()
    is_in_time = Complaint.settled_at <= Complaint.due_at
    has_verdict = or_(Complaint.settled_at.is_not(None), Complaint.due_at < now)
    query = (
        select(months.c.office, months.c.month, is_in_time, func.count())
        .join_from(months, Complaint, span.lies_in(months, Complaint.office, Complaint.received_at))
        .where(Complaint.id.not_in(_reopened()), has_verdict)
        .group_by(months.c.office, months.c.month, is_in_time)
    )
    for office, at, met, number in session.execute(query):
        yield Cell(office, at, MEASURE, "met" if met else "breached"), number


def _rounds_of_reopened(session: Session, span: SpanOf, now: datetime) -> Iterator[Round]:
    """Give the rounds that have a verdict, of complaints that were reopened; some began outside the period.

    A complaint's row tells of its last round alone. The verdicts before it stand in the events that settled it.
    """
    columns = (Complaint.id, Complaint.office, Complaint.received_at, Complaint.due_at, Complaint.settled_at)
    query = select(*columns).where(Complaint.office.in_(span.codes), Complaint.id.in_(_reopened()))
    past = _past_rounds(session, span)
    for complaint, office, began, due, settled in session.execute(query):
        for verdict, reopened_at in past.get(complaint, ()):
            if verdict:
                yield Round(office, began, verdict)
            began = reopened_at  # noqa: PLW2901 - the next round begins where this one ended
        if settled is not None or due < now:
            yield Round(office, began, "met" if in_time(settled or now, due) else "breached")


def _reopened() -> Select[str]:
    return select(ComplaintEvent.complaint_id).where(ComplaintEvent.kind == "reopen")


def _past_rounds(session: Session, span: SpanOf) -> dict[str, list[tuple[str, datetime]]]:
    """Give, by complaint, the verdict of each round that was followed by another, and when that one began."""
    kinds = ("resolve", "forward", "reject", "reopen")
    query = (
        select(ComplaintEvent.complaint_id, ComplaintEvent.kind, ComplaintEvent.at, ComplaintEvent.details)
        .join(Complaint, Complaint.id == ComplaintEvent.complaint_id)
        .where(Complaint.office.in_(span.codes), Complaint.id.in_(_reopened()), ComplaintEvent.kind.in_(kinds))
        .order_by(ComplaintEvent.seq)
    )
    found: dict[str, list[tuple[str, datetime]]] = {}
    verdict: dict[str, str] = {}
    for complaint, kind, at, details in session.execute(query):
        if kind == "reopen":
            found.setdefault(complaint, []).append((verdict.pop(complaint, ""), at))
        else:
            verdict[complaint] = details.get(DEADLINE, "")
    return found

"""The rounds of complaints: each receipt and each reopening begins a promise of its own, kept or broken for good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from library.feedback.complaints.deadline import in_time
from library.feedback.complaints.step import DEADLINE
from library.reports.span import SpanOf
from library.store.models import Complaint, ComplaintEvent


class Round(NamedTuple):
    """From `began`, the receipt or a reopening, to a verdict: met | breached."""

    office: str
    began: datetime
    verdict: str


def rounds(session: Session, span: SpanOf, now: datetime) -> Iterator[Round]:
    """Give the rounds that have a verdict, of the complaints with a part in the period; some began outside it.

    A complaint's row tells of its last round alone. The verdicts before it stand in the events that settled it.
    """
    first, after = span.bounds
    reopened = exists().where(
        ComplaintEvent.complaint_id == Complaint.id,
        ComplaintEvent.kind == "reopen",
        ComplaintEvent.at >= first,
        ComplaintEvent.at < after,
    )
    received = (Complaint.received_at >= first) & (Complaint.received_at < after)
    columns = (Complaint.id, Complaint.office, Complaint.received_at, Complaint.due_at, Complaint.settled_at)
    query = select(*columns).where(Complaint.office.in_(span.codes), or_(received, reopened))
    past = _past_rounds(session, span)
    for complaint, office, began, due, settled in session.execute(query):
        for verdict, reopened_at in past.get(complaint, ()):
            if verdict:
                yield Round(office, began, verdict)
            began = reopened_at  # noqa: PLW2901 - the next round begins where this one ended
        if settled is not None or due < now:
            yield Round(office, began, "met" if in_time(settled or now, due) else "breached")


def _past_rounds(session: Session, span: SpanOf) -> dict[str, list[tuple[str, datetime]]]:
    """Give, by complaint, the verdict of each round that was followed by another, and when that one began."""
    again = select(ComplaintEvent.complaint_id).where(ComplaintEvent.kind == "reopen")
    kinds = ("resolve", "forward", "reject", "reopen")
    query = (
        select(ComplaintEvent.complaint_id, ComplaintEvent.kind, ComplaintEvent.at, ComplaintEvent.details)
        .join(Complaint, Complaint.id == ComplaintEvent.complaint_id)
        .where(Complaint.office.in_(span.codes), Complaint.id.in_(again), ComplaintEvent.kind.in_(kinds))
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

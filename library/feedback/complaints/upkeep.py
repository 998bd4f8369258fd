"""What complaints do by themselves: due dates follow the calendar, settled ones close, old ones are forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from library import audit
from library.feedback.complaints.deadline import due_after
from library.feedback.complaints.states import OPEN, SETTLED
from library.feedback.complaints.step import Step
from library.store.models import Complaint, ComplaintEvent, ComplaintMessage

_DAYS_A_YEAR = 365.25
_GONE = "erased:"
"""Stands where the hash of the tracking code stood: no code has a hash like this."""


def go_round(step: Step, office: str) -> None:
    """Do all of it for one office."""
    follow_calendar(step, office)
    close_settled(step, office)


def follow_calendar(step: Step, office: str) -> int:
    """Recompute the due dates of open complaints, and keep old and new; give how many moved."""
    moved = 0
    for complaint in _in_states(step, office, OPEN):
        due = due_after(step.office(office), _began(step, complaint))
        if due != complaint.due_at:
            step.note(complaint, "due_moved", old=complaint.due_at.isoformat(), new=due.isoformat())
            complaint.due_at = due
            moved += 1
    return moved


def _began(step: Step, complaint: Complaint) -> datetime:
    query = select(ComplaintEvent.at).where(
        ComplaintEvent.complaint_id == complaint.id, ComplaintEvent.kind.in_(("receive", "reopen"))
    )
    return step.session.scalars(query.order_by(ComplaintEvent.seq.desc())).first() or complaint.received_at


def close_settled(step: Step, office: str) -> int:
    """Close what was settled and not reopened within the office's window; give how many."""
    window = timedelta(days=step.office(office).rules.online.reopening_days.value)
    over = [row for row in _in_states(step, office, SETTLED) if row.settled_at and row.settled_at + window < step.now]
    for complaint in over:
        step.move(complaint, "close", closed_at=step.now)
    return len(over)


def forget_old(step: Step, office: str) -> int:
    """Erase what people gave with complaints whose years are over; give how many."""
    years = step.office(office).rules.retention.complaint_years.value
    before = step.now - timedelta(days=years * _DAYS_A_YEAR)
    query = select(Complaint).where(
        Complaint.office == office, Complaint.erased_at.is_(None), Complaint.closed_at < before
    )
    old = step.session.scalars(query).all()
    for complaint in old:
        erase(step, complaint)
    return len(old)


def erase(step: Step, complaint: Complaint) -> None:
    """Erase what a person wrote and gave; one that is still open ends as withdrawn. Counts and dates stay."""
    if complaint.state in OPEN:
        step.settle(complaint, "reject", details={"reason": "withdrawn"})
    complaint.text = complaint.about_text = complaint.name = complaint.email = complaint.phone = ""
    complaint.account_id, complaint.erased_at = None, step.now
    complaint.tracking_hash = f"{_GONE}{complaint.id}"
    for message in _messages(step.session, complaint.id):
        message.text = ""
    audit.record(step.session, step.now, step.by, "complaint.erase", f"complaint:{complaint.id}")


def erase_of(step: Step, account_ids: Sequence[str]) -> int:
    """Erase all complaints of a person; give how many."""
    found = step.session.scalars(select(Complaint).where(Complaint.account_id.in_(account_ids))).all()
    for complaint in found:
        erase(step, complaint)
    return len(found)


def export_of(session: Session, account_ids: Sequence[str]) -> list[dict[str, Any]]:
    """Give the complaints of a person as plain values; notes among the staff are not hers."""
    query = select(Complaint).where(Complaint.account_id.in_(account_ids)).order_by(Complaint.received_at)
    return [export(session, row) for row in session.scalars(query)]


def export(session: Session, complaint: Complaint) -> dict[str, Any]:
    """Give one complaint as plain values, without the notes among the staff."""
    names = ("number", "office", "state", "channel", "service", "topic", "text", "about_text", "name", "email", "phone")
    return {
        **{name: getattr(complaint, name) for name in names},
        "received_at": complaint.received_at.isoformat(),
        "messages": [
            {"at": message.at.isoformat(), "side": message.side, "text": message.text}
            for message in _messages(session, complaint.id)
            if message.side != "internal"
        ],
    }


def _messages(session: Session, complaint_id: str) -> Sequence[ComplaintMessage]:
    query = select(ComplaintMessage).where(ComplaintMessage.complaint_id == complaint_id)
    return session.scalars(query.order_by(ComplaintMessage.id)).all()


def _in_states(step: Step, office: str, states: tuple[str, ...]) -> Sequence[Complaint]:
    query = select(Complaint).where(Complaint.office == office, Complaint.state.in_(states))
    return step.session.scalars(query).all()

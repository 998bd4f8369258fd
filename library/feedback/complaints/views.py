"""Complaints as pages and registers show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from library.feedback.complaints.deadline import in_time
from library.feedback.complaints.states import OPEN, deeds
from library.feedback.complaints.step import Step
from library.feedback.complaints.tracking import may_reopen
from library.store.models import Account, Complaint, ComplaintEvent, ComplaintMessage

HIDDEN = ("note", "due_moved", "written")
"""Events that are no step for the complainant."""


@dataclass(frozen=True, slots=True)
class Said:
    """One message: side = complainant | office | internal; `who` is an officer's name, empty for the complainant."""

    at: datetime
    side: str
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Happened:
    """One step of it."""

    at: datetime
    kind: str


@dataclass(frozen=True, slots=True)
class ComplaintView:
    """A complaint. What only the staff may know (`name` … `assignee_id`) is empty in the complainant's view."""

    id: str
    office: str
    number: str
    state: str
    channel: str
    service: str
    topic: str
    text: str
    received_at: datetime
    due_at: datetime
    settled_at: datetime | None
    late: bool
    lapor: str
    said: tuple[Said, ...]
    happened: tuple[Happened, ...]
    is_open: bool
    may_reopen: bool
    anonymous: bool
    about_text: str = ""
    about_id: str | None = None
    about: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    assignee_id: str | None = None
    assignee: str = ""
    deeds: tuple[str, ...] = ()


def for_complainant(step: Step, row: Complaint) -> ComplaintView:
    """Show it as the complainant may see it: no notes of the staff, no officer by name."""
    said = tuple(Said(at, side, "", text) for at, side, _who, text in _said(step, row) if side != "internal")
    happened = tuple(each for each in _happened(step, row) if each.kind not in HIDDEN)
    return ComplaintView(**_plain(step, row), said=said, happened=happened)


def for_staff(step: Step, row: Complaint, *, in_list: bool = False) -> ComplaintView:
    """Show it as the staff sees it; in a list without its messages and steps."""
    return ComplaintView(
        **_plain(step, row),
        said=() if in_list else tuple(Said(*each) for each in _said(step, row)),
        happened=() if in_list else tuple(_happened(step, row)),
        about_text=row.about_text,
        about_id=row.about_id,
        about=_name(step, row.about_id),
        name=row.name,
        email=row.email,
        phone=row.phone,
        assignee_id=row.assignee_id,
        assignee=_name(step, row.assignee_id),
        deeds=deeds(row.state, mine=row.assignee_id == step.by),
    )


def is_late(row: Complaint, now: datetime) -> bool:
    """Say whether its deadline was missed, or is being missed now."""
    return not in_time(row.settled_at or now, row.due_at)


def _plain(step: Step, row: Complaint) -> dict[str, Any]:
    names = ("id", "office", "number", "state", "channel", "service", "topic", "text", "received_at", "due_at")
    return {
        **{name: getattr(row, name) for name in names},
        "settled_at": row.settled_at,
        "late": is_late(row, step.now),
        "lapor": row.lapor,
        "is_open": row.state in OPEN,
        "may_reopen": may_reopen(step, row),
        "anonymous": not (row.name or row.email or row.phone or row.account_id),
    }


def _said(step: Step, row: Complaint) -> list[tuple[datetime, str, str, str]]:
    query = (
        select(ComplaintMessage, Account.name)
        .outerjoin(Account, Account.id == ComplaintMessage.author_id)
        .where(ComplaintMessage.complaint_id == row.id)
        .order_by(ComplaintMessage.id)
    )
    return [(each.at, each.side, name or "", each.text) for each, name in step.session.execute(query)]


def _happened(step: Step, row: Complaint) -> list[Happened]:
    query = select(ComplaintEvent).where(ComplaintEvent.complaint_id == row.id).order_by(ComplaintEvent.seq)
    return [Happened(event.at, event.kind) for event in step.session.scalars(query)]


def _name(step: Step, account_id: str | None) -> str:
    account = step.session.get(Account, account_id) if account_id else None
    return account.name if account else ""

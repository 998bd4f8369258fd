"""What the guest book knows of a reader who comes again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.store.models import Account, Visit


@dataclass(frozen=True, slots=True)
class Remembered:
    """Name and address of the account, and the answers of her last visit to the office."""

    name: str
    email: str
    answers: dict[str, Any]


def remembered(session: Session, office: str, account_id: str) -> Remembered | None:
    """Give what is known of an account that may sign the guest book; None where it is shut or nobody's own.

    Only this office's own book is read: what was told to one office is not shown at another.
    """
    account = session.get(Account, account_id)
    if account is None or account.email is None or account.disabled_at is not None or account.erased_at is not None:
        return None
    query = (
        select(Visit.answers)
        .where(
            Visit.account_id == account_id,
            Visit.office == office,
            Visit.guest_book_at.is_not(None),
            Visit.erased_at.is_(None),
        )
        .order_by(Visit.guest_book_at.desc())
        .limit(1)
    )
    answers = dict(session.scalars(query).first() or {})
    if account.institution:
        answers.setdefault("institution", account.institution)
    return Remembered(account.name, account.email, answers)


def open_visit(session: Session, office: str, day: date, account_id: str) -> str | None:
    """Find the visit that an account has open at an office today, the newest; None where there is none."""
    query = (
        select(Visit.id)
        .where(
            Visit.account_id == account_id,
            Visit.office == office,
            Visit.service_date == day,
            Visit.state != "CLOSED",
        )
        .order_by(Visit.arrived_at.desc())
        .limit(1)
    )
    return session.scalars(query).first()

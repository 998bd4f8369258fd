"""Whose data are meant: `account:…`, `visit:…`, and for whoever has no account `case:…` or `complaint:…`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from library.errors import NotFound, Refused
from library.store.models import Account, Complaint, Consultation, Visit

Row = Account | Visit | Consultation | Complaint
TABLES: dict[str, Any] = {"account": Account, "visit": Visit, "case": Consultation, "complaint": Complaint}


def row_of(session: Session, subject: str) -> Row | None:
    """Give the row that a subject names; None where there is none."""
    kind, _colon, key = subject.partition(":")
    row: Row | None = session.get(TABLES[kind], key) if kind in TABLES else None
    return row


def numbered(session: Session, kind: str, number: str) -> str:
    """Give the subject of a case or a complaint by its number or its id.

    Raises:
        NotFound: there is none.
    """
    table = TABLES[kind]
    key: str | None = session.scalars(select(table.id).where(or_(table.number == number, table.id == number))).first()
    if key is None:
        raise NotFound(what=number)
    return f"{kind}:{key}"


def refuse_unknown(session: Session, subject: str) -> None:
    """Let a subject pass whose data can be handed out and erased.

    Raises:
        NotFound: there is none, or it is erased.
        Refused: a case or a complaint of an account: the account is the subject.
    """
    row = row_of(session, subject)
    if row is None or row.erased_at is not None:
        raise NotFound(what=subject)
    if isinstance(row, Consultation | Complaint) and row.account_id is not None:
        raise Refused(why="pembaca ini punya akun: Data saya / this reader has an account: My data")

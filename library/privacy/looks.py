"""The register of who looked at what: one row a look, without what was seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from library.readers.roles import Role
from library.store.models import (
    Account,
    Complaint,
    Consultation,
    Copy,
    RecordView,
    SoftcopyRequest,
    TraceCase,
    Visit,
)

CLI = "cli"
STAFF = frozenset({Role.OFFICER.value, Role.LIBRARIAN.value, Role.ADMINISTRATOR.value})
_Owned = Visit | Consultation | Complaint | SoftcopyRequest | Copy
_OWNED: dict[str, type[_Owned]] = {
    "visit": Visit,
    "case": Consultation,
    "complaint": Complaint,
    "request": SoftcopyRequest,
    "copy": Copy,
}
KINDS = ("account", "visit", "case", "complaint", "request", "trace", "export", "breach")


@dataclass(frozen=True, slots=True)
class Looker:
    """Who looks: an account of the staff as it stands, or the command line."""

    id: str
    role: str = ""
    office: str | None = None


@dataclass(frozen=True, slots=True)
class Sought:
    """Which looks an administrator asks for; empty: any."""

    actor: str = ""
    person: str = ""
    kind: str = ""
    record: str = ""
    first: datetime | None = None
    after: datetime | None = None


def looked(session: Session, now: datetime, by: Looker, kind: str, record: str, *, purpose: str = "") -> None:
    """Write a look down: one row, of a trace one for each account that it points to. One's own data is no look.

    Args:
        session: holds the write lock.
        now: the time.
        by: who looks.
        kind: one of `KINDS`.
        record: its id.
        purpose: a code or a number, where one was asked for; never words about the person.
    """
    for person in people_of(session, kind, record):
        if person is None or person != by.id:
            row = RecordView(at=now, actor=by.id, role=by.role, office=by.office, kind=kind, record=record[:40])
            row.person, row.purpose = person, " ".join(purpose.split())[:200]
            session.add(row)


def people_of(session: Session, kind: str, record: str) -> Iterable[str | None]:
    """Give the accounts of whom a record tells; None for somebody who has none."""
    if kind == "trace":
        case = session.get(TraceCase, record)
        accused = (case.verdict or {}).get("accused", ()) if case is not None else ()
        named = {str(each.get("identity", each.get("id", ""))) for each in accused}
        return sorted(session.scalars(select(Account.id).where(Account.id.in_(named)))) or [None]
    if kind in ("account", "export"):
        known = session.get(Account, record.removeprefix("account:"))
        return [known.id] if known is not None else [_of_visit(session, record)]
    return [_owner(session, kind, record)]


def _owner(session: Session, kind: str, record: str) -> str | None:
    table = _OWNED.get(kind)
    return None if table is None else session.scalars(select(table.account_id).where(table.id == record)).first()


def _of_visit(session: Session, record: str) -> str | None:
    visit = session.get(Visit, record.removeprefix("visit:"))
    return visit.account_id if visit is not None else None


def at_person(session: Session, account_id: str, limit: int = 200) -> Sequence[RecordView]:
    """List who looked at an account's data, newest first: for herself, who is shown role and office."""
    query = select(RecordView).where(RecordView.person == account_id)
    return session.scalars(query.order_by(RecordView.id.desc()).limit(limit)).all()


def search(session: Session, sought: Sought, *, before: int | None = None, limit: int = 100) -> Sequence[RecordView]:
    """List looks, newest first; `before` is the number of the last row of the page above."""
    query = select(RecordView).order_by(RecordView.id.desc()).limit(limit)
    for name in ("actor", "person", "kind", "record"):
        value = getattr(sought, name)
        if value:
            query = query.where(getattr(RecordView, name) == value)
    if sought.first is not None:
        query = query.where(RecordView.at >= sought.first)
    if sought.after is not None:
        query = query.where(RecordView.at < sought.after)
    if before is not None:
        query = query.where(RecordView.id < before)
    return session.scalars(query).all()


def forget_before(session: Session, before: datetime) -> int:
    """Delete the looks that are older; give how many."""
    return session.execute(delete(RecordView).where(RecordView.at < before)).rowcount  # type: ignore[attr-defined, no-any-return]

"""All that one person gave, section by section: what an export is written from, and whose data it never is.

Mails are found by an address only where its owner has confirmed it; a visit gives what belongs to it, and nothing of an
account that merely has the same address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, select

from library.errors import NotFound
from library.feedback import ratings
from library.privacy import consents, looks
from library.privacy.erasing import Doors, deleted_tables
from library.readers.roles import Role
from library.store.models import (
    Account,
    Base,
    Complaint,
    ConsultationFile,
    ConsultationMessage,
    Copy,
    EditionScan,
    Erasure,
    IngestItem,
    Mail,
    RequestQuestion,
    ScreenReading,
    SoftcopyRequest,
    Visit,
)
from library.store.records import found

Record = dict[str, Any]
Section = tuple[str, Iterable[Record]]
_SECRET = ("_hash", "secret", "offered", "token", "last_step", "tries")
_ACCOUNT = ("id", "name", "email", "role", "office", "institution", "language", "created_at", "verified_at")
_REQUEST = (
    *("id", "number", "office", "work_id", "purpose", "purpose_text", "institution", "language", "channel", "visit_id"),
    *("state", "reason", "submitted_at", "decided_at"),
)
_COPY = ("number", "sha256", "size", "stamp", "created_at", "ready_at", "expires_at", "dispatched_at", "downloaded_at")
_OF_ACCOUNT = ("readings", "requests", "sign_ins", "complaints", "ratings")
PAGE = 500
"""rows that are held at once"""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that somebody sent with a message: its name and the checksum under which the store has it."""

    name: str
    sha256: str


def of_account(doors: Doors, account_id: str) -> Iterator[Section]:
    """Give the sections of an account; the rows of a section are read as they are written out.

    Raises:
        NotFound: there is no such account, or it is erased.
    """
    with doors.database.read() as session:
        account = session.get(Account, account_id)
        if account is None or account.erased_at is not None:
            raise NotFound(what=account_id)
        yield "account", [_plain(account, _ACCOUNT)]
    for table in deleted_tables(doors):
        yield table.name, _table_rows(doors, table, account_id)
    yield "requests", _requests(doors, account_id)
    yield "readings", _rows(doors, ScreenReading, ScreenReading.account_id == account_id)
    yield "scans", _scans(doors, account_id)
    yield "visits", _visits(doors, account_id)
    yield from doors.consultations.export(account_id).items()
    yield "complaints", doors.complaints.export(account_id)
    with doors.database.read() as session:
        yield "ratings", ratings.export(session, account_ids=[account_id])
    letters = ("kind", "subject", "created_at", "sent_at")
    yield "letters", _rows(doors, Mail, Mail.account_id == account_id, letters)
    yield "looks", _looks(doors, account_id)
    asked = ("asked_at", "due_at", "state", "settled_at")
    yield "erasures", _rows(doors, Erasure, Erasure.subject == f"account:{account_id}", asked)


def of_visit(doors: Doors, visit_id: str) -> Iterator[Section]:
    """Give the sections of a visit without an account of one's own; of a reader's visit only what belongs to it."""
    whole = doors.floor.export_visit(visit_id)
    whole["identities"] = [each for each in whole["identities"] if each["role"] == Role.VISITOR.value]
    yield "visits", [whole]
    with doors.database.read() as session:
        rows = consents.rows(session, [], [visit_id])
        yield "consent", [_plain(row, ("text", "version", "language", "at")) for row in rows]


def of_case(doors: Doors, case_id: str) -> Iterator[Section]:
    """Give the section of a consultation of somebody without an account."""
    yield "consultations", [doors.consultations.export_one(case_id)]


def of_complaint(doors: Doors, complaint_id: str) -> Iterator[Section]:
    """Give the section of a complaint of somebody without an account."""
    with doors.database.read() as session:
        office = found(session, Complaint, complaint_id).office
    yield "complaints", [doors.complaints.export_one(office, complaint_id, doors.by)]


def sent_files(doors: Doors, subject: str) -> list[SentFile]:
    """List the files that an account sent, or that came with a case, and that are kept, each once."""
    kind, _colon, key = subject.partition(":")
    sender = {"account": ConsultationMessage.account_id, "case": ConsultationMessage.case_id}.get(kind)
    if sender is None:
        return []
    query = (
        select(ConsultationFile.name, ConsultationFile.sha256)
        .join(ConsultationMessage, ConsultationMessage.id == ConsultationFile.message_id)
        .where(
            sender == key,
            ConsultationMessage.by == "user",
            ConsultationFile.state == "ready",
            ConsultationFile.sha256.is_not(None),
        )
    )
    with doors.database.read() as session:
        return [SentFile(name, str(sha256)) for name, sha256 in session.execute(query.distinct())]


def _requests(doors: Doors, account_id: str) -> Iterator[Record]:
    query = (
        select(SoftcopyRequest, Copy)
        .outerjoin(Copy, Copy.request_id == SoftcopyRequest.id)
        .where(SoftcopyRequest.account_id == account_id)
        .order_by(SoftcopyRequest.submitted_at, SoftcopyRequest.id)
    )
    with doors.database.read() as session:
        for request, copy in session.execute(query).yield_per(PAGE):
            asked = session.scalars(select(RequestQuestion).where(RequestQuestion.request_id == request.id)).all()
            words = ("question", "asked_at", "answer", "answered_at")
            yield {
                **_plain(request, _REQUEST),
                "copy": _plain(copy, _COPY) if copy else None,
                "questions": [_plain(each, words) for each in asked],
            }


def _scans(doors: Doors, account_id: str) -> Iterator[Record]:
    """Give her scans, with the edition that she named and what became of those that she offered."""
    query = (
        select(IngestItem, EditionScan)
        .outerjoin(EditionScan, EditionScan.item_id == IngestItem.id)
        .where(IngestItem.owner_id == account_id)
        .order_by(IngestItem.created_at, IngestItem.id)
    )
    with doors.database.read() as session:
        for item, scan in session.execute(query).yield_per(PAGE):
            named = {
                "edition": scan.edition_id if scan else None,
                "offered": scan is not None and scan.state != "kept",
                "decision": scan.state if scan and scan.state in ("accepted", "declined") else None,
                "reason": scan.reason if scan else "",
            }
            yield {**_plain(item, ("id", "name", "state", "created_at")), **named}


def _visits(doors: Doors, account_id: str) -> Iterator[Record]:
    """Give the visits; what stands in sections of its own is not said twice."""
    with doors.database.read() as session:
        mine = select(Visit.id).where(Visit.account_id == account_id).order_by(Visit.arrived_at, Visit.id)
        visits = session.scalars(mine).all()
    for visit_id in visits:
        whole = doors.floor.export_visit(visit_id)
        whole["identities"] = [each for each in whole["identities"] if each["id"] != account_id]
        made = {each["id"] for each in whole["identities"]}
        for name in _OF_ACCOUNT:
            whole[name] = [each for each in whole[name] if each.get("account_id") in made]
        yield whole


def _looks(doors: Doors, account_id: str) -> Iterator[Record]:
    with doors.database.read() as session:
        for row in looks.at_person(session, account_id, limit=100_000):
            yield _plain(row, ("at", "kind", "role", "office", "purpose"))


def _rows(doors: Doors, table: type[Base], which: Any, names: tuple[str, ...] | None = None) -> Iterator[Record]:
    wanted = names or tuple(column.name for column in table.__table__.columns)
    with doors.database.read() as session:
        for row in session.scalars(select(table).where(which)).yield_per(PAGE):
            yield _plain(row, wanted)


def _table_rows(doors: Doors, table: Table, account_id: str) -> Iterator[Record]:
    names = [column for column in table.c if column.name != "account_id" and not column.name.endswith(_SECRET)]
    with doors.database.read() as session:
        for row in session.execute(select(*names).where(table.c.account_id == account_id)).yield_per(PAGE):
            yield {name: plain(value) for name, value in row._mapping.items()}  # noqa: SLF001 - the documented way to a row's names


def _plain(row: Base, names: tuple[str, ...]) -> Record:
    return {name: plain(getattr(row, name)) for name in names}


def plain(value: Any) -> Any:
    """Give a value as JSON knows it."""
    return value.isoformat() if isinstance(value, datetime | date) else value

"""Doing an erasure: its steps in their order, each a transaction of its own, each the same when it is done twice.

One that was cut off goes on behind the last step that is written down. Before it is told to be done it stands in the
ledger, so that no back-up brings the person back.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import structlog
from sqlalchemy import Table, delete, select, update
from sqlalchemy.orm import Session

from library.catalogue.incoming import IncomingFiles
from library.clock import Clock
from library.consultations import Consultations
from library.feedback import ratings
from library.feedback.complaints.desk import Complaints
from library.floor import Floor
from library.floor.step import Step
from library.mail import post
from library.offices import Office
from library.privacy import copies, erasures, ledger, open_matters
from library.privacy.register import load_register
from library.readers import links, sessions
from library.softcopies.delivery import Delivery
from library.store.engine import Database
from library.store.folders import DataFolder
from library.store.models import Account, Base, Complaint, Erasure, Mail, Visit

BY, RESTORE = "system", "restore"
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Doors:
    """The parts of the library that hold something of a person."""

    database: Database
    folders: DataFolder
    offices: Mapping[str, Office]
    clock: Clock
    floor: Floor
    consultations: Consultations
    complaints: Complaints
    delivery: Delivery
    incoming: IncomingFiles
    by: str = BY
    """in whose name deeds are done: `system`, or `restore` where a back-up brought back what was erased"""

    def step(self, session: Session, by: str = BY) -> Step:
        """Give a deed in this transaction."""
        return Step(session, self.clock(), by, self.offices)


def run(doors: Doors, erasure_id: str) -> bool:
    """Erase what is due; False where it waits on: something is open, or it was taken back."""
    begun = _begin(doors, erasure_id)
    if begun is None:
        return False
    subject, done = begun.subject, begun.steps
    doors = replace(doors, by=RESTORE if begun.by == RESTORE else BY)
    kind, _colon, key = subject.partition(":")
    for name, step in STEPS[kind]:
        if name in done:
            continue
        step(doors, key)
        with doors.database.write() as session:
            erasures.note_step(session, erasure_id, name)
    ledger.append(doors.folders.erasures, ledger.Entry(subject, doors.clock()))
    with doors.database.write() as session:
        erasures.finish(session, doors.clock(), erasure_id, BY)
    log.info("erased", erasure=erasure_id)
    return True


def _begin(doors: Doors, erasure_id: str) -> Erasure | None:
    with doors.database.write() as session:
        erasure = session.get(Erasure, erasure_id)
        if erasure is None:
            return None
        step = doors.step(session)
        matters = open_matters.of_subject(step, erasure.subject) if erasure.state == "waiting" else ()
        if matters and erasure.by != RESTORE:
            erasures.postpone(session, erasure_id, matters[0])
            return None
        begun = erasures.begin(session, step.now, erasure_id)
        return erasure if begun else None


def _shut(doors: Doors, account_id: str) -> None:
    """Nobody signs in from here on: whoever holds the password meets a shut account, not a half-erased one."""
    with doors.database.write() as session:
        now, account = doors.clock(), session.get(Account, account_id)
        if account is None:
            return
        account.disabled_at = account.disabled_at or now
        sessions.end_all(session, now, account_id)
        links.void(session, now, account_id)
        post.forget_unsent(session, account_id)


def _visits(doors: Doors, account_id: str) -> None:
    with doors.database.read() as session:
        visits = session.scalars(select(Visit.id).where(Visit.account_id == account_id)).all()
    for visit_id in visits:
        doors.floor.erase_visit(visit_id, by=doors.by)


def _consultations(doors: Doors, account_id: str) -> None:
    doors.consultations.erase(account_id, by=BY)


def _feedback(doors: Doors, account_id: str) -> None:
    doors.complaints.erase(account_id, by=BY)
    with doors.database.write() as session:
        ratings.cut_loose(session, account_ids=[account_id])


def _copies(doors: Doors, account_id: str) -> None:
    years = max(office.rules.retention.delivery_identity_years.value for office in doors.offices.values())
    with doors.database.write() as session:
        now, account = doors.clock(), session.get(Account, account_id)
        if account is not None:
            copies.put_apart(session, now, account, years)
        files = copies.blank_all(session, now, account_id)
    for copy_id in files.copies:
        doors.delivery.path(copy_id).unlink(missing_ok=True)
    for master_id, holder in files.screens:
        (doors.folders.screens / master_id / f"{holder}.pdf").unlink(missing_ok=True)
    for item_id in files.scans:
        with contextlib.suppress(OSError):
            doors.incoming.release_quarantine(item_id)


def _letters(doors: Doors, account_id: str) -> None:
    with doors.database.write() as session:
        post.forget_unsent(session, account_id)
        blank = {"subject": "", "text": "", "headers": {}, "calendar": ""}
        session.execute(update(Mail).where(Mail.account_id == account_id).values(**blank))


def _rows(doors: Doors, account_id: str) -> None:
    """Delete the rows of every activity that the register says is deleted."""
    with doors.database.write() as session:
        for table in deleted_tables(doors):
            session.execute(delete(table).where(table.c.account_id == account_id))


def deleted_tables(doors: Doors) -> list[Table]:
    """Give the tables whose rows go with the account, as the register names them."""
    register = load_register(doors.floor.catalog)
    names = [table for each in register.activity if each.erasure == "deleted" for table in each.personal]
    tables = [Base.metadata.tables[name] for name in names if name in Base.metadata.tables]
    return [table for table in tables if "account_id" in table.c]


def _account(doors: Doors, account_id: str) -> None:
    with doors.database.write() as session:
        account = session.get(Account, account_id)
        if account is not None:
            account.name, account.email, account.password, account.institution = "", None, None, ""
            account.erased_at = account.erased_at or doors.clock()


def _visit(doors: Doors, visit_id: str) -> None:
    with doors.database.read() as session:
        known = session.get(Visit, visit_id) is not None
    if known:
        doors.floor.erase_visit(visit_id, by=doors.by)


def _case(doors: Doors, case_id: str) -> None:
    doors.consultations.erase_one(case_id, by=doors.by)


def _complaint(doors: Doors, complaint_id: str) -> None:
    with doors.database.read() as session:
        row = session.get(Complaint, complaint_id)
    if row is not None and row.erased_at is None:
        doors.complaints.erase_one(row.office, complaint_id, doors.by)


Deed = Callable[[Doors, str], None]
STEPS: dict[str, tuple[tuple[str, Deed], ...]] = {
    "account": (
        ("shut", _shut),
        ("visits", _visits),
        ("consultations", _consultations),
        ("feedback", _feedback),
        ("copies", _copies),
        ("letters", _letters),
        ("rows", _rows),
        ("account", _account),
    ),
    "visit": (("visit", _visit),),
    "case": (("case", _case),),
    "complaint": (("complaint", _complaint),),
}

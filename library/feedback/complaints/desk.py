"""The door to complaints: every deed is one transaction, and what comes back is a frozen view."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.clock import Clock
from library.errors import NotFound
from library.feedback.complaints import filing, handling, register, tracking, upkeep, views
from library.feedback.complaints.filing import ComplaintForm, Receipt
from library.feedback.complaints.register import Entry
from library.feedback.complaints.states import OPEN
from library.feedback.complaints.step import Step
from library.feedback.complaints.views import ComplaintView
from library.jobs import outbox
from library.jobs.rounds import Round
from library.offices import Office
from library.periods import Period
from library.store.engine import Database
from library.store.models import Complaint

JOB = "complaints.round"
EVERY = timedelta(hours=1)
COMPLAINANT = "complainant"
_PRIORITY = 8
ROUND = Round(JOB, EVERY, _PRIORITY)
Deed = Callable[[Step, Complaint], None]


@dataclass(frozen=True, slots=True)
class Complaints:
    """Complaints of all offices. Every refusal is a `library.errors.LibraryError`."""

    database: Database
    offices: Mapping[str, Office]
    clock: Clock
    catalog: Path

    # the complainant

    def file(self, office: str, form: ComplaintForm, by: str = COMPLAINANT) -> Receipt:
        """Receive and register a complaint; BadForm names every field."""
        with self.database.write() as session:
            return self.file_in(session, office, form, by)

    def file_in(self, session: Session, office: str, form: ComplaintForm, by: str = COMPLAINANT) -> Receipt:
        """Do the same within the caller's write transaction."""
        step = self._step(session, by)
        receipt = filing.file(step, office, form)
        outbox.add(session, step.now, JOB, {}, priority=_PRIORITY, dedupe=JOB, after=step.now + EVERY)
        return receipt

    def code_again_in(self, session: Session, complaint_id: str) -> str:
        """Draw another tracking code for the form that made this complaint, within the caller's transaction."""
        return filing.draw_code_again(self._step(session, "system"), complaint_id)

    def track(self, code: str) -> ComplaintView:
        """Show the complaint of a tracking code; NotFound where there is none."""
        with self._read() as step:
            return views.for_complainant(step, tracking.by_code(step, code))

    def own(self, complaint_id: str, account_id: str) -> ComplaintView:
        """Show an account's own complaint; NotFound for anybody else's."""
        with self._read() as step:
            return views.for_complainant(step, tracking.of_account(step, complaint_id, account_id))

    def write(self, complaint_id: str, words: str) -> None:
        """Add to it, or answer the office's question. Whoever calls has found it by `track` or `own`."""
        self._as_complainant(complaint_id, lambda step, row: tracking.write(step, row, words))

    def reopen(self, complaint_id: str, words: str) -> None:
        """Say that it is not settled, within the office's window."""
        self._as_complainant(complaint_id, lambda step, row: tracking.reopen(step, row, words))

    def accept(self, complaint_id: str) -> None:
        """Say that it is settled."""
        self._as_complainant(complaint_id, tracking.accept)

    # the office

    def listed(self, office: str, by: str, *, settled: bool = False) -> list[ComplaintView]:
        """Give the open complaints, the most urgent first, or the newest settled ones; none that is about `by`."""
        query = select(Complaint).where(Complaint.office == office)
        if settled:
            query = query.where(Complaint.state.not_in(OPEN)).order_by(Complaint.received_at.desc()).limit(100)
        else:
            query = query.where(Complaint.state.in_(OPEN)).order_by(Complaint.due_at, Complaint.number)
        with self._read(by) as step:
            rows = [row for row in step.session.scalars(query) if row.about_id != by]
            return [views.for_staff(step, row, in_list=True) for row in rows]

    def show(self, office: str, complaint_id: str, by: str) -> ComplaintView:
        """Show one to an officer; NotFound where it is about her, or belongs to another office."""
        with self._read(by) as step:
            return views.for_staff(step, self._of_office(step, office, complaint_id))

    def staff(self, office: str, complaint_id: str, by: str) -> list[tuple[str, str]]:
        """Give who may be given a complaint: ids and names, without whom it is about."""
        with self._read(by) as step:
            row = self._of_office(step, office, complaint_id)
            people = handling.staff_of(step, office)
            return [(person.id, person.name) for person in people if person.id != row.about_id]

    def people(self, office: str, about: tuple[str | None, str] = (None, "")) -> list[tuple[str, str]]:
        """Give whom a complaint may be about: ids and names of the office's staff.

        `about`, whom it is about already, stays a choice when she has left: sorting it must not clear her.
        """
        with self._read() as step:
            found = [(person.id, person.name) for person in handling.staff_of(step, office)]
        gone = [(about[0], about[1])] if about[0] is not None and about[0] not in dict(found) else []
        return [*gone, *found]

    def do(self, office: str, complaint_id: str, deed: Deed, by: str) -> None:
        """Do one of the deeds of `handling`, as in `do(…, handling.start, by)`."""
        with self._write(by) as step:
            deed(step, self._of_office(step, office, complaint_id))

    def register(self, office: str, period: Period, *, start: int = 0, most: int | None = None) -> list[Entry]:
        """Give the register of a period, or a part of it, without anybody's name or words."""
        with self._read() as step:
            return register.register(step, office, period, start=start, most=most)

    def registered(self, office: str, period: Period) -> int:
        """Count the entries of the register of a period."""
        with self._read() as step:
            return register.count(step, office, period)

    # personal data

    def export(self, account_id: str) -> list[dict[str, Any]]:
        """Give an account's complaints as plain values for a file."""
        with self._read() as step:
            return upkeep.export_of(step.session, [account_id])

    def export_one(self, office: str, complaint_id: str, by: str) -> dict[str, Any]:
        """Give one complaint as plain values: the desk's way for whoever left an address and has no account."""
        with self._read(by) as step:
            return upkeep.export(step.session, self._of_office(step, office, complaint_id))

    def erase(self, account_id: str, by: str) -> int:
        """Erase what was given with an account's complaints; give how many. Counts and dates stay."""
        with self._write(by) as step:
            return upkeep.erase_of(step, [account_id])

    def erase_one(self, office: str, complaint_id: str, by: str) -> None:
        """Erase what was given with one complaint; NotFound for the officer whom it is about."""
        self.do(office, complaint_id, upkeep.erase, by)

    def forget_old(self, office: str) -> int:
        """Erase what people gave with complaints whose years are over; give how many."""
        with self._write("system") as step:
            return upkeep.forget_old(step, office)

    # upkeep

    def order(self) -> None:
        """See that the round is ordered; it orders itself again."""
        ROUND.order(self.database, self.clock())

    def go_round(self, _payload: dict[str, Any] | None = None) -> None:
        """Bring due dates up to date, close and forget what is over, and order the next round."""
        ROUND.visit(self.offices, self._look_after)
        ROUND.again(self.database, self.clock())

    def _look_after(self, office: str) -> dict[str, int]:
        with self._write("system") as step:
            upkeep.go_round(step, office)
        return {}

    def _as_complainant(self, complaint_id: str, deed: Deed) -> None:
        with self._write(COMPLAINANT) as step:
            deed(step, step.complaint(complaint_id))

    @staticmethod
    def _of_office(step: Step, office: str, complaint_id: str) -> Complaint:
        row = step.complaint(complaint_id)
        if row.office != office:
            raise NotFound(what="pengaduan / complaint")
        return row

    def _step(self, session: Session, by: str) -> Step:
        return Step(session, self.clock(), by, self.offices, self.catalog)

    @contextmanager
    def _write(self, by: str) -> Iterator[Step]:
        with self.database.write() as session:
            yield self._step(session, by)

    @contextmanager
    def _read(self, by: str = "system") -> Iterator[Step]:
        with self.database.read() as session:
            yield self._step(session, by)

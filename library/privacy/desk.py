"""The door of the privacy rules: a reader asks for herself, an officer for a visitor, an administrator for anybody.

`by` is an account's id or `cli`. Every refusal is a `library.errors.LibraryError`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO

from sqlalchemy.orm import Session

from library import audit
from library.errors import BadForm
from library.mail import post
from library.privacy import breaches, consents, erasing, erasures, exporting, looks, open_matters, subjects
from library.privacy.breach import Affected, Scope, affected
from library.privacy.breaches import BreachForm
from library.privacy.consents import Given
from library.privacy.erasing import Doors
from library.privacy.exporting import FORMS, Wanted
from library.privacy.looks import Looker, Sought
from library.privacy.register import Register, load_register
from library.privacy.retention import Retention
from library.privacy.waiting import LINK, write_letter
from library.readers import credentials, links
from library.store.models import Account, Breach, Copy, Erasure, RecordView, ScreenReading
from library.store.records import found


@dataclass(frozen=True, slots=True)
class Mine:
    """A person's own page: what she agreed to, who looked at her data, and how an erasure stands."""

    consents: list[Given]
    looks: Sequence[RecordView]
    erasure: Erasure | None
    matters: tuple[str, ...]
    holds_copies: bool
    years: int
    """for which the identity behind marked copies is kept"""


@dataclass(frozen=True, slots=True)
class Privacy:
    """One person's data, all of it."""

    doors: Doors
    retention: Retention

    @property
    def register(self) -> Register:
        """The register of processing."""
        return load_register(self.catalog)

    @property
    def catalog(self) -> Path:
        """The folder of the register and the words."""
        return self.doors.floor.catalog

    # the reader

    def mine(self, account_id: str) -> Mine:
        """Show what a reader sees of it."""
        with self.doors.database.read() as session:
            step, subject = self.doors.step(session), f"account:{account_id}"
            marked = any(
                session.query(table.account_id).filter(table.account_id == account_id).limit(1).first() is not None
                for table in (Copy, ScreenReading)
            )
            return Mine(
                consents.of_person(session, account_id, self.catalog),
                looks.at_person(session, account_id),
                erasures.open_of(session, subject),
                open_matters.of_account(step, account_id),
                marked,
                max(each.rules.retention.delivery_identity_years.value for each in self.doors.offices.values()),
            )

    def check_password(self, account_id: str, typed: str, field: str = "password") -> None:
        """Ask for the password again: a browser that was left open hands out nothing.

        Raises:
            BadForm: it is not hers.
        """
        with self.doors.database.read() as session:
            account = session.get(Account, account_id)
            stored = account.password if account is not None else None
        if not credentials.password_matches(stored, typed):
            raise BadForm({field: "password-wrong"})

    def ask_erasure(self, account_id: str) -> Erasure:
        """Ask for the erasure of one's own account: it waits some days, and a letter brings the way back.

        Raises:
            StillOpen: somebody at the office still works on something of hers.
        """
        with self.doors.database.write() as session:
            step, account = self.doors.step(session, account_id), found(session, Account, account_id)
            known = erasures.open_of(session, f"account:{account_id}")
            if known is not None:
                return known
            matters = open_matters.of_account(step, account_id)
            if matters:
                raise open_matters.StillOpen(matters)
            due = step.now + timedelta(days=self.register.wait_days)
            erasure = erasures.ask(session, step.now, f"account:{account_id}", account_id, due)
            zone = next(iter(self.doors.offices.values())).hours.time_zone.value
            write_letter(session, step.now, account, due, zone)
            return erasure

    def keep(self, account_id: str, by: str) -> Erasure:
        """Take an erasure back that waits; NotFound where none does, LostRace where it has begun."""
        with self.doors.database.write() as session:
            now = self.doors.clock()
            erasure = erasures.cancel(session, now, f"account:{account_id}", by)
            post.write(session, now, found(session, Account, account_id), "erasure-taken-back", {})
            return erasure

    def peek_link(self, secret: str) -> str:
        """Say whose account the link of the letter keeps; LinkExpired where it does not work (any more)."""
        with self.doors.database.read() as session:
            return links.peek(session, self.doors.clock(), secret, LINK)

    def keep_by_link(self, secret: str) -> Erasure:
        """Take the erasure back by the letter's link; it works once."""
        account_id = self.peek_link(secret)
        erasure = self.keep(account_id, account_id)
        with self.doors.database.write() as session:
            links.use(session, self.doors.clock(), secret, LINK)
        return erasure

    # export

    def export(self, wanted: Wanted, *, by: Looker, purpose: str = "") -> IO[bytes]:
        """Write all of one person's data; that it was done is audited, and her register of looks says who had it.

        Raises:
            BadForm: an unknown form.
            NotFound: there is no such subject (`subjects`), or it is erased.
            Refused: a case or a complaint of an account.
        """
        if wanted.form not in FORMS:
            raise BadForm({"form": "choice-invalid"})
        self.refuse_unknown(wanted.subject)
        out = exporting.export(self.doors, wanted)
        with self.doors.database.write() as session:
            now = self.doors.clock()
            audit.record(session, now, by.id, "export.person", wanted.subject, form=wanted.form)
            looks.looked(session, now, by, "export", wanted.subject, purpose=purpose)
        return out

    def refuse_unknown(self, subject: str) -> None:
        """Let a subject pass whose data can be handed out and erased; NotFound and Refused as in `subjects`."""
        with self.doors.database.read() as session:
            subjects.refuse_unknown(session, subject)

    # erasure by the staff

    def erase_now(self, subject: str, by: str) -> bool:
        """Erase a subject at once; False where another erasure of it has begun and goes on.

        Raises:
            NotFound: there is no such subject.
            Refused: a case or a complaint of an account.
            StillOpen: something of hers is open.
        """
        self.refuse_unknown(subject)
        with self.doors.database.write() as session:
            step = self.doors.step(session, by)
            matters = open_matters.of_subject(step, subject)
            if matters:
                raise open_matters.StillOpen(matters)
            erasure = erasures.ask(session, step.now, subject, by, step.now).id
        return erasing.run(self.doors, erasure)

    # who looked

    def look(self, by: Looker, kind: str, record: str, *, purpose: str = "") -> None:
        """Write a look down."""
        with self.doors.database.write() as session:
            looks.looked(session, self.doors.clock(), by, kind, record, purpose=purpose)

    def looks(self, sought: Sought, *, before: int | None = None, limit: int = 100) -> Sequence[RecordView]:
        """List looks for an administrator."""
        with self.doors.database.read() as session:
            return looks.search(session, sought, before=before, limit=limit)

    # breaches

    def affected(self, scope: Scope, *, by: Looker) -> list[Affected]:
        """Say whose data are concerned, and which; that it was asked is on record."""
        with self.doors.database.read() as session:
            people = affected(session, scope, self.catalog)
        with self.doors.database.write() as session:
            audit.record(session, self.doors.clock(), by.id, "breach.ask", "library", people=len(people))
        return people

    def open_in(self, session: Session, form: BreachForm, by: str) -> str:
        """Put a breach on record, in a transaction of the caller's; give its id."""
        return breaches.open_breach(session, self.doors.clock(), form, by).id

    def breach(self, breach_id: str) -> Breach:
        """Give a breach; NotFound where there is none."""
        with self.doors.database.read() as session:
            return breaches.get(session, breach_id)

    def breaches(self) -> Sequence[Breach]:
        """List the breaches, newest first."""
        with self.doors.database.read() as session:
            return breaches.newest(session)

    def told(self, breach_id: str, whom: str, by: str) -> None:
        """Note that the persons (`people`) or the `authority` were told."""
        with self.doors.database.write() as session:
            breaches.told(session, self.doors.clock(), breach_id, whom, by)

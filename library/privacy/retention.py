"""Automatic erasure: the one place where what is kept too long goes, kind by kind, as the register says.

Rows that reports count stay and lose their words, so the report of a past month is the same before and after.
"""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from library import audit
from library.exchange.api_keys import forget_ended
from library.feedback import ratings
from library.privacy import copies, erasing, erasures, ledger, looks, subjects
from library.privacy.erasing import BY, RESTORE, Doors
from library.privacy.periods import years_before
from library.privacy.register import load_register
from library.readers.roles import Role
from library.store.models import (
    Account,
    Erasure,
    Mail,
    RatingInvitation,
    SoftcopyRequest,
    TraceCase,
    TracedIdentity,
    Visit,
)

ForgetTokens = Callable[[Session, datetime], int]
BATCH = 500
"""parameters of a statement that every build of SQLite takes"""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Retention:
    """The sweep. `tokens` deletes sign-ins and links that ended before an instant."""

    doors: Doors
    tokens: ForgetTokens

    def sweep(self) -> dict[str, int]:
        """Do everything that is due; give how many of each kind. What fails in one kind keeps no other waiting."""
        counts: Counter[str] = Counter()
        for code, deed in self._deeds():
            try:
                counts[code] += deed()
            except Exception as exc:  # noqa: BLE001 - the other kinds are due as well
                _log(code, exc)
        found = {code: count for code, count in sorted(counts.items()) if count}
        if found:
            with self.doors.database.write() as session:
                audit.record(session, self.doors.clock(), BY, "retention.sweep", "library", **found)
        return found

    def _deeds(self) -> Iterator[tuple[str, Callable[[], int]]]:
        yield "restored", self.reapply
        yield "unconfirmed", self._unconfirmed
        yield "asked", self._asked
        for office in self.doors.offices:
            yield from self._of_office(office)
        yield "letters", lambda: self._in_one(self._letters)
        yield "traced_identity", lambda: self._in_one(lambda session: _identities(session, self.doors.clock()))
        yield "trace", lambda: self._in_one(self._traces)
        yield (
            "access_log",
            lambda: self._in_one(lambda session: looks.forget_before(session, self._since("access_log"))),
        )
        yield "sign_in", lambda: self._in_one(self._tokens)
        yield "api_key", lambda: self._in_one(lambda session: forget_ended(session, self._since("api_key")))

    def _of_office(self, office: str) -> Iterator[tuple[str, Callable[[], int]]]:
        doors = self.doors
        yield "guest_book", lambda: doors.floor.forget_old(office)
        yield "consultation", lambda: doors.consultations.forget_old(office)
        yield "complaint", lambda: doors.complaints.forget_old(office)
        yield "softcopy", lambda: self._in_one(lambda session: self._requests(session, office))
        yield "rating", lambda: self._in_one(lambda session: self._ratings(session, office))
        yield "self_scan", lambda: self._scans(office)

    def _in_one(self, deed: Callable[[Session], int]) -> int:
        with self.doors.database.write() as session:
            return deed(session)

    def _since(self, code: str, office: str = "") -> datetime:
        """Give the instant before which an activity's records are over: of an office, else of the longest-keeping."""
        keep, now = load_register(self.doors.floor.catalog).of(code).keep, self.doors.clock()
        if keep.days is not None:
            return now - timedelta(days=keep.days)
        offices = [self.doors.offices[office]] if office else list(self.doors.offices.values())
        return years_before(now, max(keep.years_of(each.rules.retention) or 0 for each in offices))

    def _asked(self) -> int:
        with self.doors.database.read() as session:
            due = [erasure.id for erasure in erasures.due(session, self.doors.clock())]
        return sum(self._run("asked", erasure_id) for erasure_id in due)

    def _run(self, kind: str, erasure_id: str) -> bool:
        """Do one erasure; one that fails keeps no other waiting, and the next round takes it up again."""
        try:
            return erasing.run(self.doors, erasure_id)
        except Exception as exc:  # noqa: BLE001 - the other persons' are due as well
            _log(kind, exc, erasure=erasure_id)
            return False

    def _unconfirmed(self) -> int:
        """Have accounts erased that somebody registered and nobody confirmed; who came or asked for a copy stays."""
        now, days = self.doors.clock(), load_register(self.doors.floor.catalog).unconfirmed_days
        known = (Visit.account_id, SoftcopyRequest.account_id)
        query = select(Account.id).where(
            Account.role == Role.READER.value,
            Account.verified_at.is_(None),
            Account.erased_at.is_(None),
            Account.created_at < now - timedelta(days=days),
            *(~exists().where(column == Account.id) for column in known),
        )
        with self.doors.database.write() as session:
            waiting = [each for each in session.scalars(query) if erasures.open_of(session, f"account:{each}") is None]
            for each in waiting:
                erasures.ask(session, now, f"account:{each}", BY, now)
        return len(waiting)

    def reapply(self) -> int:
        """Erase again what the ledger names and the records, put back from a back-up, do not know as erased."""
        entries = {entry.subject for entry in ledger.read(self.doors.folders.erasures)}
        with self.doors.database.read() as session:
            done = set(session.scalars(select(Erasure.subject).where(Erasure.state == "done")))
            missing = sorted(subject for subject in entries - done if subjects.row_of(session, subject) is not None)
        ordered = []
        for subject in missing:
            with self.doors.database.write() as session:
                now = self.doors.clock()
                erasure = erasures.ask(session, now, subject, RESTORE, now)
                erasure.by, erasure.due_at = RESTORE, now
                ordered.append(erasure.id)
        return sum(self._run("restored", erasure_id) for erasure_id in ordered)

    def _requests(self, session: Session, office: str) -> int:
        before = self._since("softcopy", office)
        old = (SoftcopyRequest.office == office) & (SoftcopyRequest.submitted_at < before)
        return copies.blank_requests(session, old) + copies.blank_stamps(session, before, office)

    def _ratings(self, session: Session, office: str) -> int:
        before = self._since("rating", office)
        old = select(RatingInvitation.subject).where(
            RatingInvitation.office == office,
            RatingInvitation.created_at < before,
            RatingInvitation.subject.not_like(f"{ratings.GONE}%"),
        )
        subjects = session.scalars(old).all()
        return sum(
            ratings.cut_loose(session, subjects=subjects[at : at + BATCH]) for at in range(0, len(subjects), BATCH)
        )

    def _scans(self, office: str) -> int:
        with self.doors.database.write() as session:
            old = copies.blank_old_scans(session, self._since("self_scan", office), office)
        for item_id in old:
            with suppress(OSError):
                self.doors.incoming.release_quarantine(item_id)
        return len(old)

    def _letters(self, session: Session) -> int:
        blank = {"subject": "", "text": "", "headers": {}, "calendar": ""}
        old = Mail.created_at < self._since("letters")
        session.execute(delete(Mail).where(old, Mail.sent_at.is_(None)))  # given up long ago
        return int(session.execute(update(Mail).where(old, Mail.subject != "").values(**blank)).rowcount)  # type: ignore[attr-defined]

    def _traces(self, session: Session) -> int:
        old = session.scalars(select(TraceCase).where(TraceCase.created_at < self._since("trace"))).all()
        named = [case for case in old if _names_somebody(case)]
        for case in named:
            case.files = [{**file, "name": ""} for file in case.files]
            case.verdict = _nameless(case.verdict) if case.verdict else case.verdict
        return len(named)

    def _tokens(self, session: Session) -> int:
        return self.tokens(session, self._since("sign_in"))


def _log(kind: str, exc: Exception, **named: str) -> None:
    """Write down that something failed, and where; not its text, which may hold what is to be forgotten."""
    where = traceback.extract_tb(exc.__traceback__)[-1]
    log.error("retention", kind=kind, error=type(exc).__name__, at=f"{where.filename}:{where.lineno}", **named)


def _nameless(verdict: dict[str, Any]) -> dict[str, Any]:
    """Take out whom a verdict points to, and what the leaked files were called."""
    pages = [{**page, "file": ""} for page in verdict.get("pages", ())]
    return {**verdict, "accused": [], "pages": pages}


def _names_somebody(case: TraceCase) -> bool:
    return any(file.get("name") for file in case.files) or bool((case.verdict or {}).get("accused"))


def _identities(session: Session, now: datetime) -> int:
    over = delete(TracedIdentity).where(TracedIdentity.kept_until <= now)
    return int(session.execute(over).rowcount)  # type: ignore[attr-defined]

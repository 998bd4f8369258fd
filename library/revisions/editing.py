"""The door to what administrators edit: look at a draft, publish it, throw it away, take an old version up again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from library.clock import Clock
from library.consultations import Consultations
from library.errors import BadInput, LibraryError
from library.floor import Floor
from library.offices import Office, OfficeFileError
from library.offices.merging import undated
from library.revisions import holidays, offices, shelf
from library.revisions.comparing import Difference, differences
from library.revisions.holidays import NATION
from library.revisions.kinds import CHECKS
from library.revisions.moved_clocks import MovedClock, moved_clocks
from library.revisions.offices import OfficesInForce
from library.store.engine import Database
from library.store.models import Revision

OF_OFFICES = frozenset({offices.KIND, offices.NEW, holidays.KIND})
"""Kinds that change what an office is, and with it perhaps its clocks."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A version beside what is in force: what differs, which open clocks move, and what forbids to publish it."""

    revision: Revision
    before: Revision | None
    differences: list[Difference]
    moved: list[MovedClock]
    problems: list[str]


@dataclass(frozen=True, slots=True)
class Editing:
    """Every deed is one transaction; every refusal is a `library.errors.LibraryError`."""

    database: Database
    clock: Clock
    in_force: OfficesInForce
    floor: Floor
    consultations: Consultations

    def preview(self, revision_id: int) -> Preview:
        """Show what a version changes.

        Raises:
            NotFound: there is no such version.
        """
        with self.database.read() as session:
            row = shelf.get(session, revision_id)
            day = max(row.valid_from or date.min, self.clock().date())
            before = shelf.before(session, row, day)
            changed = differences(*self._comparable(session, row, before, day))
            moved, problems = self._consequences(session, row, day)
        return Preview(row, before, changed, moved, problems)

    def publish(self, revision_id: int, actor: str) -> int:
        """Put a draft in force; give how many open clocks moved.

        Raises:
            NotFound, LostRace: as `shelf.publish`.
            BadInput: it does not fit any more.
        """
        with self.database.write() as session:
            row = shelf.get_draft(session, revision_id)
            day = max(row.valid_from or date.min, self.clock().date())
            _moved, problems = self._consequences(session, row, day)
            if problems:
                raise BadInput(what="; ".join(problems)[:500])
            shelf.publish(session, self.clock(), revision_id, actor)
            kind, subject = row.kind, row.subject
        return self._follow(subject, actor) if kind in OF_OFFICES else 0

    def drop(self, revision_id: int, actor: str) -> Revision:
        """Throw a draft away."""
        with self.database.write() as session:
            return shelf.drop(session, self.clock(), revision_id, actor)

    def take_up_again(self, revision_id: int, actor: str) -> Revision:
        """Draft an earlier version's body anew: the way to undo."""
        with self.database.write() as session:
            row = shelf.get(session, revision_id)
            note = f"← {row.number}"
            return shelf.draft(session, self.clock(), row.kind, row.subject, row.body, actor, note=note)

    def draft(
        self,
        kind: str,
        subject: str,
        body: dict[str, Any],
        actor: str,
        *,
        note: str = "",
        valid_from: date | None = None,
    ) -> Revision:
        """Draft a version.

        Raises:
            BadInput: its body is none of its kind.
        """
        with self.database.write() as session:
            now = self.clock()
            row = shelf.draft(session, now, kind, subject, body, actor, note=note, valid_from=valid_from)
            if kind in CHECKS:
                CHECKS[kind](row)
            return row

    def history(self, kind: str, subject: str) -> Sequence[Revision]:
        """List all versions of a subject, newest first."""
        with self.database.read() as session:
            return shelf.history(session, kind, subject)

    def drafts(self) -> Sequence[Revision]:
        """List what waits to be published, newest first."""
        with self.database.read() as session:
            return shelf.drafts(session)

    def _comparable(
        self, session: Session, row: Revision, before: Revision | None, day: date
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Give both bodies: holidays day by day, and of an office what they make of its file."""
        earlier = before.body if before else {}
        if row.kind == holidays.KIND:
            return holidays.by_day(earlier), holidays.by_day(row.body)
        if row.kind != offices.KIND:
            return earlier, row.body
        tables = [self.in_force.table(session, day, row.subject, body) for body in (earlier, row.body)]
        return undated(tables[0]), undated(tables[1])

    def _consequences(self, session: Session, row: Revision, day: date) -> tuple[list[MovedClock], list[str]]:
        try:
            if row.kind in CHECKS:
                CHECKS[row.kind](row)
            would_be = self._would_be(session, row, day) if row.state == shelf.DRAFT else None
        except OfficeFileError as exc:
            return [], [str(problem) for problem in exc.problems]
        except LibraryError as exc:
            return [], [exc.sentence("id"), exc.sentence("en")]
        return (moved_clocks(session, would_be) if would_be else []), _overtaken(session, row, day)

    def _would_be(self, session: Session, row: Revision, day: date) -> Mapping[str, Office] | None:
        if row.kind == holidays.KIND:
            return self.in_force.would_be(session, day, days=(holidays.read(row),))
        if row.kind == offices.KIND:
            return self.in_force.would_be(session, day, changed={row.subject: row.body})
        if row.kind == offices.NEW:
            return self.in_force.would_be(session, day, added={f"{row.subject}.toml": str(row.body["text"])})
        return None

    def _follow(self, subject: str, actor: str) -> int:
        """Take it in, and let the open clocks follow the calendars."""
        self.in_force.refresh()
        scope = subject.partition(":")[0]
        codes = [scope] if scope in self.floor.offices and scope != NATION else list(self.floor.offices)
        parts = ((self.floor, code) for code in codes), ((self.consultations, code) for code in codes)
        return sum(desk.holidays_changed(code, by=actor) for part in parts for desk, code in part)


def _overtaken(session: Session, row: Revision, day: date) -> list[str]:
    """Say which published version begins after a draft, and would take back unseen what the draft changes."""
    later = [each for each in shelf.to_come(session, row.kind, day) if each.subject == row.subject]
    if row.state != shelf.DRAFT or not later:
        return []
    begins = later[-1].valid_from
    return [
        (
            f"versi {later[-1].number} sudah terbit dan mulai {begins}: perubahan ini akan hilang pada hari itu. "
            "Buat perubahan yang mulai pada hari itu atau sesudahnya."
        ),
        (
            f"version {later[-1].number} is published and begins on {begins}: this change would disappear on that day. "
            "Make a change that begins on that day or later."
        ),
    ]

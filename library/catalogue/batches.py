"""Batches of files: opened by who brings them, shown with how far they are, and decided about as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from library import audit
from library.catalogue import members
from library.catalogue.file_names import clean_file_name
from library.catalogue.incoming import MOVING, IncomingFiles, order_reading, unpack_again
from library.catalogue.time_left import Pace, Standing, paces, seconds_left
from library.catalogue.twins import SAME, put_away_with_their_firsts
from library.clock import Clock
from library.errors import LostRace
from library.ids import new_id
from library.readers.own_office import refuse_other_office
from library.store.engine import Database
from library.store.models import IngestBatch, IngestItem
from library.store.records import found

LATELY = 200
"""Files whose reading tells how fast this machine is."""
_SHOWN = IngestItem.state != "dismissed"
_STANDING = (
    IngestItem.kind,
    IngestItem.state,
    IngestItem.step,
    IngestItem.page,
    IngestItem.pages,
    IngestItem.seconds,
)
# What may be done to all files of a batch at once: from which states, to which.
DEEDS: dict[str, tuple[tuple[str, ...], str]] = {
    "pause": (MOVING, "paused"),
    "resume": (("paused",), "waiting"),
    "retry": (("failed",), "waiting"),
    "dismiss": (("failed", "waiting", "paused"), "dismissed"),
}


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch as it is shown."""

    batch: IngestBatch
    counts: dict[str, int] = field(default_factory=dict)
    """files by state"""
    left: float | None = None
    """seconds; None where nobody can know, or nothing is under way"""
    came: int = 0
    """files that were brought, also those put away since, without what archives held"""

    @property
    def total(self) -> int:
        """Files, without what was put away or is another one, and archives whose files are counted themselves."""
        return sum(number for state, number in self.counts.items() if state not in ("unpacked", SAME))

    @property
    def finished(self) -> int:
        """Files that are works or were refused."""
        return self.counts.get("done", 0) + self.counts.get("failed", 0)

    @property
    def moving(self) -> bool:
        """Whether something in it waits for a worker or is being read."""
        return any(self.counts.get(state) for state in MOVING)

    @property
    def missing(self) -> int:
        """Files that were announced and have not come; an archive stands for itself."""
        return max(0, self.batch.expected - self.came)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which files, or batches, are to be listed; empty is all."""

    state: str = ""
    kind: str = ""
    office: str = ""
    name: str = ""
    batch: str = ""


class Batches:
    """The batches of all offices."""

    def __init__(self, database: Database, incoming: IncomingFiles, clock: Clock) -> None:
        self._database, self._incoming, self._clock = database, incoming, clock

    def open(
        self, name: str, office: str, *, source: str, by: str | None, expected: int = 0, batch_id: str | None = None
    ) -> str:
        """Begin a batch, or find the one of this id; give its id."""
        key = batch_id or new_id()
        with self._database.write() as session:
            known = session.get(IngestBatch, key)
            if known is None:
                row = IngestBatch(
                    id=key, name=clean_file_name(name), office=office, source=source, paused=False, expected=expected
                )
                row.created_by, row.created_at = by, self._clock()
                session.add(row)
            else:
                known.expected = max(known.expected, expected)
        return key

    def named(self, name: str, office: str, source: str) -> str | None:
        """Give the newest batch of this name that came this way; None where there is none."""
        same = (IngestBatch.name == clean_file_name(name), IngestBatch.office == office, IngestBatch.source == source)
        with self._database.read() as session:
            return session.scalars(
                select(IngestBatch.id).where(*same).order_by(IngestBatch.created_at.desc()).limit(1)
            ).first()

    def admit(self, batch_id: str, actor: str) -> IngestBatch:
        """Let pass who may put files into a batch; give it.

        Raises:
            NotFound: there is no such batch.
            NotAllowed: it is another office's.
        """
        with self._database.read() as session:
            batch = found(session, IngestBatch, batch_id)
            if batch.created_by != actor:
                refuse_other_office(session, actor, batch.office)
        return batch

    def get(self, batch_id: str) -> BatchView:
        """Show a batch.

        Raises:
            NotFound: there is none.
        """
        with self._database.read() as session:
            return self._views(session, [found(session, IngestBatch, batch_id)])[0]

    def recent(self, wanted: Wanted, limit: int, offset: int = 0) -> tuple[list[BatchView], int]:
        """List the newest batches in which there is something, and say how many there are."""
        held = select(IngestItem.batch).where(IngestItem.owner_id.is_(None), *_conditions(wanted))
        which = IngestBatch.id.in_(held)
        with self._database.read() as session:
            total = session.scalar(select(func.count()).select_from(IngestBatch).where(which)) or 0
            newest = select(IngestBatch).where(which).order_by(IngestBatch.created_at.desc(), IngestBatch.id)
            return self._views(session, session.scalars(newest.limit(limit).offset(offset)).all()), total

    def files(self, wanted: Wanted, limit: int, offset: int = 0) -> tuple[list[IngestItem], int]:
        """List files: those of a batch as they came, those of all batches newest first; and say how many there are."""
        which = (IngestItem.owner_id.is_(None), *_conditions(wanted))
        order = (
            (IngestItem.created_at, IngestItem.id) if wanted.batch else (IngestItem.created_at.desc(), IngestItem.id)
        )
        with self._database.read() as session:
            total = session.scalar(select(func.count()).select_from(IngestItem).where(*which)) or 0
            return list(
                session.scalars(select(IngestItem).where(*which).order_by(*order).limit(limit).offset(offset))
            ), total

    def received(self, batch_id: str) -> list[tuple[str, int]]:
        """List what has come of a batch: where each file stood, or its name, and how many bytes it has."""
        came = (IngestItem.batch == batch_id, IngestItem.original.is_not(None), IngestItem.parent_id.is_(None))
        with self._database.read() as session:
            rows = session.execute(select(IngestItem.path, IngestItem.name, IngestItem.size).where(*came)).all()
        return [(path or name, size) for path, name, size in rows]

    def decide(self, batch_id: str, deed: str, actor: str) -> int:
        """Pause, resume, retry or dismiss all files of a batch of which that can be said; give how many.

        Raises:
            NotFound: there is no such batch.
            NotAllowed: it is another office's.
            LostRace: there is nothing in it of which that can be said.
        """
        before, after = DEEDS[deed]
        with self._database.write() as session:
            batch = found(session, IngestBatch, batch_id)
            if batch.created_by != actor:
                refuse_other_office(session, actor, batch.office)
            archives = [each.id for each in members.archives_of(session, batch_id)]
            changed = self._change(session, batch_id, before, after, keep_bytes=deed == "retry")
            changed += self._unpack_again(session, batch_id) if deed == "retry" else []
            if after == "dismissed":
                put_away_with_their_firsts(session, self._clock(), batch_id)
            was, batch.paused = batch.paused, deed == "pause" or (batch.paused and deed != "resume")
            if not changed and was == batch.paused:
                raise LostRace(f"nothing in batch {batch_id} to {deed}")
            audit.record(session, self._clock(), actor, f"batch.{deed}", f"batch:{batch_id}", files=len(changed))
        for item_id in changed if after == "dismissed" else ():
            self._incoming.release_quarantine(item_id)
        for archive_id in archives if after == "dismissed" else ():
            self._incoming.release_archive(archive_id)
        return len(changed)

    def _unpack_again(self, session: Session, batch_id: str) -> list[str]:
        """Order the archives of which something was refused, where their bytes are there; give them."""
        found = [
            each for each in members.archives_of(session, batch_id) if self._incoming.quarantined(each.id).exists()
        ]
        for archive in found:
            unpack_again(session, self._clock(), archive)
        return [archive.id for archive in found]

    def _change(
        self, session: Session, batch_id: str, before: Sequence[str], after: str, *, keep_bytes: bool
    ) -> list[str]:
        now = self._clock()
        which = [IngestItem.batch == batch_id, IngestItem.owner_id.is_(None), IngestItem.state.in_(before)]
        if keep_bytes:  # what was refused before its bytes were kept cannot be read once more
            which.append(IngestItem.original.is_not(None))
        items = session.scalars(select(IngestItem).where(*which).order_by(IngestItem.created_at, IngestItem.id)).all()
        ids = [item.id for item in items]
        values = {"state": after, "changed_at": now}
        session.execute(update(IngestItem).where(*which).values(**values).execution_options(synchronize_session=False))
        for item in items if after == "waiting" else ():
            order_reading(session, now, item)
        return ids

    def _views(self, session: Session, batches: Sequence[IngestBatch]) -> list[BatchView]:
        ids = [batch.id for batch in batches]
        counts = _counts(session, ids)
        moving = [key for key in ids if any(counts.get(key, {}).get(state) for state in MOVING)]
        machine, lanes = (self._machine(session), _lanes(session)) if moving else ({}, 1)
        standings, came = _standings(session, moving), _came(session, ids)
        return [
            BatchView(
                batch,
                counts.get(batch.id, {}),
                _left(standings.get(batch.id, []), machine, lanes),
                came.get(batch.id, 0),
            )
            for batch in batches
        ]

    def _machine(self, session: Session) -> dict[str, Pace]:
        measured = (IngestItem.state == "done", IngestItem.seconds > 0)
        rows = session.execute(
            select(*_STANDING).where(*measured).order_by(IngestItem.created_at.desc()).limit(LATELY)
        ).all()
        return paces(Standing(*row) for row in rows)


def _left(files: Sequence[Standing], machine: dict[str, Pace], lanes: int) -> float | None:
    """Nobody can know while archives wait, or while nothing of a batch has its turn."""
    unread = [file for file in files if file.state in MOVING]
    if not unread or any(file.kind == "zip" for file in unread) or all(file.state == "waiting" for file in unread):
        return None
    return seconds_left(files, machine, lanes)


def _lanes(session: Session) -> int:
    query = select(func.count()).select_from(IngestItem).where(IngestItem.state == "reading")
    return session.scalar(query) or 1


def _counts(session: Session, ids: Sequence[str]) -> dict[str, dict[str, int]]:
    query = select(IngestItem.batch, IngestItem.state, func.count()).where(IngestItem.batch.in_(ids), _SHOWN)
    found_counts: dict[str, dict[str, int]] = {}
    for batch, state, number in session.execute(query.group_by(IngestItem.batch, IngestItem.state)):
        found_counts.setdefault(batch, {})[state] = number
    return found_counts


def _came(session: Session, ids: Sequence[str]) -> dict[str, int]:
    query = select(IngestItem.batch, func.count()).where(IngestItem.batch.in_(ids), IngestItem.parent_id.is_(None))
    return dict(session.execute(query.group_by(IngestItem.batch)).all())


def _standings(session: Session, ids: Sequence[str]) -> dict[str, list[Standing]]:
    query = select(IngestItem.batch, *_STANDING).where(IngestItem.batch.in_(ids), _SHOWN)
    files: dict[str, list[Standing]] = {}
    for row in session.execute(query).all():
        files.setdefault(row[0], []).append(Standing(*row[1:]))
    return files


def _conditions(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    yield IngestItem.state == wanted.state if wanted.state else _SHOWN
    if wanted.kind:
        yield IngestItem.kind == wanted.kind
    if wanted.office:
        yield IngestItem.office == wanted.office
    if wanted.batch:
        yield IngestItem.batch == wanted.batch
    if wanted.name:
        yield or_(
            IngestItem.name.contains(wanted.name, autoescape=True),
            IngestItem.path.contains(wanted.name, autoescape=True),
        )

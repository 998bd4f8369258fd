"""Files that came in: each is a row with a state of its own and lies in quarantine until it was read.

waiting → reading → done | unpacked | failed;  waiting, reading ⇄ paused;  failed → waiting (retried);
failed, waiting, paused → dismissed;  same (as another of its batch) → dismissed;
unpacked → waiting (for what could not be taken of it)
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from sqlalchemy import ColumnElement, CursorResult, Update, select, update
from sqlalchemy.orm import Session

from library import audit
from library.catalogue import members, twins
from library.catalogue.file_names import clean_file_name, clean_path, kind_of
from library.clock import Clock
from library.errors import BadInput, LostRace, NotFound, StorageFailed
from library.ids import new_id
from library.jobs import outbox
from library.readers.own_office import refuse_other_office
from library.store.blobs import CHUNK, sync_folder
from library.store.engine import Database
from library.store.folders import DataFolder
from library.store.models import IngestBatch, IngestItem
from library.store.records import found

JOB = "ingest.read"
# Who waits in front of us goes first, then who sent one file, then many; what keeps the house in order comes last (7…).
# All but a walk-in wait behind copies, mails and the index.
WALK_IN, SINGLE, BATCH = 0, 5, 6
MOVING = ("waiting", "reading")
KEPT = (*MOVING, "paused", "failed")
"""States in which a file's bytes are still in quarantine."""


class TooManyBytes(BadInput):
    """The file is larger than this library takes."""

    code = "too-large"
    texts = {  # noqa: RUF012 - a class constant, as in the parent
        "id": "Berkas “{name}” terlalu besar: paling besar {limit_mb} MB. Bagi berkas itu atau kecilkan gambarnya.",
        "en": "The file “{name}” is too large: at most {limit_mb} MB. Split it or make its images smaller.",
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What is to become of a file: whose it will be, and whether it is shown without a librarian's review."""

    office: str
    release: bool = False
    access: str = "open"
    created_by: str | None = None
    owner_id: str | None = None
    """Of a self-scan: the account for which alone it exists, and to which its marked copy goes."""
    visit_id: str | None = None
    priority: int = BATCH


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a file came from, to be shown beside it."""

    path: str = ""
    """where it stood in a folder or an archive"""
    parent: str | None = None
    """the item of that archive"""
    unpacking: datetime | None = None
    """when its unpacking began: what was refused before that has been tried again"""
    place: str = ""
    """where it lies in a watched folder"""
    watched: str = ""
    """that folder"""
    source: str = "upload"
    """of the batch that it begins, where it is the first: upload, command or folder"""


_NOWHERE = Origin()


class IncomingFiles:
    """The rows and the quarantine folder."""

    def __init__(self, database: Database, folders: DataFolder, clock: Clock, max_bytes: int) -> None:
        self._database = database
        self._folders = folders
        self._clock = clock
        self.max_bytes = max_bytes
        """of one file"""

    def quarantined(self, item_id: str) -> Path:
        """Say where a file lies until it was read."""
        return self._folders.quarantine / item_id

    def receive(self, stream: BinaryIO, name: str, intent: Intent, batch: str, origin: Origin = _NOWHERE) -> str:
        """Take a file in and order its reading; give the item's id. Its name is only ever shown, never a path.

        The same file twice in one batch is one item: a form that is sent twice at the same moment brings each twice.
        The same bytes under another name are an item that says so and is not read; in a watched folder, where all of
        an item's files move together, they are the first one's. In another batch they end in the same work.

        Raises:
            TooManyBytes: more than the limit; nothing is kept.
            StorageFailed: the disk refused; nothing is kept.
        """
        item = self._new_item(name, intent, batch, origin)
        target = self.quarantined(item.id)
        item.original, item.size = self._write(stream, target, item.name)
        try:
            with self._database.write() as session:
                known = self._place(session, item, origin)
        except BaseException:
            self.release_quarantine(item.id)  # no row names it, so nobody would ever find it
            raise
        if known != item.id or item.state == twins.SAME:
            self.release_quarantine(item.id)
        return known

    def _place(self, session: Session, item: IngestItem, origin: Origin) -> str:
        """Write the row of a file, unless it has one; give that row's id."""
        known, first = twins.came_before(session, item), twins.first_of(session, item)
        if known is None and first is not None and (item.owner_id or item.place):
            known = first.id
        if known is not None:
            return known
        if first is not None:
            twins.become_twin(item, first)
        if origin.unpacking and (refused := members.refused_before(session, item, origin.unpacking)):
            item.created_at = refused.created_at  # it stands where it stood in the list
            session.delete(refused)
        self._enter(session, item, origin.source)
        return item.id

    def refuse(self, name: str, intent: Intent, batch: str, origin: Origin, code: str, params: dict[str, Any]) -> str:
        """List a file that could not even be taken in, with its reason; give the item's id. Twice is once."""
        item = self._new_item(name, intent, batch, origin)
        item.state, item.error, item.error_params = "failed", code, params
        with self._database.write() as session:
            known = session.scalars(select(IngestItem.id).where(*_same_place(item)).limit(1)).first()
            if known is not None:
                return known
            before = origin.unpacking and members.refused_before(session, item, origin.unpacking)
            if before:
                before.error, before.error_params, before.changed_at = code, params, item.created_at
                return before.id
            self._enter(session, item, origin.source)
            audit.record(session, item.created_at, "system", "ingest.fail", f"item:{item.id}", code=code)
        return item.id

    def _new_item(self, name: str, intent: Intent, batch: str, origin: Origin) -> IngestItem:
        shown, now = clean_file_name(name), self._clock()
        item = IngestItem(id=new_id(), batch=batch, name=shown, created_at=now, changed_at=now, state="waiting")
        item.office, item.release, item.access = intent.office, intent.release, intent.access
        item.created_by, item.owner_id, item.visit_id = intent.created_by, intent.owner_id, intent.visit_id
        item.kind, item.priority = kind_of(shown), intent.priority
        item.path, item.parent_id = clean_path(origin.path), origin.parent
        item.place, item.watched = origin.place, origin.watched
        return item

    def _enter(self, session: Session, item: IngestItem, source: str) -> None:
        """Write the row, and order its reading unless its batch is paused."""
        if item.owner_id is None and _batch_of(session, item, source).paused and item.state == "waiting":
            item.state = "paused"
        session.add(item)
        session.flush()
        if item.state == "waiting":
            order_reading(session, item.created_at, item)

    def _write(self, stream: BinaryIO, target: Path, name: str) -> tuple[str, int]:
        """Keep the bytes for good; give their SHA-256 and how many they are."""
        digest, size = hashlib.sha256(), 0
        try:
            with target.open("xb") as out:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    if size > self.max_bytes:
                        raise TooManyBytes(name=name, limit_mb=self.max_bytes // 1_000_000)  # noqa: TRY301 - the same clean-up
                    digest.update(chunk)
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            sync_folder(target.parent)
        except OSError as exc:
            target.unlink(missing_ok=True)
            raise StorageFailed(str(exc)) from exc
        except TooManyBytes:
            target.unlink(missing_ok=True)
            raise
        return digest.hexdigest(), size

    def begin(self, item_id: str) -> IngestItem | None:
        """Start (or take up again) the reading of an item; None when it is finished or was dismissed.

        A failed one is read, too: a job for it is there only because somebody has ordered it once more.
        """
        with self._database.write() as session:
            item = session.get(IngestItem, item_id)
            if item is None or item.state not in ("waiting", "reading", "failed"):
                return None
            item.state, item.error, item.error_params, item.changed_at = "reading", "", {}, self._clock()
            return item

    def progress(self, item_id: str, step: str, page: int, pages: int) -> bool:
        """Note how far reading has come; False where it is to be broken off, for somebody has paused it."""
        values = {"step": step, "page": page, "pages": pages, "changed_at": self._clock()}
        with self._database.write() as session:
            reading = (IngestItem.id == item_id, IngestItem.state == "reading")
            return _changed(session, update(IngestItem).where(*reading).values(**values))

    def fail(self, item_id: str, code: str, params: dict[str, Any]) -> None:
        """Note why a file could not be read; it stays in quarantine, to be retried or dismissed.

        What another worker has finished meanwhile stays finished.
        """
        values = {"state": "failed", "error": code, "error_params": params, "changed_at": self._clock()}
        with self._database.write() as session:
            at_work = (IngestItem.id == item_id, IngestItem.state.in_(("waiting", "reading")))
            if _changed(session, update(IngestItem).where(*at_work).values(**values)):
                audit.record(session, self._clock(), "system", "ingest.fail", f"item:{item_id}", code=code)

    def wait_again(self, item_id: str) -> None:
        """Note that its reading was broken off, and goes on when its turn comes."""
        with self._database.write() as session:
            reading = (IngestItem.id == item_id, IngestItem.state == "reading")
            session.execute(update(IngestItem).where(*reading).values(state="waiting", changed_at=self._clock()))

    def is_at_work(self, item_id: str) -> bool:
        """Say whether an item is still being read, and nobody has paused it."""
        with self._database.read() as session:
            return session.scalar(select(IngestItem.state).where(IngestItem.id == item_id)) == "reading"

    def done(self, session: Session, item_id: str, work_id: str, *, pages: int = 0, seconds: float = 0.0) -> bool:
        """Note in the caller's transaction what work the file became, and how long it took where that is known.

        False where somebody has paused it or put it away: the caller is to undo what it made of it.
        """
        values = {"state": "done", "step": "", "work_id": work_id, "error": "", "changed_at": self._clock()}
        if pages:
            values |= {"pages": pages, "page": pages, "seconds": seconds}
        return _changed(session, update(IngestItem).where(*_wanted(item_id)).values(**values))

    def unpacked(self, item_id: str) -> bool:
        """Note that what an archive held is items of their own now; False where somebody has put it aside.

        Its bytes are kept as long as something of it was refused and may be tried again.
        """
        values = {"state": "unpacked", "step": "", "error": "", "changed_at": self._clock()}
        with self._database.write() as session:
            if not _changed(session, update(IngestItem).where(*_wanted(item_id)).values(**values)):
                return False
            wanted = members.refused_in(session, item_id)
        if not wanted:
            self.release_quarantine(item_id)
        return True

    def release_quarantine(self, item_id: str) -> None:
        """Delete the quarantined file once it is in the store."""
        self.quarantined(item_id).unlink(missing_ok=True)

    def sweep_quarantine(self, before: float) -> int:
        """Delete files older than `before` (seconds since 1970) that nothing waits for; a crash left them.

        Gives how many. What waits, is read or has failed is kept, for a failed file may be retried, and so is an
        archive of which something was refused.
        """
        old = [path for path in self._folders.quarantine.iterdir() if path.stat().st_mtime < before]
        with self._database.read() as session:
            wanted = select(IngestItem.id).where(IngestItem.state.in_(KEPT) | members.archives_wanted())
            kept = set(session.scalars(wanted)) if old else set()
        left = [path for path in old if path.name not in kept]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def retry(self, item_id: str, actor: str) -> None:
        """Order the reading of a failed file once more; of what was refused out of an archive, that archive's.

        Raises:
            LostRace: it is not failed (any more), or its bytes were never kept.
            NotAllowed: it is another office's.
            NotFound: it is what a reader scanned for herself.
        """
        self._decide(item_id, actor, "retry", ("failed",), "waiting")

    def pause(self, item_id: str, actor: str) -> None:
        """Let a file wait; one that is being read is broken off at its next page, and what was recognised is kept.

        Raises: as `retry`.
        """
        self._decide(item_id, actor, "pause", MOVING, "paused")

    def resume(self, item_id: str, actor: str) -> None:
        """Go on with a paused file.

        Raises: as `retry`.
        """
        self._decide(item_id, actor, "resume", ("paused",), "waiting")

    def dismiss(self, item_id: str, actor: str) -> None:
        """Give a file up that failed or waits, and delete it.

        Raises: as `retry`.
        """
        self._decide(item_id, actor, "dismiss", ("failed", "waiting", "paused", twins.SAME), "dismissed")
        self.release_quarantine(item_id)
        self.release_archive(self.get(item_id).parent_id)

    def release_archive(self, item_id: str | None) -> None:
        """Delete an unpacked archive of which nothing can be tried again any more."""
        with self._database.read() as session:
            archive = session.get(IngestItem, item_id) if item_id else None
            done = archive is not None and archive.state == "unpacked" and not members.refused_in(session, archive.id)
        if archive is not None and done:
            self.release_quarantine(archive.id)

    def can_be_tried_again(self, item: IngestItem) -> bool:
        """Say whether a refused file's bytes are there, or those of the archive in which it came."""
        if item.original is not None:
            return True
        return item.parent_id is not None and self.quarantined(item.parent_id).exists()

    def _decide(self, item_id: str, actor: str, deed: str, before: tuple[str, ...], after: str) -> None:
        now = self._clock()
        with self._database.write() as session:
            item = refuse_others(session, item_id, actor)
            if item is None or (deed == "retry" and not self.can_be_tried_again(item)):
                raise LostRace(f"item {item_id} has no bytes")
            audit.record(session, now, actor, f"ingest.{deed}", f"item:{item_id}")
            if deed == "retry" and item.original is None:
                self._unpack_again(session, now, item)
                return
            old = (IngestItem.id == item_id, IngestItem.state.in_(before))
            if not _changed(session, update(IngestItem).where(*old).values(state=after, changed_at=now)):
                raise LostRace(f"item {item_id} is not {' or '.join(before)}")
            if after == "waiting":
                order_reading(session, now, item)
            if after == "dismissed" and item.owner_id is None:
                twins.put_away_with_their_firsts(session, now, item.batch)

    def _unpack_again(self, session: Session, now: datetime, member: IngestItem) -> None:
        if member.state != "failed":
            raise LostRace(f"item {member.id} is not failed")
        archive = session.get_one(IngestItem, member.parent_id)
        if archive.state == "unpacked":  # else it is on its way already
            unpack_again(session, now, archive)

    def get(self, item_id: str) -> IngestItem:
        """Give an item.

        Raises:
            NotFound: there is none.
        """
        with self._database.read() as session:
            return found(session, IngestItem, item_id)

    def batch(self, batch: str) -> list[IngestItem]:
        """List the files of a librarian's batch in the order in which they came."""
        with self._database.read() as session:
            query = select(IngestItem).where(IngestItem.batch == batch, IngestItem.owner_id.is_(None))
            return list(session.scalars(query.order_by(IngestItem.created_at, IngestItem.id)))

    def scans_of(self, account_id: str, limit: int = 50) -> list[IngestItem]:
        """List what an account has scanned itself, newest first; nobody else is shown these."""
        with self._database.read() as session:
            query = select(IngestItem).where(IngestItem.owner_id == account_id, IngestItem.state != "dismissed")
            return list(session.scalars(query.order_by(IngestItem.created_at.desc()).limit(limit)))

    def recent(self, limit: int = 100) -> list[IngestItem]:
        """List the newest files, whatever became of them, but not what was dismissed."""
        with self._database.read() as session:
            query = select(IngestItem).where(IngestItem.state != "dismissed", IngestItem.owner_id.is_(None))
            return list(session.scalars(query.order_by(IngestItem.created_at.desc()).limit(limit)))


def _wanted(item_id: str) -> tuple[ColumnElement[bool], ...]:
    """Find an item unless it was paused or put away."""
    return IngestItem.id == item_id, IngestItem.state.not_in(("paused", "dismissed"))


def _same_place(item: IngestItem) -> tuple[ColumnElement[bool], ...]:
    """Know a file again that was refused before its bytes were kept."""
    same = (IngestItem.batch == item.batch, IngestItem.original.is_(None), IngestItem.name == item.name)
    return (*same, IngestItem.path == item.path, IngestItem.parent_id == item.parent_id, IngestItem.error == item.error)


def _batch_of(session: Session, item: IngestItem, source: str) -> IngestBatch:
    """Give the batch of an item; one that nobody has opened is named after its first file."""
    batch = session.get(IngestBatch, item.batch)
    if batch is None:
        batch = IngestBatch(id=item.batch, name=item.name[:200], office=item.office, source=source, paused=False)
        batch.expected, batch.created_by, batch.created_at = 0, item.created_by, item.created_at
        session.add(batch)
        session.flush()
    return batch


def order_reading(session: Session, now: datetime, item: IngestItem) -> None:
    """Have a file read, when its turn comes."""
    outbox.add(session, now, JOB, {"item": item.id}, priority=item.priority, dedupe=f"read:{item.id}")


def unpack_again(session: Session, now: datetime, archive: IngestItem) -> None:
    """Have an archive unpacked once more, for what was refused of it."""
    archive.state, archive.changed_at = "waiting", now
    order_reading(session, now, archive)


def _changed(session: Session, statement: Update) -> bool:
    return cast("CursorResult[Any]", session.execute(statement)).rowcount == 1


def refuse_others(session: Session, item_id: str, actor: str) -> IngestItem | None:
    """Let pass who gave the file in, or belongs to its office; a reader's own scan exists for nobody else."""
    item = session.get(IngestItem, item_id)
    if item is not None and item.owner_id not in (None, actor):
        raise NotFound(what=item_id)
    if item is not None and item.created_by != actor:
        refuse_other_office(session, actor, item.office)
    return item

"""Files that came in: each is a row with a state of its own and lies in quarantine until it was read.

waiting → reading → done | failed;  failed → waiting (retried) | dismissed
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from library import audit
from library.clock import Clock
from library.errors import BadInput, LostRace, NotFound, StorageFailed
from library.ids import new_id
from library.jobs import outbox
from library.readers.own_office import refuse_other_office
from library.store.blobs import CHUNK, sync_folder
from library.store.engine import Database
from library.store.folders import DataFolder
from library.store.models import IngestItem
from library.store.records import found

JOB = "ingest.read"
# A librarian's batch waits behind copies, mails and the index.
PRIORITY = 6


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
    priority: int = PRIORITY


class IncomingFiles:
    """The rows and the quarantine folder."""

    def __init__(self, database: Database, folders: DataFolder, clock: Clock, max_bytes: int) -> None:
        self._database = database
        self._folders = folders
        self._clock = clock
        self._max_bytes = max_bytes

    def quarantined(self, item_id: str) -> Path:
        """Say where a file lies until it was read."""
        return self._folders.quarantine / item_id

    def receive(self, stream: BinaryIO, name: str, intent: Intent, batch: str) -> str:
        """Take a file in and order its reading; give the item's id. Its name is only ever shown, never a path.

        The same bytes twice in one batch are one item: a form that is sent twice at the same moment brings each file
        twice. In another batch they are an item of their own, which ends in the same work.

        Raises:
            TooManyBytes: more than the limit; nothing is kept.
            StorageFailed: the disk refused; nothing is kept.
        """
        item_id = new_id()
        shown = clean_file_name(name)
        sha256 = self._write(stream, self.quarantined(item_id), shown)
        now = self._clock()
        item = IngestItem(id=item_id, batch=batch, name=shown, original=sha256, created_at=now, changed_at=now)
        item.office, item.release, item.access = intent.office, intent.release, intent.access
        item.created_by, item.owner_id, item.visit_id = intent.created_by, intent.owner_id, intent.visit_id
        try:
            with self._database.write() as session:
                twin = _twin(session, item)
                if twin is None:
                    session.add(item)
                    session.flush()
                    outbox.add(session, now, JOB, {"item": item_id}, priority=intent.priority, dedupe=f"read:{item_id}")
        except BaseException:
            self.release_quarantine(item_id)  # no row names it, so nobody would ever find it
            raise
        if twin is not None:
            self.release_quarantine(item_id)
        return twin or item_id

    def _write(self, stream: BinaryIO, target: Path, name: str) -> str:
        digest, size = hashlib.sha256(), 0
        try:
            with target.open("xb") as out:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    if size > self._max_bytes:
                        raise TooManyBytes(name=name, limit_mb=self._max_bytes // 1_000_000)  # noqa: TRY301 - the same clean-up
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
        return digest.hexdigest()

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

    def progress(self, item_id: str, step: str, page: int, pages: int) -> None:
        """Note how far reading has come."""
        values = {"step": step, "page": page, "pages": pages, "changed_at": self._clock()}
        with self._database.write() as session:
            session.execute(update(IngestItem).where(IngestItem.id == item_id).values(**values))

    def fail(self, item_id: str, code: str, params: dict[str, Any]) -> None:
        """Note why a file could not be read; it stays in quarantine, to be retried or dismissed.

        What another worker has finished meanwhile stays finished.
        """
        values = {"state": "failed", "error": code, "error_params": params, "changed_at": self._clock()}
        with self._database.write() as session:
            at_work = (IngestItem.id == item_id, IngestItem.state.in_(("waiting", "reading")))
            changed = session.execute(update(IngestItem).where(*at_work).values(**values))
            if changed.rowcount == 1:  # type: ignore[attr-defined]
                audit.record(session, self._clock(), "system", "ingest.fail", f"item:{item_id}", code=code)

    def done(self, session: Session, item_id: str, work_id: str) -> None:
        """Note in the caller's transaction what work the file became."""
        values = {"state": "done", "step": "", "work_id": work_id, "error": "", "changed_at": self._clock()}
        session.execute(update(IngestItem).where(IngestItem.id == item_id).values(**values))

    def release_quarantine(self, item_id: str) -> None:
        """Delete the quarantined file once it is in the store."""
        self.quarantined(item_id).unlink(missing_ok=True)

    def sweep_quarantine(self, before: float) -> int:
        """Delete files older than `before` (seconds since 1970) that nothing waits for; a crash left them.

        Gives how many. What waits, is read or has failed is kept: a failed file may be retried.
        """
        old = [path for path in self._folders.quarantine.iterdir() if path.stat().st_mtime < before]
        with self._database.read() as session:
            wanted = select(IngestItem.id).where(IngestItem.state.in_(("waiting", "reading", "failed")))
            kept = set(session.scalars(wanted)) if old else set()
        left = [path for path in old if path.name not in kept]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def retry(self, item_id: str, actor: str) -> None:
        """Order the reading of a failed file once more.

        Raises:
            LostRace: it is not failed (any more).
            NotAllowed: it is another office's.
            NotFound: it is what a reader scanned for herself.
        """
        now = self._clock()
        with self._database.write() as session:
            _refuse_others(session, item_id, actor)
            self._from_failed(session, item_id, "waiting")
            outbox.add(session, now, JOB, {"item": item_id}, priority=PRIORITY, dedupe=f"read:{item_id}")
            audit.record(session, now, actor, "ingest.retry", f"item:{item_id}")

    def dismiss(self, item_id: str, actor: str) -> None:
        """Give a failed file up and delete it.

        Raises:
            LostRace: it is not failed (any more).
            NotAllowed: it is another office's.
            NotFound: it is what a reader scanned for herself.
        """
        with self._database.write() as session:
            _refuse_others(session, item_id, actor)
            self._from_failed(session, item_id, "dismissed")
            audit.record(session, self._clock(), actor, "ingest.dismiss", f"item:{item_id}")
        self.release_quarantine(item_id)

    def _from_failed(self, session: Session, item_id: str, state: str) -> None:
        statement = update(IngestItem).where(IngestItem.id == item_id, IngestItem.state == "failed")
        changed = session.execute(statement.values(state=state, changed_at=self._clock()))
        if changed.rowcount != 1:  # type: ignore[attr-defined]
            raise LostRace(f"item {item_id} is not failed")

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


def _twin(session: Session, item: IngestItem) -> str | None:
    """Find the same bytes in the same batch for the same office, whatever became of them."""
    same = (
        IngestItem.batch == item.batch,
        IngestItem.office == item.office,
        IngestItem.original == item.original,
        IngestItem.owner_id == item.owner_id,
        IngestItem.state != "dismissed",
    )
    return session.scalars(select(IngestItem.id).where(*same).limit(1)).first()


def _refuse_others(session: Session, item_id: str, actor: str) -> None:
    """Let pass who gave the file in, or belongs to its office; a reader's own scan exists for nobody else."""
    item = session.get(IngestItem, item_id)
    if item is not None and item.owner_id not in (None, actor):
        raise NotFound(what=item_id)
    if item is not None and item.created_by != actor:
        refuse_other_office(session, actor, item.office)


def clean_file_name(name: str) -> str:
    """Make one harmless line of an uploaded file's name: the last part, printable, at most 200 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(c if c.isprintable() else " " for c in last)
    text = " ".join(printable.split()).strip(". ")
    if len(text) > 200:
        stem, dot, suffix = text.rpartition(".")
        text = f"{stem[:190]}…{dot}{suffix[:8]}" if dot else text[:199] + "…"
    return text or "berkas"

"""Files that people send: in quarantine until the sandbox has read them, then in the store, or refused.

A page of the catalogue hangs on a message as a link; a file of the catalogue, byte for byte, is refused, for nothing
leaves unmarked.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sqlalchemy import select, update

from library.catalogue import works
from library.catalogue.file_names import clean_file_name
from library.clock import Clock
from library.consultations.shared_bytes import is_needed, is_of_the_catalogue
from library.errors import BadForm, NotFound, StorageFailed
from library.floor.step import Step
from library.ids import new_id
from library.jobs import outbox
from library.readers.roles import Role
from library.store.blobs import CHUNK, FolderBlobs, sync_folder
from library.store.engine import Database
from library.store.models import Blob, Consultation, ConsultationFile, ConsultationMessage
from library.store.session import Session

JOB = "consultation.file"
ROLE = "attachment"
MOST_BYTES = 25_000_000
MOST_FILES = 5


@dataclass(frozen=True, slots=True)
class Received:
    """A file in quarantine that hangs on nothing yet."""

    id: str
    name: str
    sha256: str
    size: int


class Attachments:
    """The quarantine of the files, and their way into the store."""

    def __init__(self, database: Database, folder: Path, blobs: FolderBlobs, clock: Clock) -> None:
        self._database = database
        self.folder = folder
        self._blobs = blobs
        self._clock = clock

    def receive(self, stream: IO[bytes], name: str) -> Received:
        """Write a file into quarantine; its name is only ever shown, never a path.

        Raises:
            BadForm: it is larger than 25 MB, or empty.
            StorageFailed: the disk refused; nothing is kept.
        """
        file_id, digest, size = new_id(), hashlib.sha256(), 0
        target = self.folder / file_id
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with target.open("xb") as out:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    if size > MOST_BYTES:
                        break
                    digest.update(chunk)
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            sync_folder(self.folder)
        except OSError as exc:
            target.unlink(missing_ok=True)
            raise StorageFailed(str(exc)) from exc
        if not 0 < size <= MOST_BYTES:
            target.unlink(missing_ok=True)
            raise BadForm({"files": "file-too-large" if size else "file-empty"})
        return Received(file_id, clean_file_name(name), digest.hexdigest(), size)

    def drop(self, received: tuple[Received, ...]) -> None:
        """Forget files that came to nothing."""
        for each in received:
            (self.folder / each.id).unlink(missing_ok=True)

    def waiting(self, file_id: str) -> tuple[Path, str] | None:
        """Give the quarantined file and its name to whoever reads it; None when that was done."""
        with self._database.read() as session:
            row = session.get(ConsultationFile, file_id)
        return None if row is None or row.state != "waiting" else (self.folder / file_id, row.name)

    def accept(self, file_id: str, media_type: str) -> None:
        """Store a file that the sandbox has read to its end; one that was erased meanwhile leaves nothing."""
        path = self.folder / file_id
        stored = self._blobs.put(path)
        with self._database.write() as session:
            known = session.get(Blob, stored.sha256) is not None
            wanted = self._settle(session, file_id, state="ready", media_type=media_type)
            if wanted and not known:
                session.add(Blob(sha256=stored.sha256, size=stored.size, role=ROLE, created_at=self._clock()))
            elif not known and not is_needed(session, stored.sha256):
                self._blobs.delete(stored.sha256)  # under the write lock: nobody else begins to name it
        path.unlink(missing_ok=True)

    def refuse(self, file_id: str, code: str) -> None:
        """Note why a file cannot be handed on, and delete it."""
        with self._database.write() as session:
            self._settle(session, file_id, state="refused", error=code[:40])
        (self.folder / file_id).unlink(missing_ok=True)

    def _settle(self, session: Session, file_id: str, **values: object) -> bool:
        """Say what became of a file that still waits; False: it waits no more."""
        waiting = (ConsultationFile.id == file_id, ConsultationFile.state == "waiting")
        done = session.execute(update(ConsultationFile).where(*waiting).values(**values))
        return bool(done.rowcount)  # type: ignore[attr-defined]

    def path_of(self, sha256: str) -> Path:
        """Give a stored file's path."""
        return self._blobs.path(sha256)

    def sweep(self, before: float) -> int:
        """Delete quarantined files older than `before` (seconds since 1970) that hang on nothing; give how many."""
        if not self.folder.is_dir():
            return 0
        old = [path for path in self.folder.iterdir() if path.stat().st_mtime < before]
        with self._database.read() as session:
            query = select(ConsultationFile.id).where(ConsultationFile.state == "waiting")
            kept = set(session.scalars(query)) if old else set()
        left = [path for path in old if path.name not in kept]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def forget(self, session: Session, file: ConsultationFile) -> str | None:
        """Unname an erased file; give the checksum of a blob that nobody needs any more, to delete after the commit."""
        sha256, file.name, file.sha256 = file.sha256, "", None
        if file.state == "waiting":
            file.state, file.error = "refused", "erased"
        session.flush()
        if sha256 is None:
            return None
        blob = session.get(Blob, sha256)
        if blob is None or blob.role != ROLE or is_needed(session, sha256):
            return None
        session.delete(blob)
        return sha256

    def delete_blobs(self, names: list[str]) -> None:
        """Delete the bytes of erased files, unless somebody has brought the same ones meanwhile."""
        for name in names:
            with self._database.write() as session:
                if session.get(Blob, name) is None and not is_needed(session, name):
                    self._blobs.delete(name)


def attach(step: Step, message: ConsultationMessage, received: tuple[Received, ...]) -> None:
    """Hang quarantined files on a message and order their reading.

    Raises:
        BadForm: too many, or a file of the catalogue.
    """
    if len(received) > MOST_FILES:
        raise BadForm({"files": "too-many-files"})
    for each in received:
        if is_of_the_catalogue(step.session, each.sha256):
            raise BadForm({"files": "catalogue-file"})
        row = ConsultationFile(id=each.id, message_id=message.id, name=each.name, size=each.size, state="waiting")
        row.sha256 = each.sha256
        step.session.add(row)
        step.session.flush()
        outbox.add(step.session, step.now, JOB, {"file": each.id}, priority=4, dedupe=f"file:{each.id}")


def attach_page(step: Step, message: ConsultationMessage, work_id: str, page: int | None) -> None:
    """Hang a page of the catalogue on a message, as a link.

    Raises:
        NotFound: the work is not released.
        BadForm: it has no such page.
    """
    work = works.get(step.session, work_id, Role.READER.value)
    if page is not None and not 1 <= page <= work.pages:
        raise BadForm({"page": "choice-invalid"})
    step.session.add(ConsultationFile(message_id=message.id, state="ready", work_id=work.id, page=page))
    step.session.flush()


def of_case(step: Step, case: Consultation, file_id: str, *, staff: bool) -> ConsultationFile:
    """Give a file that can be handed out.

    Raises:
        NotFound: it hangs on no message of this case, on a note that is not for this reader, is not ready, or has
            come into the catalogue since it was sent.
    """
    row = step.session.get(ConsultationFile, file_id)
    message = step.session.get(ConsultationMessage, row.message_id) if row else None
    hidden = message is None or message.case_id != case.id or (message.kind == "note" and not staff)
    if row is None or hidden or row.state != "ready" or row.sha256 is None:
        raise NotFound(what="berkas / file")
    if is_of_the_catalogue(step.session, row.sha256):  # a copy of it has to be asked for, and is marked
        raise NotFound(what="berkas / file")
    return row

"""The work behind a work's page, done later: derived values, series, fingerprint, and what looks alike."""

from __future__ import annotations

from pathlib import Path

from PIL import UnidentifiedImageError
from sqlalchemy import select
from sqlalchemy.orm import Session

from library.catalogue import descriptions, duplicates, series, told
from library.catalogue.classification import load_classification
from library.catalogue.deriving import derived
from library.catalogue.fields import CodeTables
from library.catalogue.fingerprints import cover_hash, sketch
from library.catalogue.regions import load_regions
from library.catalogue.works import INDEX_JOB, current_file
from library.clock import Clock
from library.errors import NotFound
from library.jobs import outbox
from library.store.blobs import FolderBlobs
from library.store.engine import Database
from library.store.models import Fingerprint, Page, Work, WorkFile


class Describer:
    """Does it, one work at a time, in whatever worker has the time; doing it again changes nothing."""

    def __init__(self, database: Database, blobs: FolderBlobs, clock: Clock, catalog: Path) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock
        self._catalog = catalog

    @property
    def tables(self) -> CodeTables:
        """The regions and subjects that values are checked against."""
        return CodeTables(load_regions(self._catalog), load_classification(self._catalog))

    def handle(self, payload: dict[str, str]) -> None:
        """Describe one work; nothing happens where it is gone, or is what a reader scanned for herself."""
        if self._describe(payload["work"], self._fingerprint(payload["work"])):
            self._compare(payload["work"])

    def _describe(self, work_id: str, marks: Fingerprint | None) -> bool:
        """Keep what follows from its values, its series and its fingerprint; False where there is no such work."""
        now = self._clock()
        with self._database.write() as session:
            work = session.get(Work, work_id)
            if work is None or work.owner_id is not None:
                return False
            before = (work.region, work.subjects)
            for field, value, source, confidence in derived(work, self.tables):
                descriptions.derive(session, work, field, value, source, confidence)
            series.place(session, now, work)
            if marks is not None and session.get(Fingerprint, marks.file_id) is None:
                session.add(marks)
            if work.state == "released" and before != (work.region, work.subjects):
                told.note_correction(session, now, work.id)
                outbox.add(session, now, INDEX_JOB, {"work": work.id}, dedupe=f"index:{work.id}")
        return True

    def _compare(self, work_id: str) -> None:
        """Compare with all others, which takes a second among ten thousand: not while nobody else can write."""
        with self._database.read() as session:
            work = session.get(Work, work_id)
            found = duplicates.find(session, work) if work else {}
        if found:
            with self._database.write() as session:
                if work := session.get(Work, work_id):
                    duplicates.note(session, self._clock(), work, found)

    def _fingerprint(self, work_id: str) -> Fingerprint | None:
        """Take the fingerprint of a work's file outside the write lock; None where it is there, or there is no file."""
        with self._database.read() as session:
            file = _file_to_mark(session, work_id)
            if file is None:
                return None
            texts = session.scalars(select(Page.text).where(Page.file_id == file.id).order_by(Page.number))
            return Fingerprint(file_id=file.id, sketch=sketch(texts), cover=self._cover(file.cover))

    def _cover(self, sha256: str | None) -> str:
        """Hash a cover; one that is lost or cannot be decoded says nothing."""
        if sha256 is None:
            return ""
        try:
            return cover_hash(self._blobs.path(sha256))
        except (NotFound, OSError, UnidentifiedImageError, ValueError):
            return ""


def _file_to_mark(session: Session, work_id: str) -> WorkFile | None:
    try:
        file = current_file(session, work_id)
    except NotFound:
        return None
    return file if session.get(Fingerprint, file.id) is None else None

"""From a received file to a work: read in the sandbox, prepared, stored, entered; then released or left for review."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import structlog

from ingest.archiving.maker import ArchiveMaker
from ingest.attachments import AttachmentReader
from ingest.decoding import launch
from ingest.drafting import drafting
from ingest.entering import arrival_of
from ingest.errors import CannotBeMarked, IngestError, NoRoom, from_code
from ingest.limits import Limits, OcrOptions
from ingest.messages import sentence
from ingest.preparing import prepare_file
from ingest.read import read_file
from ingest.redoing.worker import PageRedoer
from ingest.rereading import JOB as REREAD_JOB
from ingest.rereading import Rereader
from ingest.telling import PutAside, Teller
from ingest.unpacking.taking import Unpacker
from library import Library
from library.catalogue import works
from library.catalogue.incoming import JOB, Intent
from library.catalogue.intake import enter, known_work, store_files
from library.catalogue.makings import MadeArrival, keep_newest
from library.consultations.files import JOB as ATTACHMENT_JOB
from library.errors import StorageFailed, Untraceable
from library.ids import new_id
from library.jobs import Interrupted
from library.softcopies.self_scans import order
from library.store.models import IngestItem, Work
from library.store.session import Session
from library.store.turns import my_turn
from library.tracing.cases import Sandbox

log = structlog.get_logger(__name__)


class Intake:
    """Takes files in and makes works of them, in whatever worker has the time."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._unpacker = Unpacker(library)

    def register(self) -> None:
        """Offer the workers to do this kind of work, and lend the sandbox to those who trace leaks."""
        workers = self._library.settings.renderers
        self._library.tracing.shut_in(Sandbox(launch, lambda: drafting(workers)))
        self._library.workers.register(JOB, self.handle, self.gave_up)
        attachments = AttachmentReader(self._library.consultations.attachments, self._library.folders.work)
        self._library.workers.register(ATTACHMENT_JOB, attachments.handle, attachments.gave_up)
        PageRedoer(self._library, self._plain_limits()).register()
        ArchiveMaker(self._library, self._plain_limits()).register()
        self._library.workers.register(REREAD_JOB, Rereader(self._library, self._plain_limits()).handle)

    def receive_path(self, path: Path, intent: Intent, batch: str | None = None) -> str:
        """Take a local file in; give the item's id.

        Raises:
            OSError: the file cannot be opened.
            TooManyBytes, StorageFailed: see `IncomingFiles.receive`.
        """
        with path.open("rb") as stream:
            return self._library.incoming.receive(stream, path.name, intent, batch or new_id())

    def handle(self, payload: dict[str, Any]) -> None:
        """Read one item to its end. What is wrong with the file is noted on it; what is wrong with us is raised."""
        item = self._library.incoming.begin(str(payload["item"]))
        if item is None:
            return
        try:
            # The same bytes may have come twice, or a lease run out: their working folder is for one at a time.
            with my_turn(self._library.folders.work / f"{item.original}.lock"):
                self._bring_in(item)
        except PutAside:
            return
        except Interrupted:
            self._library.incoming.wait_again(item.id)
            raise
        except NoRoom as error:
            raise StorageFailed(error.detail[-500:]) from error  # tried again later; the file has no part in it
        except IngestError as error:
            log.warning("ingest-failed", item=item.id, code=error.code, detail=error.detail[:500])
            self._library.incoming.fail(item.id, error.code, dict(error.params))

    def gave_up(self, payload: dict[str, Any], error: str) -> None:
        """Note on the item that reading it broke down again and again."""
        log.error("ingest-gave-up", item=payload["item"], error=error[:500])
        self._library.incoming.fail(str(payload["item"]), "failed", {})

    def _bring_in(self, item: IngestItem) -> None:
        if item.kind == "zip" and self._unpacker.takes(item):
            self._unpacker.unpack(item)
            return
        if self._is_known(item):
            return
        folder = self._library.folders.work / str(item.original)
        tell = Teller(self._library, item)
        arrival = self._read(item, folder, tell)
        self._store(item, arrival, tell)
        self._library.incoming.release_quarantine(item.id)
        shutil.rmtree(folder, ignore_errors=True)

    def _is_known(self, item: IngestItem) -> bool:
        """The same bytes are the same work: point to it instead of making a second one."""
        with self._library.database.write() as session:
            work = known_work(session, str(item.original), item.office, item.owner_id)
            if work is None:
                return False
            if not self._library.incoming.done(session, item.id, work.id):
                raise PutAside
            self._order_own_copy(session, item, work)
            if item.release and work.state == "review":
                works.release(session, self._library.clock(), work.id, item.created_by or "system")
        self._library.incoming.release_quarantine(item.id)
        return True

    def _read(self, item: IngestItem, folder: Path, tell: Teller) -> MadeArrival:
        limits = self._limits(item.office)
        path = self._library.incoming.quarantined(item.id)
        reading = read_file(path, folder, name=item.name, limits=limits, ocr=self._ocr(), progress=tell)
        prepared = prepare_file(reading.pdf, folder, limits=limits, progress=tell)
        return arrival_of(reading, prepared, item, original=path)

    def _plain_limits(self) -> Limits:
        settings = self._library.settings
        return Limits(address_bytes=settings.child_memory, wall_seconds=settings.child_seconds)

    def _limits(self, office: str) -> Limits:
        settings = self._library.settings
        rules = self._library.offices[office].rules.softcopy
        return Limits(
            pages=min(settings.max_pages, rules.max_pages.value),
            bytes=min(settings.max_bytes, rules.max_bytes.value),
            address_bytes=settings.child_memory,
            wall_seconds=settings.child_seconds,
        )

    def _ocr(self) -> OcrOptions:
        settings = self._library.settings
        return OcrOptions(languages=tuple(settings.ocr_languages.split("+")), jobs=settings.ocr_jobs)

    def _store(self, item: IngestItem, arrival: MadeArrival, tell: Teller) -> None:
        library = self._library
        files = store_files(library.blobs, arrival)
        actor = item.created_by or "system"
        with library.database.write() as session:
            known = known_work(session, files.original.sha256, item.office, item.owner_id)
            work = known or enter(session, library.clock(), arrival, files, key_id=library.keys.active, actor=actor)
            if known is None:
                keep_newest(session, work, arrival.makings)
            seconds = tell.seconds
            if not library.incoming.done(session, item.id, work.id, pages=len(arrival.pages), seconds=seconds):
                raise PutAside  # with the work that was just entered
            self._order_own_copy(session, item, work)
            if item.release and work.state == "review":
                session.flush()
                works.release(session, library.clock(), work.id, actor)
        library.workers.wake()

    def _order_own_copy(self, session: Session, item: IngestItem, work: Work) -> None:
        """Order the marked copy of a self-scan, in the commit that enters it: nothing else is ever made of it.

        Raises:
            CannotBeMarked: the pages carry too little to name their reader; nothing is kept.
        """
        if item.owner_id is None:
            return
        session.flush()
        zone = self._library.offices[item.office].hours.time_zone.value
        try:
            order(session, self._library.clock(), item, work, zone)
        except Untraceable as error:
            raise CannotBeMarked(error.detail) from error


def failure(item: IngestItem, language: str) -> str:
    """Say in words why an item failed and what to do."""
    return sentence(from_code(item.error or "failed", "", dict(item.error_params)), language)

"""The workers' part: a page is tried, and an accepted trial becomes a new version of its file."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import structlog

from ingest.errors import IngestError, NoRoom
from ingest.limits import Limits
from ingest.outlining import read_headings
from ingest.preparing import Prepared, prepare_file
from ingest.redoing import put_in_place, try_page
from ingest.redoing.settings import settings_from
from library import Library
from library.catalogue import trials
from library.catalogue.intake import ArrivingMaster
from library.catalogue.page_versions import NewVersion, enter_version
from library.catalogue.trials import APPLY_JOB, TRY_JOB, TrialTask
from library.errors import LostRace, StorageFailed
from library.store.models import Blob

log = structlog.get_logger(__name__)


class PageRedoer:
    """Does it in whatever worker has the time; whatever fails leaves the work as it is and says why."""

    def __init__(self, library: Library, limits: Limits) -> None:
        """Keep what it reads from and what reading may cost."""
        self._library = library
        self._limits = limits

    def register(self) -> None:
        """Offer the workers to do this kind of work."""
        self._library.workers.register(TRY_JOB, self.try_one, self.gave_up)
        self._library.workers.register(APPLY_JOB, self.apply_one, self.gave_up)

    def gave_up(self, payload: dict[str, Any], error: str) -> None:
        """Note on the trial that it broke down again and again."""
        log.error("page-redo-gave-up", trial=payload["trial"], error=error[:500])
        self._fail(str(payload["trial"]), "failed")

    def try_one(self, payload: dict[str, Any]) -> None:
        """Read a page with the settings of a trial, and keep the result for its librarian to look at."""
        task = self._task(payload, "ordered")
        if task is None:
            return
        try:
            with tempfile.TemporaryDirectory(dir=self._library.folders.work) as folder:
                self._try(task, Path(folder) / "page")
        except NoRoom as error:
            raise StorageFailed(error.detail[-500:]) from error
        except IngestError as error:
            log.warning("page-not-read", work=task.work_id, page=task.source_page, code=error.code)
            self._fail(task.id, error.code)

    def _try(self, task: TrialTask, folder: Path) -> None:
        library = self._library
        original, settings = library.blobs.path(task.original), settings_from(task.settings)
        sheet, pages = try_page(original, task.name, task.source_page, settings, folder, limits=self._limits)
        stored = library.blobs.put(sheet)
        with library.database.write() as session:
            if session.get(Blob, stored.sha256) is None:
                now = library.clock()
                session.add(Blob(sha256=stored.sha256, size=stored.size, role="trial", derived=True, created_at=now))
                session.flush()
            trials.ready(session, task.id, [asdict(page) for page in pages], stored.sha256)

    def apply_one(self, payload: dict[str, Any]) -> None:
        """Make a new version of a file of an accepted trial."""
        task = self._task(payload, "accepted")
        if task is None or task.sheet is None:
            return
        try:
            with tempfile.TemporaryDirectory(dir=self._library.folders.work) as folder:
                self._apply(task, task.sheet, Path(folder))
        except NoRoom as error:
            raise StorageFailed(error.detail[-500:]) from error
        except (IngestError, LostRace) as error:
            log.warning("page-not-applied", work=task.work_id, page=task.source_page, code=error.code)
            self._fail(task.id, error.code)
        self._library.workers.wake()

    def _apply(self, task: TrialTask, sheet: str, folder: Path) -> None:
        library, limits = self._library, self._limits
        blobs = library.blobs
        shown = put_in_place(blobs.path(task.shown), task.numbers, blobs.path(sheet), folder / "join", limits=limits)
        prepared = prepare_file(shown, folder, limits=limits)
        found = read_headings(shown, folder, limits=limits)
        version = NewVersion(
            shown=blobs.put(shown),
            body=blobs.put(prepared.body),
            slots=blobs.put(prepared.slots),
            master=_arriving(prepared),
            headings=found,
            key_id=library.keys.active,
        )
        with library.database.write() as session:
            enter_version(session, library.clock(), task, version)

    def _task(self, payload: dict[str, Any], state: str) -> TrialTask | None:
        with self._library.database.read() as session:
            return trials.task(session, str(payload["trial"]), state)

    def _fail(self, trial_id: str, code: str) -> None:
        with self._library.database.write() as session:
            trials.failed(session, self._library.clock(), trial_id, code)


def _arriving(prepared: Prepared) -> ArrivingMaster:
    return ArrivingMaster(
        body=prepared.body, slots=prepared.slots, engine=prepared.engine, traceability=prepared.traceability
    )

"""The worker's side of PDF/A copies."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog

from ingest.archiving import Archived, archive_file
from ingest.errors import IngestError, OverLimit
from ingest.limits import Limits
from library import Library
from library.preservation import archive_copies, archive_round

log = structlog.get_logger(__name__)
_LOOK_EVERY = 0.5  # seconds


class ArchiveMaker:
    """Makes one copy at a time."""

    def __init__(self, library: Library, limits: Limits) -> None:
        """Keep where files come from, and what making a copy may cost."""
        self._library = library
        self._limits = limits

    def register(self) -> None:
        """Offer the workers to do it."""
        self._library.workers.register(archive_copies.JOB, self.handle)

    def handle(self, payload: dict[str, Any]) -> None:
        """Make the copy of a file; a file of which none can be made is noted with the reason, and not tried again.

        Raises:
            OverLimit: the machine had no room for it; the job is tried again.
        """
        library, file_id = self._library, str(payload["file"])
        with library.database.read() as session:
            shown = archive_copies.source(session, file_id)
        if not shown:
            return
        with tempfile.TemporaryDirectory(dir=library.folders.work) as folder:
            made = self._made(library.blobs.path(shown), Path(folder))
            values = (file_id, made.copy, made.profile, made.checks)
            archive_copies.keep(library.database, library.blobs, library.clock(), *values)
        log.info("archive-copy", file=file_id, made=made.copy is not None, verdict=made.checks.get("verdict", ""))

    def _made(self, pdf: Path, folder: Path) -> Archived:
        try:
            return archive_file(pdf, folder, limits=self._limits)
        except OverLimit:
            raise
        except IngestError as error:
            return Archived(None, "", {"verdict": "not made", "why": error.code})


def make_missing_copies(library: Library, progress: Callable[[int, int], None]) -> int:
    """Order the copies that no work has yet, and wait until they are made; give how many there are of these.

    Workers of other processes take some of them. What the machine has no room for now stays ordered.

    Args:
        library: with an intake that offers the work.
        progress: told how many of the ordered ones are finished, and how many were ordered.
    """
    with library.database.write() as session:
        ordered = archive_round.order_missing(session, library.clock(), "cli")
        before = archive_round.standing(session)
    total = before.waiting
    if total:
        library.workers.start(1)
    while total:
        with library.database.read() as session:
            now = archive_round.standing(session)
        progress(total - now.waiting, total)
        if not now.waiting or not library.outbox.active({archive_copies.JOB}):
            break
        time.sleep(_LOOK_EVERY)
    return len(ordered)

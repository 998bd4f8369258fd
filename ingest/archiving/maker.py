"""The worker's side of PDF/A copies."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import structlog

from ingest.archiving import Archived, archive_file
from ingest.errors import IngestError, OverLimit
from ingest.limits import Limits
from library import Library
from library.preservation import archive_copies

log = structlog.get_logger(__name__)


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

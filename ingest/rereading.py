"""Reading the values of a work again from its pages, as when it came in; what a person decided stays."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import structlog

from ingest.entering import places_of
from ingest.errors import IngestError
from ingest.limits import Limits, OcrOptions
from ingest.read import read_file
from library import Library
from library.catalogue import descriptions
from library.catalogue.rereading import JOB, page_confidence
from library.catalogue.works import current_file
from library.errors import NotFound
from library.store.models import Work

__all__ = ["JOB", "Rereader"]
log = structlog.get_logger(__name__)


class Rereader:
    """Does it in whatever worker has the time."""

    def __init__(self, library: Library, limits: Limits) -> None:
        """Keep what it reads from and what reading may cost."""
        self._library = library
        self._limits = limits

    def handle(self, payload: dict[str, Any]) -> None:
        """Read one work again. A file that cannot be read any more leaves everything as it is, and is named in the log.

        What readers get to see is read: it has the recognised words in it, so nothing is recognised once more.
        """
        work_id = str(payload["work"])
        try:
            found = self._read(work_id)
        except (IngestError, NotFound, OSError) as error:
            log.warning("values-not-read", work=work_id, error=str(error)[:300])
            return
        now = self._library.clock()
        with self._library.database.write() as session:
            work = session.get(Work, work_id)
            if work is None or work.owner_id is not None:
                return
            descriptions.note_reading(session, work, found)
            descriptions.follow(session, now, work)
        self._library.workers.wake()

    def _read(self, work_id: str) -> dict[str, Any]:
        library = self._library
        with library.database.read() as session:
            file = current_file(session, work_id)
            recognised = page_confidence(session, file.id)
        with tempfile.TemporaryDirectory(dir=library.folders.work) as folder:
            name = f"{Path(file.name).stem or 'a'}.pdf"
            path, without = library.blobs.path(file.shown), OcrOptions(enabled=False)
            reading = read_file(path, Path(folder), name=name, limits=self._limits, ocr=without)
        places = places_of(reading.metadata)
        for place in places.values():
            place["confidence"] = round(place["confidence"] * recognised.get(place["page"] or 0, 1.0), 3)
        return places

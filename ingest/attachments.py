"""Files that came with a message: read to their end in the sandbox before anybody may open them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import structlog

from ingest.errors import IngestError, NoRoom
from ingest.limits import Limits, OcrOptions
from ingest.read import read_file
from library.consultations.files import Attachments
from library.errors import StorageFailed

# What hangs on a message is a letter or a table, not a yearbook.
LIMITS = Limits(pages=500, bytes=25_000_000, wall_seconds=300, stall_seconds=60)
_NO_OCR = OcrOptions(enabled=False)
log = structlog.get_logger(__name__)


class AttachmentReader:
    """The worker's side: what the sandbox reads is handed on, all else is refused with the reason."""

    def __init__(self, attachments: Attachments, work: Path) -> None:
        self._attachments = attachments
        self._work = work

    def handle(self, payload: dict[str, Any]) -> None:
        """Read one file."""
        file_id = str(payload["file"])
        waiting = self._attachments.waiting(file_id)
        if waiting is None:
            return
        path, name = waiting
        folder = self._work / f"attachment-{file_id}"
        try:
            reading = read_file(path, folder, name=name, limits=LIMITS, ocr=_NO_OCR)
        except NoRoom as error:
            raise StorageFailed(error.detail[-500:]) from error  # tried again later; the file has no part in it
        except IngestError as error:
            log.info("attachment-refused", file=file_id, code=error.code)
            self._attachments.refuse(file_id, error.code)
        else:
            self._attachments.accept(file_id, reading.media_type)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def gave_up(self, payload: dict[str, Any], error: str) -> None:
        """Note that reading a file broke down again and again: nobody gets it."""
        log.error("attachment-gave-up", file=payload["file"], error=error[:500])
        self._attachments.refuse(str(payload["file"]), "failed")

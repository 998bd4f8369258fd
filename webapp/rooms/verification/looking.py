"""What a file says of itself: its seal and the number in its stamp. Confined processes parse it; it is not kept."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import structlog

from ingest import IngestError
from ingest.rendering import Renderer
from ingest.sealing import seal_of
from library.errors import Unavailable
from library.softcopies.file_verification import number_in
from library.softcopies.seals import recorded_certificates
from watermark.seal_check import SealFinding
from webapp.current import current_library

# The stamp stands on every page; a cover may bear another code that stands out more.
_PAGES = (1, 2, 3)
_SECONDS = 15.0
# Confined processes at once; more would make readers' pages wait. A genuine file needs none.
_places = threading.BoundedSemaphore(2)
_PATIENCE = 5.0
"""Seconds that a check waits for its place, holding a thread of the server."""
_CHUNK = 1 << 20

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Look:
    """What was found; no number is empty."""

    seal: SealFinding
    number: str


def is_pdf(stream: IO[bytes]) -> bool:
    """Whether a file says that it is a PDF, where readers look for that (ISO 32000-2, 7.5.2, and its notes)."""
    stream.seek(0)
    return b"%PDF-" in stream.read(1024)


def look_into(stream: IO[bytes]) -> Look:
    """Look for the seal and the number of a PDF.

    Raises:
        Unavailable: too many files are being looked into.
    """
    with current_library().database.read() as records:
        certificates = recorded_certificates(records)
    if not _places.acquire(timeout=_PATIENCE):
        raise Unavailable("too many files are being checked")
    try:
        with tempfile.TemporaryDirectory(dir=current_library().folders.work, prefix="check-") as folder:
            file = Path(folder) / "file.pdf"
            stream.seek(0)
            with file.open("xb") as out:
                shutil.copyfileobj(stream, out, _CHUNK)
            return Look(_seal(file, certificates), _number(file))
    finally:
        _places.release()


def _seal(file: Path, certificates: Sequence[bytes]) -> SealFinding:
    with tempfile.TemporaryDirectory(prefix="pustaka-seal-") as folder:
        return seal_of(file, certificates, Path(folder))


def _number(file: Path) -> str:
    """Read the copy number from the QR code on one of the first pages; empty where there is none."""
    renderer = Renderer([file.parent], workers=1, seconds=_SECONDS)
    try:
        for number in _PAGES:
            if found := number_in(renderer.page_code(file, number)):
                return found
    except IngestError as error:
        log.info("check-ended", code=error.code)
    finally:
        renderer.close()
    return ""

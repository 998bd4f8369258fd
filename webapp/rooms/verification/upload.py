"""Checking a file: is it, byte for byte, a copy that was made here? The file is read and forgotten."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import threading
from pathlib import Path
from typing import IO

import structlog
from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ingest import IngestError
from ingest.rendering import Renderer
from library.errors import Unavailable
from library.softcopies.file_verification import check_file, number_in
from library.softcopies.verification import check_number
from webapp.current import current_library, use_office
from webapp.pages import page
from webapp.rooms.verification.blueprint import blueprint
from webapp.security import audience
from webapp.security.bodies import takes_files_up_to
from webapp.security.limits import Limit, address, limited
from webapp.shown_works import office_name

MOST_BYTES = 256 << 20
CHECKS = (Limit("10 per minute", address), Limit("60 per hour", address))
# The stamp stands on every page; a cover may bear another code that stands out more.
_PAGES = (1, 2, 3)
_SECONDS = 15.0
# Confined processes at once; more would make readers' pages wait. A genuine file needs none.
_places = threading.BoundedSemaphore(2)
_PATIENCE = 5.0
"""Seconds that a check waits for its place, holding a thread of the server."""
_CHUNK = 1 << 20

log = structlog.get_logger(__name__)


@blueprint.post("/verify")
@audience.public
@takes_files_up_to(MOST_BYTES)
@limited(*CHECKS)
def check_upload() -> ResponseReturnValue:
    """Say whether a file is genuine, altered or unknown; no answer says for whom a copy was made."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return page("verification/ask.html", status=422, typed="", error=_("Choose a file."), limit=MOST_BYTES)
    with current_library().database.read() as records:
        genuine = check_file(records, _sha256(sent.stream))
    if genuine is not None:
        office = use_office(genuine.office)
        name = office_name(genuine.office)
        return page("verification/genuine_file.html", office=office, genuine=genuine, office_name=name)
    number = _number_on(sent.stream)
    with current_library().database.read() as records:
        original = check_number(records, number) if number else None
    if original is None:
        return page("verification/unknown_file.html")
    office = use_office(original.office)
    name = office_name(original.office)
    return page("verification/altered_file.html", office=office, original=original, office_name=name)


def _sha256(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _number_on(stream: IO[bytes]) -> str:
    """Read the copy number from the QR code of a PDF, in a confined process; empty where there is none."""
    stream.seek(0)
    if b"%PDF-" not in stream.read(1024):
        return ""
    if not _places.acquire(timeout=_PATIENCE):
        raise Unavailable("too many files are being checked")
    try:
        with tempfile.TemporaryDirectory(dir=current_library().folders.work, prefix="check-") as folder:
            file = Path(folder) / "file.pdf"
            stream.seek(0)
            with file.open("xb") as out:
                shutil.copyfileobj(stream, out, _CHUNK)
            return _read_number(file)
    finally:
        _places.release()


def _read_number(file: Path) -> str:
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

"""Reading the headings of a file that is in the catalogue already, in a confined child as when it came in."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog

from ingest.entering import arriving_headings
from ingest.errors import IngestError, from_code
from ingest.limits import Limits
from ingest.reading import Caption
from ingest.sandbox.answers import read_answer
from ingest.sandbox.spawn import BrokenProtocolError, run_child
from library import Library
from library.catalogue import headings
from library.catalogue.headings import ArrivingHeading, FileToRead

RESULT = "headings.json"

log = structlog.get_logger(__name__)


def read_missing_headings(library: Library, progress: Callable[[int, int], None]) -> int:
    """Read the headings of every file that was taken in before there were any; give how many files were read.

    A file that cannot be read stays without and is named in the log; the others are read all the same.
    """
    with library.database.read() as session:
        wanted = headings.to_read(session)
    done = 0
    for number, file in enumerate(wanted, 1):
        done += _read_one(library, file)
        progress(number, len(wanted))
    return done


def _read_one(library: Library, file: FileToRead) -> bool:
    try:
        with tempfile.TemporaryDirectory(dir=library.folders.work) as folder:
            found = read_headings(library.blobs.path(file.shown), Path(folder), limits=Limits())
    except (IngestError, OSError) as error:
        log.warning("headings-not-read", work=file.work_id, error=str(error)[:300])
        return False
    with library.database.write() as session:
        headings.keep(session, library.clock(), file.file_id, found)
    return True


def read_headings(pdf: Path, workdir: Path, *, limits: Limits) -> list[ArrivingHeading]:
    """Read the headings of a PDF.

    Args:
        pdf: the file that readers get to see; it is only read.
        workdir: a folder of its own, which is emptied.
        limits: what reading may cost.

    Raises:
        IngestError: any of its kinds.
    """
    folder = workdir / "headings"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    faults: list[IngestError] = []

    def report(line: dict[str, Any]) -> None:
        if "error" in line:
            faults.append(from_code(str(line["error"]), str(line.get("detail")), dict(line.get("params") or {})))

    order = {"pdf": str(pdf), "folder": str(folder), "limits": limits.to_json()}
    try:
        code = run_child("ingest.outlining", order, workdir=folder, limits=limits, report=report)
    except BrokenProtocolError as error:
        raise IngestError(f"the child broke its protocol: {error}") from error
    if faults or code != 0:
        raise faults[0] if faults else IngestError(f"reading headings ended with {code}")
    return _load(folder / RESULT)


def _load(path: Path) -> list[ArrivingHeading]:
    """Take the child's plain values, which are as untrusted as the file was."""
    try:
        plain = read_answer(path)
        sizes = {int(page): (float(width), float(height)) for page, (width, height) in plain["sizes"].items()}
        found = [_caption(each) for each in plain["headings"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IngestError(f"the child gave no headings: {error!r}") from error
    return arriving_headings(found, sizes)


def _caption(plain: dict[str, Any]) -> Caption:
    box = plain["bbox"]
    return Caption(
        page=int(plain["page"]),
        kind=plain["kind"],
        number=str(plain["number"]),
        title=str(plain["title"]),
        parallel_title=str(plain["parallel_title"]),
        bbox=None if box is None else (float(box[0]), float(box[1]), float(box[2]), float(box[3])),
        last_page=int(plain["last_page"] or plain["page"]),
        level=int(plain["level"]),
    )

"""Making the PDF/A copy of a file in a confined child, by OCRmyPDF: pikepdf's validator approves it, or there is none.

Nothing is rendered or recognised again: declarations and a colour profile are added to the file that readers see.
Ghostscript, which would rewrite what cannot be approved, is left out: its releases 10.0.0 to 10.02.0 damage text.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import IngestError, from_code
from ingest.limits import Limits
from ingest.reading import own_file
from ingest.sandbox.answers import read_answer
from ingest.sandbox.spawn import BrokenProtocolError, run_child

FOLDER = "archive"


@dataclass(frozen=True)
class Archived:
    """What came of it: the copy, or None with what stands in the way.

    `checks` says what was looked at: the validator and its verdict (pass, fail or not_checked), how many constructs
    break the standard or are unknown to the validator, and whether pages and qpdf's own check agree.
    """

    copy: Path | None
    profile: str
    checks: dict[str, Any]


def archive_file(pdf: Path, workdir: Path, *, limits: Limits) -> Archived:
    """Make the PDF/A copy of a PDF.

    Args:
        pdf: the file that readers get to see; it is only read.
        workdir: a folder of its own; the copy is left in it.
        limits: what it may cost.

    Raises:
        IngestError: the file could not be read, or cost too much.
    """
    folder = workdir / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    faults: list[IngestError] = []

    def report(line: dict[str, Any]) -> None:
        if "error" in line:
            faults.append(from_code(str(line["error"]), str(line.get("detail", "")), {}))

    order = {"pdf": str(pdf), "folder": str(folder), "limits": limits.to_json()}
    try:
        code = run_child("ingest.archiving", order, workdir=folder, limits=limits, report=report)
    except BrokenProtocolError as error:
        raise IngestError(f"the child broke its protocol: {error}") from error
    if faults:
        raise faults[0]
    if code != 0:
        raise IngestError(f"archiving ended with {code}")
    return _load(folder)


def _load(folder: Path) -> Archived:
    try:
        plain = read_answer(folder / "archived.json")
        copy = own_file(folder, str(plain["copy"])) if plain["copy"] else None
        return Archived(copy, str(plain["profile"])[:12], dict(plain["checks"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IngestError(f"the child gave no answer: {error!r}") from error

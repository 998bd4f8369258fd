"""Reading one page of an original once more, and putting the result in its place: both in a confined child."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import IngestError, from_code
from ingest.limits import Limits
from ingest.reading import own_file
from ingest.redoing.settings import PageSettings
from ingest.sandbox.answers import read_answer
from ingest.sandbox.load import slack
from ingest.sandbox.spawn import BrokenProtocolError, run_child

RESULT = "redone.json"


@dataclass(frozen=True)
class RedonePage:
    """A page as it would be; `width`, `height` in pt, `confidence` 0–1 or None where nothing was recognised."""

    text: str
    confidence: float | None
    width: float
    height: float
    part: int
    repairs: list[dict[str, Any]]


def try_page(
    original: Path, name: str, page: int, settings: PageSettings, workdir: Path, *, limits: Limits
) -> tuple[Path, list[RedonePage]]:
    """Read one page of an original as the settings say; give a PDF of the one or two pages that come of it.

    Args:
        original: the file as it came; it is only read.
        name: what it was called.
        page: of the original, 1 for the first.
        settings: how.
        workdir: a folder of its own, which is emptied.
        limits: what it may cost.

    Raises:
        IngestError: any of its kinds.
    """
    order = {"do": "try", "path": str(original), "name": name, "page": page, "settings": settings.to_json()}
    plain = _run(order, [original], workdir, limits)
    try:
        pages = [RedonePage(**each) for each in plain["pages"]]
        return own_file(workdir, plain["pdf"]), pages
    except (KeyError, TypeError, ValueError) as error:
        raise IngestError(f"the child gave no pages: {error!r}") from error


def put_in_place(shown: Path, numbers: Sequence[int], sheet: Path, workdir: Path, *, limits: Limits) -> Path:
    """Write what is shown anew, with all pages of `sheet` in place of the named ones, which follow each other.

    Raises:
        IngestError: any of its kinds.
    """
    order = {"do": "join", "path": str(shown), "sheet": str(sheet), "numbers": list(numbers)}
    plain = _run(order, [shown, sheet], workdir, limits)
    try:
        return own_file(workdir, plain["pdf"])
    except (KeyError, TypeError, ValueError) as error:
        raise IngestError(f"the child gave no file: {error!r}") from error


def _run(order: dict[str, Any], readable: list[Path], workdir: Path, limits: Limits) -> dict[str, Any]:
    shutil.rmtree(workdir, ignore_errors=True)
    (workdir / "tmp").mkdir(parents=True)
    faults: list[IngestError] = []

    def report(line: dict[str, Any]) -> None:
        if "error" in line:
            faults.append(from_code(str(line["error"]), str(line.get("detail")), dict(line.get("params") or {})))

    surroundings = {"workdir": str(workdir), "limits": limits.to_json(), "slack": slack()}
    full = {**order, **surroundings, "readable": [str(path) for path in readable]}
    try:
        code = run_child("ingest.redoing", full, workdir=workdir, limits=limits, report=report)
    except (BrokenProtocolError, TypeError, ValueError) as error:
        raise IngestError(f"the child broke its protocol: {error}") from error
    if faults or code != 0:
        raise faults[0] if faults else IngestError(f"redoing a page ended with {code}")
    try:
        return dict(read_answer(workdir / RESULT))
    except (OSError, ValueError, TypeError) as error:
        raise IngestError(f"the child gave no result: {error!r}") from error

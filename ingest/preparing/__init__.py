"""Preparing a publication's master in a confined child: the file is parsed once more, so it is shut in once more."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import IngestError, from_code
from ingest.limits import Limits
from ingest.reading import Progress, ProgressCallback, own_file
from ingest.sandbox.answers import read_answer
from ingest.sandbox.spawn import BrokenProtocolError, run_child

FOLDER = "master"


@dataclass(frozen=True)
class Prepared:
    """A master's two files, the version of the engine, and what the librarian sees before release."""

    body: Path
    slots: Path
    engine: str
    traceability: dict[str, Any]


def prepare_file(pdf: Path, workdir: Path, *, limits: Limits, progress: ProgressCallback | None = None) -> Prepared:
    """Make the master of a PDF.

    Args:
        pdf: the file that readers get to see; it is only read.
        workdir: a folder of its own; the master's files are left in it.
        limits: what preparing may cost.
        progress: called with every page.

    Raises:
        IngestError: any of its kinds; nothing is left behind.
    """
    folder = workdir / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    faults: list[IngestError] = []

    def report(line: dict[str, Any]) -> None:
        told = _understood(line)
        if isinstance(told, IngestError):
            faults.append(told)
        elif progress:
            progress(told)

    order = {"pdf": str(pdf), "folder": str(folder), "limits": limits.to_json()}
    try:
        code = run_child("ingest.preparing", order, workdir=folder, limits=limits, report=report)
    except BrokenProtocolError as error:
        raise IngestError(f"the child broke its protocol: {error}") from error
    if faults:
        raise faults[0]
    if code != 0:
        raise IngestError(f"preparing ended with {code}: {_log(folder)}")
    return _load(folder)


def _understood(line: dict[str, Any]) -> Progress | IngestError:
    """What a child in the hands of its file says wrong is the file's fault; it is not tried again."""
    try:
        if "error" in line:
            return from_code(str(line["error"]), str(line["detail"]), dict(line["params"]))
        return Progress("prepare", int(line["done"]), int(line["total"]))
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenProtocolError(f"{error!r} in {line}") from error


def _log(folder: Path) -> str:
    try:
        return (folder / "child.log").read_text("utf-8", "replace")[-2000:]
    except OSError:
        return ""


def _load(folder: Path) -> Prepared:
    try:
        plain = read_answer(folder / "prepared.json")
        body, slots = own_file(folder, str(plain["body"])), own_file(folder, str(plain["slots"]))
        return Prepared(body, slots, str(plain["engine"])[:20], dict(plain["traceability"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IngestError(f"the child gave no master: {error!r}") from error

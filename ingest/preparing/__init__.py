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
        return Prepared(body, slots, str(plain["engine"])[:20], _report(plain["traceability"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IngestError(f"the child gave no master: {error!r}") from error


def _report(said: dict[str, Any]) -> dict[str, Any]:
    """Take over what is known by its name and can be what it says it is: pages show it for as long as the work stays.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: something is missing, or cannot be.
    """
    per_page = [_count(slots) for slots in said["per_page"]]
    counts = {name: _count(said[name]) for name in ("pages", "single_page", "slots")}
    if len(per_page) != counts["pages"] or sum(per_page) != counts["slots"]:
        raise ValueError(f"{counts} and {len(per_page)} pages with {sum(per_page)} slots")
    removed = {str(kind)[:40]: _count(places) for kind, places in said["removed"].items()}
    return counts | {"traceable": bool(said["traceable"]), "per_page": per_page, "removed": removed}


def _count(value: object) -> int:
    if not isinstance(value, int) or not 0 <= value < 1 << 31:
        raise ValueError(f"{value!r} is no number of things")
    return int(value)

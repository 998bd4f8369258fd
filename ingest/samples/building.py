"""Make the sample works in a folder, once."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Literal

from ingest.samples.books import build_book
from ingest.samples.leaflets import build_leaflet
from ingest.samples.scans import build_scan
from ingest.samples.sheets import Edition, Sheet, load_sheets

Progress = Callable[[int, int, str], None]

_BUILDERS = {"book": build_book, "leaflet": build_leaflet, "scan": build_scan}
_RECORD = ".samples.json"


@dataclass(frozen=True, slots=True)
class SampleWork:
    """A sample on disk, the code of the office whose shelf it stands on, and who may have it."""

    path: Path
    office: str
    access: Literal["open", "restricted"]


def build_samples(folder: Path, progress: Progress | None = None) -> list[SampleWork]:
    """Make all sample works in `folder` and give them in a fixed order.

    The bytes are the same every time. A folder that this program has filled already is only checked against the
    record of its checksums; a file that was changed or lost is made anew. `progress` is called with the works done,
    the works in all, and the title of the one just made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    record = _read_record(folder)
    wanted = [(sheet, edition) for sheet in load_sheets() for edition in sheet.editions]
    works: list[SampleWork] = []
    for done, (sheet, edition) in enumerate(wanted, 1):
        target = folder / f"{sheet.work.slug}-{edition.year}.pdf"
        if not target.is_file() or record.get(target.name) != _digest(target):
            _build(target, sheet, edition)
        record[target.name] = _digest(target)
        works.append(SampleWork(target, sheet.work.office, sheet.work.access))
        if progress is not None:
            progress(done, len(wanted), f"{getattr(sheet.work.title, sheet.work.languages[0])} {edition.year}")
    _write(folder / _RECORD, json.dumps({"made_by": _inputs(), "files": record}, sort_keys=True).encode())
    return works


def _build(target: Path, sheet: Sheet, edition: Edition) -> None:
    """Make one work beside its place and move it there whole."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".pdf")
    os.close(handle)
    made = Path(name)
    try:
        _BUILDERS[sheet.work.kind](made, sheet, edition)
        made.replace(target)
    finally:
        made.unlink(missing_ok=True)


def _read_record(folder: Path) -> dict[str, str]:
    """Give the checksums of the last time, or none if another program or other data made the files."""
    try:
        record = json.loads((folder / _RECORD).read_text("utf-8"))
        return dict(record["files"]) if record["made_by"] == _inputs() else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _write(path: Path, content: bytes) -> None:
    if path.is_file() and path.read_bytes() == content:
        return
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)


@cache
def _inputs() -> str:
    """Give a checksum of everything that decides the bytes: this package, the data, the engines."""
    digest = hashlib.sha256()
    for package, folder in (("ingest", "samples"), ("catalog_data", "samples")):
        entries = (entry for entry in (files(package) / folder).iterdir() if entry.is_file())
        for entry in sorted(entries, key=lambda entry: entry.name):
            digest.update(entry.name.encode() + entry.read_bytes())
    for engine in ("reportlab", "pymupdf", "pillow", "numpy", "font-source-sans-pro"):
        digest.update(version(engine).encode())
    return digest.hexdigest()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()

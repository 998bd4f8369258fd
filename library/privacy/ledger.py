"""The ledger of erasures: a file beside the database, so that a back-up which is put back is erased again.

A line is `{"subject": "account:3k9…", "at": "2026-11-21T02:00:00+00:00"}`: opaque ids, no names. Whoever has lost the
database and kept a back-up needs the newest ledger, too: every back-up holds one, and those beside a back-up are read.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from library.store.blobs import sync_folder

FILE = "erasures.jsonl"


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """An erasure that was done."""

    subject: str
    at: datetime


def append(file: Path, entry: Entry) -> None:
    """Write an entry down for good before anybody is told that it is done."""
    fresh = not file.exists()
    torn = not fresh and file.stat().st_size > 0 and not file.read_bytes().endswith(b"\n")
    with file.open("a", encoding="utf-8") as stream:
        stream.write(("\n" if torn else "") + _line(entry))
        stream.flush()
        os.fsync(stream.fileno())
    file.chmod(0o600)
    if fresh:
        sync_folder(file.parent)


def _line(entry: Entry) -> str:
    return json.dumps({"subject": entry.subject, "at": entry.at.isoformat()}) + "\n"


def read(file: Path) -> set[Entry]:
    """Read a ledger; a line that a power cut tore is left out, for its erasure was not told to be done."""
    if not file.is_file():
        return set()
    return {entry for line in file.read_text("utf-8", "replace").splitlines() if (entry := _parse(line)) is not None}


def _parse(line: str) -> Entry | None:
    try:
        plain = json.loads(line)
        return Entry(str(plain["subject"]), datetime.fromisoformat(plain["at"]))
    except (ValueError, KeyError, TypeError):
        return None


def write(file: Path, entries: Iterable[Entry]) -> None:
    """Write a whole ledger in place of what was there."""
    partial = file.with_name(f".{file.name}.part")
    with partial.open("w", encoding="utf-8") as stream:
        stream.writelines(_line(entry) for entry in sorted(entries))
        stream.flush()
        os.fsync(stream.fileno())
    partial.chmod(0o600)
    partial.replace(file)
    sync_folder(file.parent)

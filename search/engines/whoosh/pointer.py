"""The sealed list of what the index is made of: one small JSON file, replaced whole.

What the pointer does not name does not exist: files of a commit that was cut off lie beside it and are swept away
by the next writer. Every file is named with its size and BLAKE2b digest, so that nothing altered is ever read.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from search.engines.whoosh.schema import VERSION
from search.errors import IndexDamaged, IndexOutdated

NAME = "current.json"
FIRST_GENERATION = "g000001"


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """One segment: its name, its pages, and which of them (numbers within the segment) are deleted."""

    name: str
    pages: int
    deleted: tuple[int, ...] = ()

    @property
    def alive(self) -> int:
        """Return the number of pages that are not deleted."""
        return self.pages - len(self.deleted)


@dataclass(frozen=True, slots=True)
class Pointer:
    """One state of the index.

    Attributes:
        generation: name of the folder the files lie in.
        commit: counts the commits of this generation.
        segments: the parts of the index, oldest first.
        files: name → (size in bytes, BLAKE2b-256 in hexadecimal).
        touched: works changed since a rebuild began beside this index; empty when none is under way.
        rebuilding: name of the generation being built, or "".
    """

    generation: str = FIRST_GENERATION
    commit: int = 0
    segments: tuple[SegmentEntry, ...] = ()
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    touched: tuple[str, ...] = ()
    rebuilding: str = ""
    version: int = VERSION

    def touching(self, works: set[str]) -> Pointer:
        """Return the pointer that remembers these works, if a rebuild is under way."""
        return replace(self, touched=tuple(sorted({*self.touched, *works}))) if self.rebuilding else self


def read_pointer(path: Path) -> Pointer | None:
    """Read a pointer; None if there is none. Raise IndexDamaged or IndexOutdated if it cannot be used."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None
    try:
        sealed = json.loads(raw)
        body, seal = sealed["pointer"], sealed["seal"]
    except (ValueError, KeyError, TypeError) as error:
        raise IndexDamaged("damaged_file", file=path.name) from error
    if seal != _seal(body):
        raise IndexDamaged("damaged_file", file=path.name)
    if body.get("version") != VERSION:
        raise IndexOutdated("outdated", version=body.get("version", 0), wanted=VERSION)
    return _from_json(body)


def write_pointer(path: Path, pointer: Pointer) -> None:
    """Put the pointer in its place: written beside, flushed to the disk, renamed, the folder flushed."""
    body = asdict(pointer)
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    with beside.open("w", encoding="utf-8") as file:
        json.dump({"pointer": body, "seal": _seal(body)}, file, separators=(",", ":"))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    flush_folder(path.parent)


def digest_of(path: Path) -> tuple[int, str]:
    """Return the size and BLAKE2b-256 of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=32))
        return os.fstat(file.fileno()).st_size, digest.hexdigest()


def flush_file(path: Path) -> None:
    """Make sure that a file's bytes are on the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def flush_folder(path: Path) -> None:
    """Make sure that a folder's names are on the disk."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _from_json(body: dict[str, Any]) -> Pointer:
    segments = tuple(SegmentEntry(s["name"], s["pages"], tuple(s["deleted"])) for s in body["segments"])
    files = {name: (size, digest) for name, (size, digest) in body["files"].items()}
    return Pointer(**{**body, "segments": segments, "files": files, "touched": tuple(body["touched"])})


def _seal(body: dict[str, Any]) -> str:
    text = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=32).hexdigest()

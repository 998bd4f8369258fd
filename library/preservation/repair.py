"""Bringing back what was lost: the right bytes out of a back-up take the place of missing or damaged ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from library.preservation import fixity_log
from library.store.blobs import FolderBlobs, file_sha256
from library.store.engine import Database


@dataclass(frozen=True, slots=True)
class Repaired:
    """Names of blobs: those that are whole again, and those of which no back-up had the right bytes."""

    mended: tuple[str, ...]
    left: tuple[str, ...]


def repair(database: Database, blobs: FolderBlobs, now: datetime, names: Iterable[str], folder: Path) -> Repaired:
    """Put the right bytes in the place of each blob that is named; what is found in no back-up stays as it is.

    Args:
        database: where each repair is kept.
        blobs: the store; a blob is replaced whole or not at all.
        now: the time.
        names: SHA-256 of what is missing or damaged.
        folder: a back-up, or a folder of back-ups.

    Raises:
        StorageFailed: the disk refused; what was mended before stays mended.
    """
    mended, left = [], []
    for name in names:
        source = next(_sources(folder, name), None)
        if source is None:
            left.append(name)
            continue
        stored = blobs.put(source)
        with database.write() as session:
            fixity_log.note(session, now, name, fixity_log.REPAIRED, stored.size)
        mended.append(name)
    return Repaired(tuple(mended), tuple(left))


def _sources(folder: Path, name: str) -> Iterator[Path]:
    """Give the files of back-ups that hold these very bytes, whatever their manifests say."""
    place = Path("blobs") / name[:2] / name[2:4] / name
    for path in (folder / place, *sorted(folder.glob(f"*/{place}"), reverse=True)):
        if path.is_file() and not path.is_symlink() and _holds(path, name):
            yield path


def _holds(path: Path, name: str) -> bool:
    try:
        return file_sha256(path) == name
    except OSError:
        return False

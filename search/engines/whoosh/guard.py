"""Who may touch the folder, and who writes now.

Whoosh unpickles the head of its term dictionary, so a file is opened only if it lies in a folder that nobody else
can write and its digest stands in the sealed pointer.
"""

from __future__ import annotations

import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.engines.whoosh.pointer import Pointer, digest_of
from search.errors import IndexBusy, IndexDamaged, IndexUnsafe

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def make_private(folder: Path) -> None:
    """Create a folder that only its owner can enter; an empty one of ours that is there already is made so."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_mode & _OTHERS_WRITE and folder.stat().st_uid == os.geteuid() and not any(folder.iterdir()):
        folder.chmod(0o700)


def check_private(folder: Path, owner: int) -> None:
    """Raise IndexUnsafe if the folder is another's or others may write it."""
    found = folder.stat()
    if found.st_uid not in {owner, os.geteuid()}:
        raise IndexUnsafe("foreign_owner", folder=str(folder), uid=found.st_uid)
    if found.st_mode & _OTHERS_WRITE:
        raise IndexUnsafe("writable_by_others", folder=str(folder))


def check_files(folder: Path, pointer: Pointer, names: set[str] | None = None) -> None:
    """Raise IndexDamaged for the first named file that is not, byte for byte, what was written."""
    for name, expected in pointer.files.items():
        if (names is None or name in names) and not _is_whole(folder / name, expected):
            raise IndexDamaged("damaged_file", file=name)


def faults(folder: Path, pointer: Pointer) -> tuple[str, ...]:
    """Return the names of all files that are missing or altered."""
    return tuple(name for name, expected in pointer.files.items() if not _is_whole(folder / name, expected))


def _is_whole(path: Path, expected: tuple[int, str]) -> bool:
    try:
        return path.is_file() and not path.is_symlink() and digest_of(path) == expected
    except OSError:
        return False


@contextmanager
def one_writer(lock: Path, patience: float) -> Iterator[None]:
    """Hold a lock file for writing; raise IndexBusy after `patience` seconds. The lock dies with its process."""
    make_private(lock.parent)
    handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _take(handle, patience)
        yield
    finally:
        os.close(handle)


def _take(handle: int, patience: float) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise IndexBusy("busy") from None
            time.sleep(0.02)
        else:
            return

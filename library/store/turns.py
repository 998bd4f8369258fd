"""Taking turns: one at a time, whichever thread or process asks."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def my_turn(lock: Path) -> Iterator[None]:
    """Wait until nobody else holds `lock`, a file that is there only while somebody does; who dies lets go."""
    file = _hold(lock)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
        file.close()


def _hold(lock: Path) -> BinaryIO:
    while True:
        file = lock.open("ab")
        fcntl.flock(file, fcntl.LOCK_EX)
        if _is_named(file, lock):
            return file
        file.close()  # the holder before us took the name away: whoever comes now locks another file


def _is_named(file: BinaryIO, lock: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), lock.stat())
    except FileNotFoundError:
        return False

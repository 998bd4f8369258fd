"""Room on the disks that uploads wait on: they must not fill what records and copies are written to.

Whoever has not signed in finds half of the room at most, so that strangers who send slowly keep no librarian waiting.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol
from weakref import WeakSet

KEPT_FREE = 1 << 30
"""Bytes that no upload may take: what the library writes meanwhile."""
_TIMES = 2
"""A body lies on the disk as it came, and its file once more while the application reads it."""


class Waiting(Protocol):
    """A body that is coming in."""

    promised: int
    """Bytes that it may have in the end."""
    signed_in: bool
    """Whether its sender is."""

    def __len__(self) -> int:
        """Count the bytes that lie on the disk already."""


class SpoolRoom:
    """Lends the free bytes of some folders' disks to bodies until they are dropped."""

    def __init__(self, folders: Sequence[Path], free: Callable[[Path], int] | None = None) -> None:
        """Take the fullest of the folders' disks; `free` tells its bytes."""
        self._folders, self._free = folders, free or _free_bytes
        self._lock = threading.Lock()
        self._lent: WeakSet[Waiting] = WeakSet()

    def lend(self, body: Waiting) -> bool:
        """Say whether there is room for what a body promises beside all that was lent; then it is lent."""
        with self._lock:
            came = sum(map(len, self._lent))
            whole = min(map(self._free, self._folders)) + came - KEPT_FREE
            strangers = sum(_TIMES * one.promised for one in self._lent if not one.signed_in)
            owed = sum(_TIMES * one.promised for one in self._lent)
            room = whole - owed if body.signed_in else min(whole - owed, whole // 2 - strangers)
            if _TIMES * body.promised > room:
                return False
            self._lent.add(body)
            return True


def _free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free

"""Is a file still what it was recorded to be? Hashed once for as long as nobody has touched it."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from pathlib import Path

from library.store.blobs import file_sha256

_Trace = tuple[int, int, int, int, int]
_MOST = 10_000
"""Answers that are remembered; an entry is about 300 bytes."""


class CheckedFiles:
    """Answers that were found by hashing, kept by inode, size and the times of writing and of any change.

    A download that goes on where it broke off asks again for every part; 100 MB are not hashed each time. Whoever can
    put back the time of change (ctime) has the disk's device in hand, and could change this program as well.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[_Trace, str]] = OrderedDict()
        self._lock = threading.Lock()

    def is_whole(self, path: Path, sha256: str) -> bool:
        """Say whether the file is there and has this SHA-256 (hex)."""
        try:
            before = _trace(path)
            with self._lock:
                known = self._known.get(str(path))
            if known == (before, sha256):
                return True
            # A file that is changed while it is hashed is not remembered.
            if file_sha256(path) != sha256 or _trace(path) != before:
                return False
        except OSError:
            return False
        with self._lock:
            self._known[str(path)] = (before, sha256)
            self._known.move_to_end(str(path))
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
        return True


def _trace(path: Path) -> _Trace:
    facts = os.lstat(path)
    return facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns

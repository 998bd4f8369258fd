"""Who is alive: each process that works holds a lock, which the system takes from it when it dies."""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
import weakref
from pathlib import Path

from library.ids import new_id


class Presence:
    """One process among those that share the data folder; `name` is part of the owner of all that it leases.

    A lease ends a minute after its worker was last heard of. Whoever finds that the lock of its process is free need
    not wait for that: a command typed again after a crash goes on at once. On a file system without locks, or when the
    folder was emptied meanwhile, nobody is ever found dead, and leases run out as they did.
    """

    def __init__(self, folder: Path) -> None:
        self.name = new_id()
        self._folder = folder
        self._begun = False
        self._lock = threading.Lock()

    def begin(self) -> None:
        """Hold the lock from now on; before anything is leased."""
        with self._lock:
            if self._begun:
                return
            self._begun = True
            with contextlib.suppress(OSError):
                self._folder.mkdir(parents=True, exist_ok=True)
                handle = os.open(self._folder / self.name, os.O_RDWR | os.O_CREAT, 0o600)
                self._end = weakref.finalize(self, os.close, handle)
                fcntl.flock(handle, fcntl.LOCK_EX)  # waits for whoever only looks whether it is free

    def end(self) -> None:
        """Let go: nothing is held any more."""
        with self._lock:
            if self._begun and hasattr(self, "_end"):
                (self._folder / self.name).unlink(missing_ok=True)
                self._end()
            self._begun = False

    def dead(self) -> list[str]:
        """Name the processes that have left their lock behind."""
        with contextlib.suppress(OSError):
            return [path.name for path in self._folder.iterdir() if path.name != self.name and _is_free(path)]
        return []

    def bury(self, name: str) -> None:
        """Forget one of the dead, once nothing is leased to it."""
        (self._folder / name).unlink(missing_ok=True)


def _is_free(path: Path) -> bool:
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    else:
        return True
    finally:
        os.close(handle)

"""The scanner of the self-scan station: a folder that it writes into, and one reader at a time whose pages come there.

Whose a file is follows from time alone: what was there when she began is somebody else's and is never shown to her.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

HOLD = timedelta(minutes=3)
"""A reader who does nothing for so long has left the scanner to the next."""
SETTLED = 1.5
"""Seconds since the last change after which a file is taken for whole."""
ENDINGS = (".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg")


@dataclass(frozen=True, slots=True)
class Scan:
    """A file that the scanner wrote: its path, its size in bytes, and whether it is whole."""

    path: Path
    size: int
    whole: bool


@dataclass(slots=True)
class _Turn:
    reader: str
    until: datetime
    before: frozenset[tuple[str, int, int]] = field(default_factory=frozenset)


class Scanners:
    """The turns at the scanners of all offices. After a restart a reader begins anew; nothing is shown by mistake."""

    def __init__(self, root: str) -> None:
        self._root = Path(root).expanduser() if root else None
        self._turns: dict[str, _Turn] = {}
        self._lock = Lock()

    def folder(self, office: str) -> Path | None:
        """Give the folder of an office's scanner; None where there is none."""
        if self._root is None:
            return None
        own = self._root / office
        folder = own if own.is_dir() else self._root
        return folder if folder.is_dir() else None

    def begin(self, office: str, reader: str, now: datetime) -> bool:
        """Take a turn, from now on; False where another reader has one."""
        with self._lock:
            turn = self._turns.get(office)
            if turn is not None and turn.reader != reader and turn.until > now:
                return False
            self._turns[office] = _Turn(reader, now + HOLD, frozenset(self._files(office)))
            return True

    def scans(self, office: str, reader: str, now: datetime) -> list[Scan] | None:
        """List what came during this reader's turn, oldest first; None where it is not her turn. Asking keeps it."""
        with self._lock:
            turn = self._turns.get(office)
            if turn is None or turn.reader != reader or turn.until <= now:
                return None
            turn.until = now + HOLD
            folder, fresh = self.folder(office), sorted(self._files(office) - turn.before, key=lambda file: file[1])
            if folder is None:
                return []
            return [Scan(folder / name, size, now.timestamp() - at / 1e9 >= SETTLED) for name, at, size in fresh]

    def end(self, office: str, reader: str, now: datetime) -> None:
        """Give the turn back; what came during it and was not taken is deleted, for the next must not find it."""
        for scan in self.scans(office, reader, now) or ():
            scan.path.unlink(missing_ok=True)
        with self._lock:
            turn = self._turns.get(office)
            if turn is not None and turn.reader == reader:
                del self._turns[office]

    def _files(self, office: str) -> set[tuple[str, int, int]]:
        """Give name, time of change (ns) and size of every scan in the folder; no links, no folders."""
        folder, found = self.folder(office), set()
        for path in folder.iterdir() if folder is not None else ():
            if path.suffix.lower() in ENDINGS and path.is_file() and not path.is_symlink():
                stat = path.stat()
                found.add((path.name, stat.st_mtime_ns, stat.st_size))
        return found

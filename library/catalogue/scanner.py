"""The scanner of the self-scan station: a folder that it writes into, and one reader at a time whose pages come there.

Whose a file is follows from time alone: what was there when she began is somebody else's and is never shown to her.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
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
    device: str
    until: datetime
    before: frozenset[tuple[str, int, int]]
    seen: int = 0
    """How many scans have been noticed."""


class Scanners:
    """The turns at the scanners of all offices. After a restart a reader begins anew; nothing is shown by mistake."""

    def __init__(self, root: str, offices: Collection[str]) -> None:
        self._root = Path(root).expanduser() if root else None
        self._offices = frozenset(offices)
        self._turns: dict[str, _Turn] = {}
        self._lock = Lock()

    def folder(self, office: str) -> Path | None:
        """Give the folder of an office's scanner; None where there is none.

        The root itself is meant where there is one office only: from a folder that two scanners share, one reader's
        pages would go to another's account.
        """
        if self._root is None:
            return None
        own = self._root / office
        folder = self._root if self._offices == {office} and not own.is_dir() else own
        return folder if folder.is_dir() else None

    def begin(self, office: str, reader: str, device: str, now: datetime) -> bool:
        """Take a turn, from now on; False where another reader has one. What a lapsed turn left is deleted first."""
        with self._lock:
            turn = self._turns.get(office)
            if turn is not None and turn.until > now:
                if turn.reader == reader:
                    turn.device, turn.until = device, now + HOLD
                return turn.reader == reader
            self._finish(office)
            self._turns[office] = _Turn(reader, device, now + HOLD, frozenset(self._files(office)))
            return True

    def scans(self, office: str, reader: str, now: datetime) -> list[Scan] | None:
        """List what came during this reader's turn, oldest first; None where it is not her turn. Asking keeps it."""
        with self._lock:
            turn = self._turn_of(office, reader, now)
            if turn is None:
                return None
            turn.until = now + HOLD
            found = self._came(office, turn, now)
            turn.seen = len(found)
            return found

    def look(self, office: str, reader: str, now: datetime) -> tuple[list[Scan], bool] | None:
        """List as `scans` does, and say whether one has come since the last question: only that keeps the turn."""
        with self._lock:
            turn = self._turn_of(office, reader, now)
            if turn is None:
                return None
            found = self._came(office, turn, now)
            more, turn.seen = len(found) > turn.seen, len(found)
            if more:
                turn.until = now + HOLD
            return found, more

    def end(self, office: str, device: str) -> None:
        """End the turn that began at a screen, lapsed or not; what was not taken is deleted: nobody shall find it."""
        with self._lock:
            turn = self._turns.get(office)
            if turn is not None and turn.device == device:
                self._finish(office)

    def end_lapsed(self, now: datetime) -> None:
        """Delete what readers left who went away without a word."""
        with self._lock:
            for office in [office for office, turn in self._turns.items() if turn.until <= now]:
                self._finish(office)

    def _turn_of(self, office: str, reader: str, now: datetime) -> _Turn | None:
        turn = self._turns.get(office)
        return turn if turn is not None and turn.reader == reader and turn.until > now else None

    def _came(self, office: str, turn: _Turn, now: datetime) -> list[Scan]:
        folder, fresh = self.folder(office), sorted(self._files(office) - turn.before, key=lambda file: file[1])
        if folder is None:
            return []
        return [Scan(folder / name, size, now.timestamp() - at / 1e9 >= SETTLED) for name, at, size in fresh]

    def _finish(self, office: str) -> None:
        """Delete what came during a turn, then forget the turn: if deleting fails, the next round tries again."""
        turn, folder = self._turns.get(office), self.folder(office)
        if turn is not None and folder is not None:
            for name, _, _ in self._files(office) - turn.before:
                (folder / name).unlink(missing_ok=True)
        self._turns.pop(office, None)

    def _files(self, office: str) -> set[tuple[str, int, int]]:
        """Give name, time of change (ns) and size of every scan in the folder; no links, no folders."""
        folder, found = self.folder(office), set()
        for path in folder.iterdir() if folder is not None else ():
            if path.suffix.lower() in ENDINGS and path.is_file() and not path.is_symlink():
                stat = path.stat()
                found.add((path.name, stat.st_mtime_ns, stat.st_size))
        return found

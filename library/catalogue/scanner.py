"""The scanner of the self-scan station: a folder of its office into which the machine writes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

SETTLED = 1.5
"""Seconds for which a file has to look the same before it is taken for whole.

The time that the file itself bears says nothing about it: the share's clock may run ahead of the office's, and its
scans would never be whole, or behind it, and half a scan would be.
"""
ENDINGS = (".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg")

Mark = tuple[str, int, int]
"""A file as it was seen: its name, the time of its last change (ns), its size (bytes)."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A file that the scanner wrote: where, when (ns since 1970), and whether it is whole."""

    path: Path
    changed_ns: int
    whole: bool


class Scanners:
    """The scanners' folders of all offices. Whose a file is, sittings know (`library.catalogue.sittings`)."""

    def __init__(self, root: str, offices: Collection[str]) -> None:
        self._root = Path(root).expanduser() if root else None
        self._offices = frozenset(offices)
        self._since: dict[str, dict[Mark, datetime]] = {}  # by office, what it looked like since when

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

    def marks(self, office: str) -> set[Mark]:
        """Say what lies in the folder now; no links, no folders."""
        folder, found = self.folder(office), set()
        for path in folder.iterdir() if folder is not None else ():
            if path.suffix.lower() in ENDINGS and path.is_file() and not path.is_symlink():
                stat = path.stat()
                found.add((path.name, stat.st_mtime_ns, stat.st_size))
        return found

    def came(self, office: str, before: Collection[Mark], now: datetime) -> list[Scan]:
        """List what was not there `before`, oldest first; whole is what earlier looks of this process saw the same."""
        folder = self.folder(office)
        if folder is None:
            return []
        seen = self._since.get(office, {})
        # The earlier of the two: a clock that is set back must not make a reader wait until it has caught up.
        since = {mark: min(seen.get(mark, now), now) for mark in self.marks(office) - set(before)}
        self._since[office] = since
        fresh = sorted(since.items(), key=lambda item: (item[0][1], item[0][0]))
        return [Scan(folder / name, at, (now - then).total_seconds() >= SETTLED) for (name, at, _), then in fresh]

    def clear(self, office: str, before: Collection[Mark]) -> None:
        """Delete what was not there `before`."""
        folder = self.folder(office)
        for name, _, _ in self.marks(office) - set(before) if folder is not None else ():
            (folder / name).unlink(missing_ok=True)  # type: ignore[operator] # there is a folder where there are marks

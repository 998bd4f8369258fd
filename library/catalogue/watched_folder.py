"""A folder into which people and machines put files: what lies in it whole, and where a file goes afterwards.

It is looked at again and again instead of waiting for the kernel's word (inotify): a share of another machine, where
most offices' scanners write, tells nothing of what is written there. So nothing is needed for it but a listing.
"""

from __future__ import annotations

import fcntl
import os
import signal
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Self

from library.catalogue.file_names import clean_file_name, is_litter

SETTLED = 3.0
"""Seconds for which a file has to look the same before it is taken for whole."""
READING, DONE, REFUSED = "reading", "done", "refused"
_OWN = frozenset({READING, DONE, REFUSED})

Mark = tuple[int, int, int]
"""A file as it was seen: size (bytes), last change (ns), inode"""


class StillWritten(OSError):
    """The file changed while it was copied: it was not whole after all."""


@dataclass(frozen=True, slots=True)
class Lying:
    """A file that has not changed for a while: `place` from the folder's root, and its mark."""

    place: str
    mark: Mark


@dataclass(slots=True)
class WatchedFolder:
    """One office's folder. Links are neither followed nor taken."""

    root: Path
    _seen: dict[str, tuple[Mark, float]] = field(default_factory=dict)

    def whole(self, now: float) -> list[Lying]:
        """List what has lain there unchanged; `now` in seconds of a clock that only goes forward."""
        there = dict(self._marks())
        self._seen = {place: self._since(place, mark, now) for place, mark in there.items()}
        return [Lying(place, mark) for place, (mark, since) in self._seen.items() if now - since >= SETTLED]

    def _since(self, place: str, mark: Mark, now: float) -> tuple[Mark, float]:
        before = self._seen.get(place)
        return before if before is not None and before[0] == mark else (mark, now)

    def _marks(self) -> Iterator[tuple[str, Mark]]:
        root = str(self.root)
        for folder, folders, names, descriptor in os.fwalk(root, follow_symlinks=False):
            folders[:] = sorted(name for name in folders if not is_litter(name) and not _is_own(folder, name, root))
            for name in sorted(names):
                if is_litter(name):
                    continue
                with suppress(FileNotFoundError):
                    found = os.stat(name, dir_fd=descriptor, follow_symlinks=False)
                    if stat.S_ISREG(found.st_mode):
                        yield os.path.relpath(os.path.join(folder, name), root), _mark(found)  # noqa: PTH118 - a name may be no text

    def open(self, lying: Lying) -> BinaryIO | None:
        """Open a file that is still as it was seen, and that nobody is writing; None where it is not.

        Every step of the way is opened by itself, so that a folder that was put for a link meanwhile leads nowhere.
        """
        descriptor = _open_below(self.root, lying.place)
        if descriptor is None:
            return None
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or _mark(found) != lying.mark or _is_being_written(descriptor):
            os.close(descriptor)
            return None
        return _SteadyFile(os.fdopen(descriptor, "rb"), lying.mark)  # type: ignore[return-value] # it is only read

    def take(self, place: str, item_id: str) -> str:
        """Move a file whose bytes are safe out of people's way; give its new place."""
        target = f"{READING}/{item_id}/{clean_place(place)}"
        self._move(self.root / place, self.root / target)
        return target

    def finish(self, place: str, item_id: str, *, reason: str = "") -> str:
        """Move a file to where its sender finds it: refused with a `reason` beside it, else done; give its new place.

        What is not there any more was taken away by somebody: "".
        """
        source = self._find(place, item_id)
        if source is None:
            return ""
        target = self._free(REFUSED if reason else DONE, _name_of(place, item_id), item_id, source)
        if reason:
            target.parent.mkdir(parents=True, exist_ok=True)
            _beside(target).write_text(reason, "utf-8")
        self._move(source, target)
        _beside(source).unlink(missing_ok=True)
        self._clear_way(source.parent)
        return str(target.relative_to(self.root))

    def _clear_way(self, folder: Path) -> None:
        """Delete the folders in which a file was kept while it was read."""
        while folder.is_relative_to(self.root / READING) and folder.parent != self.root:
            with suppress(OSError):
                folder.rmdir()
            folder = folder.parent

    def _find(self, place: str, item_id: str) -> Path | None:
        """Find a file, also where a crash kept its move from being noted."""
        moved = self.root / READING / item_id / clean_place(place)
        return next((path for path in (self.root / place, moved) if path.is_file() and not path.is_symlink()), None)

    def _free(self, folder: str, name: str, item_id: str, source: Path) -> Path:
        """Give a place where nothing of somebody else's lies."""
        target = self.root / folder / name
        if not target.exists() or target.samefile(source):
            return target
        return target.with_name(f"{target.stem} ({item_id}){target.suffix}")

    @staticmethod
    def _move(source: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, target, follow_symlinks=False)
        except FileExistsError:
            if not target.samefile(source):
                raise
        except OSError:  # no links on this file system
            source.rename(target)
            return
        source.unlink()


def clean_place(place: str) -> str:
    """Give a place in words that a database keeps: names may be bytes that are no text."""
    try:
        place.encode()
    except UnicodeEncodeError:
        return "/".join(clean_file_name(part) for part in place.split("/"))
    return place


def _name_of(place: str, item_id: str) -> str:
    """Give where a file stood at first."""
    for before in (f"{READING}/{item_id}/", f"{REFUSED}/", f"{DONE}/"):
        if place.startswith(before):
            return place.removeprefix(before)
    return place


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".txt")


def _is_own(folder: str, name: str, root: str) -> bool:
    return folder == root and name in _OWN


def _mark(found: os.stat_result) -> Mark:
    return (found.st_size, found.st_mtime_ns, found.st_ino)


def _open_below(root: Path, place: str) -> int | None:
    *folders, name = place.split("/")
    at = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for folder in folders:
            inner = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=at)
            os.close(at)
            at = inner
        # A pipe that was put in the file's place must not hold us up.
        return os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=at)
    except OSError:
        return None
    finally:
        os.close(at)


def _is_being_written(descriptor: int) -> bool:
    """Ask the kernel whether anybody on this machine has the file open for writing (fcntl(2), leases).

    Where it cannot say, as on a network share or of somebody else's file, stillness has to do.
    """
    try:
        # Should somebody open it in between, we are told by a signal, and this one ends nobody.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except BlockingIOError:
        return True
    except OSError:
        return False
    fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return False


class _SteadyFile:
    """A file that, when its end is reached, has to be what it was at the start."""

    def __init__(self, file: BinaryIO, mark: Mark) -> None:
        self._file, self._mark = file, mark

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._file.close()

    def read(self, size: int = -1) -> bytes:
        """Give the next bytes.

        Raises:
            StillWritten: it has changed.
        """
        data = self._file.read(size)
        if not data and _mark(os.fstat(self._file.fileno())) != self._mark:
            raise StillWritten("it changed while it was read")
        return data

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
from itertools import count
from pathlib import Path
from typing import BinaryIO, Self

from library.catalogue.beneath import (
    Mark,
    clear_beneath,
    drop_name,
    files_beneath,
    folder_beneath,
    give_second_name,
    is_there,
    look_at,
    mark_of,
    write_beneath,
)
from library.catalogue.file_names import clean_file_name, is_litter

SETTLED = 3.0
"""Seconds for which a file has to look the same before it is taken for whole."""
READING, DONE, REFUSED = "reading", "done", "refused"
_OWN = frozenset({READING, DONE, REFUSED})
_LONGEST_NAME = 255  # bytes, nearly everywhere (NAME_MAX)


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
                        yield os.path.relpath(os.path.join(folder, name), root), mark_of(found)  # noqa: PTH118 - a name may be no text

    def open(self, lying: Lying) -> BinaryIO | None:
        """Open a file that is still as it was seen, and that nobody is writing; None where it is not.

        Every step of the way is opened by itself, so that a folder that was put for a link meanwhile leads nowhere.
        """
        descriptor = _open_beneath(self.root, lying.place)
        if descriptor is None:
            return None
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or mark_of(found) != lying.mark or _is_being_written(descriptor):
            os.close(descriptor)
            return None
        return _SteadyFile(os.fdopen(descriptor, "rb"), lying.mark)  # type: ignore[return-value] # it is only read

    def take(self, lying: Lying, item_id: str) -> str:
        """Move a file whose bytes are safe out of people's way; give its new place.

        Raises:
            OSError: it is not the file that was seen, or something on the way is a link; it stays where it is.
        """
        return self._move(lying.place, lying.mark, f"{READING}/{item_id}", clean_place(lying.place), item_id)

    def place_of(self, lying: Lying, item_id: str) -> str:
        """Say where `take` moves a file, as long as nothing of the same item lies there."""
        return f"{READING}/{item_id}/{clean_place(lying.place)}"

    def finish(self, place: str, item_id: str, *, reason: str = "") -> str:
        """Move an item's files to where their sender finds them; give the new place of the last.

        They lie in `refused` with a `reason` beside each, else in `done`. What lies where its sender put it is left
        for the next look, for it may be another file by now. What is nowhere was taken away by somebody: "".

        Raises:
            OSError: the folder is away, or something on the way is a link; nothing is known then.
        """
        with folder_beneath(self.root, READING):
            pass  # a share that is away shows an empty folder
        target, new = REFUSED if reason else DONE, ""
        for source, mark in self._find(place, item_id):
            new = self._move(source, mark, target, _name_of(source, item_id), item_id, reason)
            if source.startswith(f"{REFUSED}/") and not reason:
                self._drop_reason(source)
        clear_beneath(self.root, READING, item_id)
        return new

    def _find(self, place: str, item_id: str) -> list[tuple[str, Mark]]:
        """Find an item's files, also where a crash kept a move from being noted: the same bytes came as often."""
        own = f"{READING}/{item_id}"
        found = [(f"{own}/{name}", mark) for name, mark in files_beneath(self.root, own)]
        if place.startswith((f"{REFUSED}/", f"{DONE}/")):
            folder, _, name = place.rpartition("/")
            found += [(place, mark) for each, mark in files_beneath(self.root, folder) if each == name]
        return found

    def _move(self, place: str, mark: Mark, folder: str, wanted: str, item_id: str, reason: str = "") -> str:
        """Move a file under the wanted name, or the next that is free; give its new place.

        Its old name goes last, so that whoever goes on after a crash finds it.
        """
        old_folder, _, old = place.rpartition("/")
        inner, _, name = f"{folder}/{wanted}".rpartition("/")
        with (
            folder_beneath(self.root, old_folder) as source,
            folder_beneath(self.root, inner, make=True) as target,
        ):
            new = _settle(source, old, target, name, mark)
            if reason:
                write_beneath(target, _beside(new), reason, f".{item_id}.part")
            if f"{inner}/{new}" != place:
                drop_name(source, old, mark)
        return f"{inner}/{new}"

    def _drop_reason(self, place: str) -> None:
        folder, _, name = place.rpartition("/")
        with suppress(FileNotFoundError), folder_beneath(self.root, folder) as held:
            os.unlink(_beside(name), dir_fd=held)


def _settle(source: int, old: str, target: int, wanted: str, mark: Mark) -> str:
    """Let a file stand in its new folder under a name where nothing of somebody else's lies; give the name."""
    for name in _names(wanted):
        if look_at(target, name) == mark:
            return name
        if is_there(target, name) or is_there(target, _beside(name)):
            continue
        with suppress(FileExistsError):  # somebody was faster
            give_second_name(source, old, target, name, mark)
            return name
    raise AssertionError("names do not end")


def _names(wanted: str) -> Iterator[str]:
    yield wanted
    path = Path(wanted)
    yield from (_fitting(path.stem, f" ({number}){path.suffix}") for number in count(2))


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


def _beside(name: str) -> str:
    return _fitting(name, ".txt")


def _fitting(stem: str, end: str) -> str:
    """Put an end to a name, which is cut where the whole would be longer than file systems take."""
    room = _LONGEST_NAME - len(os.fsencode(end))
    if len(os.fsencode(stem)) <= room:
        return stem + end
    if room < 1:  # all of it is an ending
        return _fitting(stem + end, "")
    return os.fsencode(stem)[:room].decode("utf-8", "ignore") + end


def _is_own(folder: str, name: str, root: str) -> bool:
    return folder == root and name in _OWN


def _open_beneath(root: Path, place: str) -> int | None:
    folder, _, name = place.rpartition("/")
    try:
        with folder_beneath(root, folder) as held:
            # A pipe that was put in the file's place must not hold us up.
            return os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=held)
    except OSError:
        return None


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
        if not data and mark_of(os.fstat(self._file.fileno())) != self._mark:
            raise StillWritten("it changed while it was read")
        return data

"""Files beneath a folder in which others may write, too: no step on the way to one ever follows a link.

A path that was looked at may lead elsewhere a moment later. So each folder is opened by itself, below the one before
(openat(2), O_NOFOLLOW), and what is done to a file is done in the folder that is held open.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

Mark = tuple[int, int, int]
"""A file as it was seen: size (bytes), last change (ns), inode"""
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
# What file systems say that know no second name of a file.
_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


class Changed(OSError):
    """Another file stands where the one was that is meant."""


def mark_of(found: os.stat_result) -> Mark:
    """Give the mark of a file."""
    return (found.st_size, found.st_mtime_ns, found.st_ino)


@contextmanager
def folder_beneath(root: Path, place: str, *, make: bool = False) -> Iterator[int]:
    """Hold a folder open; `place` from the root, empty for itself.

    Raises:
        OSError: it is not there, or something on the way is no folder or a link.
    """
    at = os.open(root, _FOLDER)
    try:
        for name in filter(None, place.split("/")):
            if make:
                with suppress(FileExistsError):
                    os.mkdir(name, dir_fd=at)
            inner = os.open(name, _FOLDER, dir_fd=at)
            os.close(at)
            at = inner
        yield at
    finally:
        os.close(at)


def look_at(folder: int, name: str) -> Mark | None:
    """Give the mark of a file, and None where there is none; a link and a folder are none."""
    try:
        found = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None
    return mark_of(found) if stat.S_ISREG(found.st_mode) else None


def is_there(folder: int, name: str) -> bool:
    """Say whether the name is taken, by whatever."""
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def files_beneath(root: Path, place: str) -> list[tuple[str, Mark]]:
    """List the files of a folder and of those in it, by their place in it; nothing where it is not there."""
    found: list[tuple[str, Mark]] = []
    try:
        with folder_beneath(root, place) as folder:
            for way, _, names, at in os.fwalk(".", dir_fd=folder, follow_symlinks=False):
                marks = ((f"{way}/{name}".removeprefix("./"), look_at(at, name)) for name in sorted(names))
                found += [(name, mark) for name, mark in marks if mark is not None]
    except FileNotFoundError:
        return []
    return found


def give_second_name(source: int, name: str, target: int, new_name: str, mark: Mark) -> None:
    """Let a file stand in a second folder, too; where its file system knows no such thing it is moved.

    Raises:
        FileExistsError: something else stands there.
        Changed: it is no longer the file of that mark; nothing has happened.
    """
    if look_at(source, name) != mark:
        raise Changed(f"{name} is another file now")
    try:
        os.link(name, new_name, src_dir_fd=source, dst_dir_fd=target, follow_symlinks=False)
    except OSError as problem:
        if problem.errno not in _NO_LINKS:
            raise
        if is_there(target, new_name):
            raise FileExistsError(new_name) from problem
        os.rename(name, new_name, src_dir_fd=source, dst_dir_fd=target)
    if look_at(target, new_name) != mark:
        take_back_name(target, new_name, source, name)
        raise Changed(f"{name} is another file now")


def take_back_name(target: int, new_name: str, source: int, name: str) -> None:
    """Undo `give_second_name` for what turned out to be another file; without its old name it keeps the new one."""
    if is_there(source, name):
        os.unlink(new_name, dir_fd=target)


def drop_name(folder: int, name: str, mark: Mark) -> None:
    """Delete a name of a file that has another; what stands there instead meanwhile is left alone."""
    if look_at(folder, name) == mark:
        os.unlink(name, dir_fd=folder)


def write_beneath(folder: int, name: str, text: str, draft: str) -> None:
    """Write a text whole or not at all; what stood under its name gives way, and is never written through.

    Args:
        folder: held open.
        name: of the file.
        text: what it will say.
        draft: a name in the same folder that is nobody else's.
    """
    with suppress(FileNotFoundError):  # of a run that was cut off
        os.unlink(draft, dir_fd=folder)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666, dir_fd=folder)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(draft, name, src_dir_fd=folder, dst_dir_fd=folder)


def clear_beneath(root: Path, place: str, name: str) -> None:
    """Delete a folder with the empty folders in it; what holds a file stays."""
    with suppress(OSError), folder_beneath(root, place) as folder:
        for _, folders, _, at in os.fwalk(name, topdown=False, dir_fd=folder, follow_symlinks=False):
            for inner in folders:
                with suppress(OSError):
                    os.rmdir(inner, dir_fd=at)
        os.rmdir(name, dir_fd=folder)

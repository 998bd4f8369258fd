"""Files that are either whole or not there."""

from __future__ import annotations

import ctypes
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_WRITE: Final = 2  # SYNC_FILE_RANGE_WRITE of Linux
_sync_file_range: Final[Any] = getattr(ctypes.CDLL(None), "sync_file_range", None)


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Write to a temporary file in the same folder; on success fsync, rename, fsync the folder; else nothing is left.

    A failed fsync is not tried again: after it, the kernel may already have dropped the pages.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def start_writing(file: IO[bytes]) -> None:
    """Let the disk begin with what was written so far, while the caller goes on; a hint, and no promise at all."""
    file.flush()
    if _sync_file_range is not None:
        _sync_file_range(file.fileno(), ctypes.c_int64(0), ctypes.c_int64(0), _WRITE)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""What is given to `pustaka ingest`: files, archives, and folders with all that lies in them."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from library.catalogue.file_names import is_litter


@dataclass(frozen=True, slots=True)
class Given:
    """A file, and where it stands in the folder that was named; "" where it was named itself."""

    path: Path
    place: str = ""


def given_files(paths: tuple[Path, ...]) -> list[Given]:
    """List the files; of a folder all but hidden and unfinished ones, without following links."""
    return [file for path in paths for file in (_inside(path) if path.is_dir() else [Given(path)])]


def open_plain(path: Path) -> BinaryIO:
    """Open a file for reading. A pipe would hold us up until somebody writes into it, and a device never ends.

    Raises:
        OSError: it cannot be opened, or is none.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "no plain file")
    return os.fdopen(descriptor, "rb")


def _inside(folder: Path) -> Iterator[Given]:
    top = folder.resolve()
    for at, folders, names in os.walk(top):
        folders[:] = sorted(name for name in folders if not is_litter(name))
        for name in sorted(names):
            path = Path(at) / name
            if not is_litter(name) and path.is_file() and not path.is_symlink():
                yield Given(path, f"{top.name}/{path.relative_to(top)}")

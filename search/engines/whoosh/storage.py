"""Whoosh's storage over a folder, with reads that any thread may make at once."""

from __future__ import annotations

import os
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile


class SharedFile(StructFile):  # type: ignore[misc]  # Whoosh has no types
    """A file read by position with pread, so that threads do not move each other's place."""

    def get(self, position: int, length: int) -> bytes:
        """Return exactly `length` bytes; raise EOFError where the file has been cut short."""
        data = os.pread(self.fileno(), length, position)
        if len(data) != length:
            raise EOFError(f"{self._name}: {length} bytes at {position}, only {len(data)} there")
        return data


class Folder(FileStorage):  # type: ignore[misc]  # Whoosh has no types
    """The folder of one generation of the index."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), supports_mmap=False)
        self.path = path

    def open_file(self, name: str, **options: object) -> SharedFile:
        """Open a file for reading by many threads."""
        return SharedFile((self.path / name).open("rb"), name=name, **options)

"""Whoosh's storage over a folder, with reads that any thread may make at once."""

from __future__ import annotations

import os
from contextlib import suppress
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

    def __init__(self, path: Path, written: list[StructFile] | None = None) -> None:
        super().__init__(str(path), supports_mmap=False)
        self.path = path
        self._written: list[StructFile] = [] if written is None else written

    def create_file(self, name: str, *args: object, **options: object) -> StructFile:
        """Make a file and remember it, in case it has to be abandoned."""
        file = super().create_file(name, *args, **options)
        self._written.append(file)
        return file

    def temp_storage(self, name: str | None = None) -> Folder:
        """Make a folder inside this one for Whoosh's temporary files."""
        return Folder(self.path / (name or "unnamed.tmp"), self._written).create()  # type: ignore[no-any-return]  # no types

    def abandon(self) -> None:
        """Close what is still open for writing, whatever the disk says."""
        for file in self._written:
            with suppress(OSError):
                file.raw_file().close()
        self.finished()

    def finished(self) -> None:
        """Forget the files that were written."""
        self._written.clear()

    def open_file(self, name: str, **options: object) -> SharedFile:
        """Open a file for reading by many threads."""
        return SharedFile((self.path / name).open("rb"), name=name, **options)

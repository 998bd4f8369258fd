"""The blob store: files named by their SHA-256, written once, never changed.

Write order (a power cut at any point leaves either nothing or the whole file): temporary file in the same folder →
fsync → rename → fsync of the folder → only then does the caller commit the row that names it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from library.errors import NotFound, StorageFailed

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of the store: its SHA-256 (hex) and its size in bytes."""

    sha256: str
    size: int


class BlobStore(Protocol):
    """What every blob store can do."""

    def put(self, source: Path) -> Stored:
        """Store a copy of the file."""
        ...

    def path(self, sha256: str) -> Path:
        """Give a local path of the blob, to be read only."""
        ...

    def has(self, sha256: str) -> bool:
        """Say whether the blob is there."""
        ...

    def delete(self, sha256: str) -> None:
        """Forget a blob; nothing happens where there is none."""
        ...

    def check(self, sha256: str) -> bool:
        """Read the blob and compare it with its name."""
        ...

    def names(self) -> Iterator[str]:
        """List all blobs."""
        ...


class FolderBlobs:
    """Blobs in a local folder: `ab/cd/abcd…`, read-only files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._incoming = folder / "incoming"
        self._incoming.mkdir(parents=True, exist_ok=True, mode=0o700)

    def put(self, source: Path) -> Stored:
        """Store a copy of the file.

        Raises:
            StorageFailed: the disk refused; nothing is left behind.
        """
        try:
            with source.open("rb") as stream:
                return self._store(stream)
        except OSError as exc:
            raise StorageFailed(f"cannot store {source.name}: {exc}") from exc

    def _store(self, stream: BinaryIO) -> Stored:
        digest, size = hashlib.sha256(), 0
        handle, name = tempfile.mkstemp(dir=self._incoming)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                while chunk := stream.read(CHUNK):
                    digest.update(chunk)
                    size += out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            temporary.chmod(0o400)
            self._settle(temporary, digest.hexdigest())
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        return Stored(digest.hexdigest(), size)

    def _settle(self, temporary: Path, sha256: str) -> None:
        target = self.place(sha256)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary.replace(target)
        for folder in (target.parent, target.parent.parent, self.folder):
            sync_folder(folder)

    def place(self, sha256: str) -> Path:
        """Say where a blob lies, or would lie."""
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def path(self, sha256: str) -> Path:
        """Give the blob's path.

        Raises:
            NotFound: there is no such blob.
        """
        place = self.place(sha256)
        if not place.is_file():
            raise NotFound(f"blob {sha256} is missing", what="berkas / file")
        return place

    def has(self, sha256: str) -> bool:
        """Say whether the blob is there."""
        return self.place(sha256).is_file()

    def delete(self, sha256: str) -> None:
        """Forget a blob; nothing happens where there is none."""
        self.place(sha256).unlink(missing_ok=True)

    def check(self, sha256: str) -> bool:
        """Read the blob and compare it with its name."""
        try:
            return file_sha256(self.path(sha256)) == sha256
        except (OSError, NotFound):
            return False

    def names(self) -> Iterator[str]:
        """List all blobs, in order."""
        for path in sorted(self.folder.glob("??/??/*")):
            yield path.name

    def sweep_incoming(self, before: float) -> int:
        """Drop what interrupted writes left: files last written to before `before`, seconds since 1970."""
        left = [path for path in self._incoming.iterdir() if path.stat().st_mtime < before]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def free_bytes(self) -> int:
        """Say how much room the disk has."""
        return shutil.disk_usage(self.folder).free


def file_sha256(path: Path) -> str:
    """Hash a file without loading it whole."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Make a rename inside `folder` durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""Leaked files while they are traced: one folder a case, deleted some days later."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

from library.catalogue.file_names import clean_file_name
from library.errors import NotFound, StorageFailed
from library.ids import new_id
from library.store.blobs import CHUNK

_LONGEST = 180
"""Bytes of a name on the disk; the file systems in use take 255."""

Upload = tuple[BinaryIO, str]
"""A stream and the name that the browser gave."""


class Leaks:
    """The folders of leaked files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def receive(self, case_id: str, uploads: Sequence[Upload]) -> list[dict[str, Any]]:
        """Keep the files of a case, all of them or none; give name, SHA-256 and size of each.

        A case whose files are there already keeps them: the same form came twice.

        Raises:
            StorageFailed: the disk refused; nothing is kept.
        """
        unfinished = self._folder / f"{new_id()}.part"
        try:
            unfinished.mkdir(parents=True, mode=0o700)
            files = [self._write(unfinished, upload, number) for number, upload in enumerate(uploads, 1)]
            if not self._place(case_id).exists():
                unfinished.rename(self._place(case_id))
        except OSError as exc:
            raise StorageFailed(str(exc)) from exc
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        return files

    @staticmethod
    def _write(folder: Path, upload: Upload, number: int) -> dict[str, Any]:
        stream, given = upload
        name = _short(clean_file_name(given))
        target = folder / name if not (folder / name).exists() else folder / f"{number} {name}"
        digest, size = hashlib.sha256(), 0
        with target.open("xb") as out:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                size += out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        return {"name": target.name, "sha256": digest.hexdigest(), "size": size}

    def paths(self, case_id: str, files: Sequence[dict[str, Any]]) -> list[Path]:
        """Give the files of a case in their order.

        Raises:
            NotFound: one of them was deleted.
        """
        paths = [self._place(case_id) / str(file["name"]) for file in files]
        if not paths or not all(path.is_file() for path in paths):
            raise NotFound(f"the leak of {case_id} is gone", what="berkas / file")
        return paths

    def clear(self, case_id: str) -> None:
        """Delete the files of a case; nothing happens where there are none."""
        shutil.rmtree(self._place(case_id), ignore_errors=True)

    def clear_strangers(self, known: set[str], after: timedelta) -> None:
        """Delete folders that belong to no case and were not touched for a while: a crash left them."""
        oldest = time.time() - after.total_seconds()
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            if path.name not in known and path.stat().st_mtime < oldest:
                shutil.rmtree(path, ignore_errors=True)

    def _place(self, case_id: str) -> Path:
        return self._folder / case_id


def _short(name: str) -> str:
    """Cut a name to what every file system takes, its suffix kept."""
    raw = name.encode()
    if len(raw) <= _LONGEST:
        return name
    stem, dot, suffix = name.rpartition(".")
    tail = f"{dot}{suffix}"[:12] if dot else ""
    kept = (stem if dot else name).encode()[: _LONGEST - len(tail.encode())]
    return kept.decode(errors="ignore") + tail

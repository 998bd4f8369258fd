"""Unpacking an archive in a confined child: what it holds is files of their own, or has a reason not to be."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.errors import IngestError, from_code
from ingest.limits import Limits
from ingest.reading import Progress, ProgressCallback, own_file
from ingest.sandbox.answers import read_answer
from ingest.sandbox.spawn import BrokenProtocolError, run_child

MOST_FILES = 5_000
"""Files in one archive."""
_SMALL = 256 << 20  # bytes; so much any archive may unpack to
_MOST_RATIO = 250  # DEFLATE packs a page of white into a 1,030th, scans and PDFs hardly ever below a 50th
_MOST_TIMES = 4  # the longest file that the library takes, this many times


@dataclass(frozen=True)
class Member:
    """A file of an archive: `path` is its bytes, or None where it was not taken (`error`, `params`)."""

    name: str
    path: Path | None
    error: str = ""
    params: dict[str, str | int] = field(default_factory=dict)


def unpack_archive(
    archive: Path, folder: Path, *, limits: Limits, progress: ProgressCallback | None = None
) -> list[Member]:
    """Unpack a ZIP into a folder of its own; what was there before is deleted.

    Args:
        archive: the file; it is only read.
        folder: all that is written into. Files in it have numbers for names.
        limits: `bytes` is that of the longest file in it.
        progress: called with every file.

    Raises:
        IngestError: the archive as a whole cannot be used; nothing of it is to be taken.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    follower = _Follower(progress)
    order = {"path": str(archive), "folder": str(folder), "limits": limits.to_json(), "most": _most(archive, limits)}
    try:
        code = run_child("ingest.unpacking", order, workdir=folder, limits=limits, report=follower)
    except BrokenProtocolError as error:
        raise IngestError(f"the child broke its protocol: {error}") from error
    if follower.error:
        raise follower.error
    if code != 0:
        raise IngestError(f"unpacking ended with {code}")
    return _load(folder)


def _most(archive: Path, limits: Limits) -> int:
    """Give how many bytes an archive may unpack to."""
    return min(_MOST_TIMES * limits.bytes, max(_SMALL, _MOST_RATIO * archive.stat().st_size))


class _Follower:
    """Takes the child's reports: progress is passed on, an error is kept."""

    def __init__(self, progress: ProgressCallback | None) -> None:
        self._progress = progress
        self.error: IngestError | None = None

    def __call__(self, line: dict[str, Any]) -> None:
        try:
            if "error" in line:
                self.error = from_code(str(line["error"]), str(line["detail"]), dict(line["params"]))
                return
            told = Progress("unpack", int(line["done"]), int(line["total"]))
        except (KeyError, TypeError, ValueError) as error:
            raise BrokenProtocolError(f"{error!r} in {line}") from error
        if self._progress:
            self._progress(told)


def _load(folder: Path) -> list[Member]:
    """Read what the child left; it is as untrusted as the archive was."""
    try:
        plain = read_answer(folder / "members.json")
        return [_member(folder, each) for each in plain[:MOST_FILES]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IngestError(f"the child gave no list of files: {error!r}") from error


def _member(folder: Path, plain: dict[str, Any]) -> Member:
    if plain["error"]:
        params = {str(name): value for name, value in plain["params"].items() if isinstance(value, str | int)}
        return Member(str(plain["name"]), None, str(plain["error"]), params)
    return Member(str(plain["name"]), own_file(folder, str(plain["file"])))

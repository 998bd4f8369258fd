"""Leaked files as grey pictures, decoded in a child process with limits."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from watermark.errors import LeakError
from watermark.trace.glyphs import Glyphs, read_glyphs
from watermark.trace.grey import LONGEST, SIZE
from watermark.trace.launching import launched

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from watermark.trace.pixels import Grey

_MOST_PAGES = 100_000


@dataclass(frozen=True)
class LeakPage:
    """One page or picture of a leaked file; `number` is zero-based."""

    file: Path
    number: int
    picture: Grey

    def glyphs(self) -> Glyphs | None:
        """Read where the page places its letters; None for a picture, and for a PDF whose text cannot be read."""
        with self.file.open("rb") as file:
            if b"%PDF-" not in file.read(1024):
                return None
        with tempfile.TemporaryDirectory(prefix="pustaka-leak-") as folder:
            out = Path(folder) / "letters"
            try:
                launched("watermark.trace.glyphs", [str(self.file.resolve()), str(out), str(self.number)], Path(folder))
                return read_glyphs(out)
            except (LeakError, subprocess.TimeoutExpired):
                return None


@dataclass(frozen=True)
class LeakFile:
    """A leaked file, how many pages or pictures it holds, and the first of them if it was kept."""

    path: Path
    pages: int
    first: Grey | None

    def read(self, numbers: Sequence[int]) -> Iterator[LeakPage]:
        """Decode some pages, zero-based; raises LeakError where one cannot be decoded."""
        for number in numbers:
            if number == 0 and self.first is not None:
                yield LeakPage(self.path, 0, self.first)
                continue
            with tempfile.TemporaryDirectory(prefix="pustaka-leak-") as folder:
                _child(self.path, Path(folder), number, 1)
                yield LeakPage(self.path, number, _decoded(Path(folder), number))


def open_leak(path: Path, *, keep: bool = True) -> LeakFile:
    """Look at a file of any kind; unless its first page is to be kept, only its pages are counted.

    Raises:
        LeakError: it is missing, empty, too large, protected, damaged, or no PDF and no picture.
    """
    if not path.is_file():
        raise LeakError(f"There is no file {path.name}.")
    with tempfile.TemporaryDirectory(prefix="pustaka-leak-") as folder:
        answer = _child(path, Path(folder), 0, int(keep))
        return LeakFile(path, int(answer["pages"]), _decoded(Path(folder), 0) if keep else None)


def _decoded(folder: Path, number: int) -> Grey:
    """Take a picture over: plain numbers, so that no decoder of pictures runs in this process."""
    try:
        # Never through a link that the process has laid.
        descriptor = os.open(folder / f"{number:06d}.grey", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            data = file.read(SIZE.size + LONGEST * LONGEST + 1)
        width, height = SIZE.unpack_from(data)
    except (OSError, struct.error) as exc:
        raise LeakError("The file is damaged: decoding it broke off.") from exc
    if not 0 < width <= LONGEST or not 0 < height <= LONGEST or len(data) != SIZE.size + width * height:
        raise LeakError("The file is damaged: decoding it broke off.")
    return np.frombuffer(data, np.uint8, offset=SIZE.size).reshape(height, width).copy()


def _child(path: Path, folder: Path, first: int, count: int) -> dict[str, Any]:
    try:
        done = launched("watermark.trace.intake", [str(path.resolve()), str(folder), str(first), str(count)], folder)
        answer: dict[str, Any] = json.loads(done)
    except subprocess.TimeoutExpired as exc:
        raise LeakError(f"Decoding {path.name} takes too long.") from exc
    except ValueError as exc:
        raise LeakError(f"{path.name} is damaged: decoding it broke off.") from exc
    return _checked(answer, path)


def _checked(answer: object, path: Path) -> dict[str, Any]:
    """Believe a process in the hands of its file no further than it can be checked."""
    if isinstance(answer, dict) and "error" in answer:
        raise LeakError(f"{path.name}: {str(answer['error'])[:200]}")
    pages = answer.get("pages") if isinstance(answer, dict) else None
    if type(pages) is not int or not 1 <= pages <= _MOST_PAGES:
        raise LeakError(f"{path.name} is damaged: decoding it broke off.")
    return {"pages": pages}

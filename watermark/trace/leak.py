"""Leaked files as grey pictures, decoded in a child process with limits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from watermark.errors import LeakError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from watermark.trace.pixels import Grey

_SECONDS = 180
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class LeakPage:
    """One page or picture of a leaked file; `number` is zero-based."""

    file: Path
    number: int
    picture: Grey


@dataclass(frozen=True)
class LeakFile:
    """A leaked file, how many pages or pictures it holds, and the first of them."""

    path: Path
    pages: int
    first: Grey

    def read(self, numbers: Sequence[int]) -> Iterator[LeakPage]:
        """Decode some pages, zero-based; raises LeakError where one cannot be decoded."""
        for number in numbers:
            if number == 0:
                yield LeakPage(self.path, 0, self.first)
                continue
            with tempfile.TemporaryDirectory(prefix="pustaka-leak-") as folder:
                _child(self.path, Path(folder), number, 1)
                yield LeakPage(self.path, number, _decoded(Path(folder), number))


def open_leak(path: Path) -> LeakFile:
    """Look at a file of any kind.

    Raises:
        LeakError: it is missing, empty, too large, protected, damaged, or no PDF and no picture.
    """
    if not path.is_file():
        raise LeakError(f"There is no file {path.name}.")
    with tempfile.TemporaryDirectory(prefix="pustaka-leak-") as folder:
        answer = _child(path, Path(folder), 0, 1)
        return LeakFile(path, int(answer["pages"]), _decoded(Path(folder), 0))


def _decoded(folder: Path, number: int) -> Grey:
    with Image.open(folder / f"{number:06d}.png", formats=("PNG",)) as image:
        return np.asarray(image.convert("L")).copy()


def _child(path: Path, folder: Path, first: int, count: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "watermark.trace.intake", str(path.resolve()), str(folder)]
    environment = {"PATH": os.defpath, "PYTHONPATH": str(_ROOT), "OPENBLAS_NUM_THREADS": "1", "HOME": str(folder)}
    try:
        done = subprocess.run(
            [*command, str(first), str(count)],
            capture_output=True, timeout=_SECONDS, check=False, env=environment, cwd=folder,
        )  # fmt: skip
        answer: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired as exc:
        raise LeakError(f"Decoding {path.name} takes too long.") from exc
    except ValueError as exc:
        raise LeakError(f"{path.name} is damaged: decoding it broke off.") from exc
    if "error" in answer:
        raise LeakError(f"{path.name}: {answer['error']}")
    return answer

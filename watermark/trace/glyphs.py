"""Where a PDF places its letters: ``python -m watermark.trace.glyphs FILE OUT PAGE`` for a leak, a call for a master.

A leak that still has its text need not be measured in pixels: the numbers in it say where every letter stands. The
leak is opened in a process of its own, under the limits of `watermark.trace.intake`, and only numbers come back.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from watermark.errors import LeakError

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_GLYPHS = 100_000
_ROW = 24  # bytes of a letter: code, x, y
_FARTHEST = 2.0e6  # pt, and above every code point
_INVISIBLE = 3  # text rendering mode: an OCR layer, which says where a program saw letters
_SPACES = (9, 10, 13, 32, 160)


@dataclass(frozen=True)
class Glyphs:
    """The letters of a page in the order in which they are painted, without spaces.

    Attributes:
        code: int32 (n,), Unicode code points.
        at: float64 (n, 2), origins on the baseline, pt, as seen (x right, y down).
    """

    code: NDArray[np.int32]
    at: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.code)

    def tobytes(self) -> bytes:
        """Write them as plain numbers, without what could be none of a page."""
        table = np.column_stack([self.code.astype("<f8"), self.at.astype("<f8")])
        written: bytes = table[(np.abs(table) < _FARTHEST).all(axis=1)].tobytes()
        return written


def glyphs_of(document: Any, page: int) -> Glyphs:
    """Read the visible letters of a page (zero-based) of an open document."""
    rows = [
        (glyph[0], *glyph[2])
        for span in document[page].get_texttrace()
        if span["type"] != _INVISIBLE
        for glyph in span["chars"]
        if glyph[0] not in _SPACES
    ]
    table = np.array(rows[:MOST_GLYPHS], np.float64).reshape(-1, 3)
    return Glyphs(table[:, 0].astype(np.int32), table[:, 1:])


def read_glyphs(path: Path) -> Glyphs:
    """Take over what the child wrote, plain numbers; raises LeakError when it is not that."""
    try:
        # Never through a link that the process has laid.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            data = file.read(MOST_GLYPHS * _ROW + 1)
    except OSError as exc:
        raise LeakError("The text of the leak could not be read.") from exc
    return glyphs_from(data)


def glyphs_from(data: bytes) -> Glyphs:
    """Take letters over from a process in the hands of its file; raises LeakError when they are none."""
    if len(data) % _ROW or len(data) > MOST_GLYPHS * _ROW:
        raise LeakError("The text could not be read.")
    table = np.frombuffer(data, "<f8").reshape(-1, 3)
    if not (np.abs(table) < _FARTHEST).all():  # NaN is not below either
        raise LeakError("The text could not be read.")
    return Glyphs(table[:, 0].astype(np.int32), table[:, 1:].astype(np.float64))


def main(arguments: list[str]) -> int:
    """Write the letters of page PAGE (zero-based) of FILE as OUT."""
    import pymupdf

    from watermark.trace import intake  # with Pillow, which only the child needs

    path, out, page = Path(arguments[0]), Path(arguments[1]), int(arguments[2])
    intake.limit()
    mupdf: Any = pymupdf
    mupdf.TOOLS.mupdf_display_errors(False)
    with mupdf.open(path, filetype="pdf") as document:
        found = glyphs_of(document, page)
    out.write_bytes(found.tobytes())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""How a page reads, and where it reads differently: the lines of its text with their boxes, as MuPDF tells them."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pymupdf

from watermark.pdf.matrix import Matrix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from watermark.carriers.candidate import Box


@dataclass(frozen=True)
class Line:
    """A line of text and its box x0 y0 x1 y1 in pt, as seen."""

    text: str
    box: Box


def lines_of(document: Any, number: int) -> list[Line]:
    """Read the lines of a page (zero-based number) in the order in which its text is given out."""
    page = document[number]
    blocks = page.get_text("dict", flags=pymupdf.TEXTFLAGS_TEXT)["blocks"]
    seen = Matrix(*page.rotation_matrix)
    return [
        Line("".join(span["text"] for span in line["spans"]), seen.box(*line["bbox"]))
        for block in blocks
        for line in block.get("lines", ())
    ]


def changed(before: list[Line], after: list[Line]) -> Iterator[Box]:
    """Give the boxes of all lines, as they stood before, that read differently or stand elsewhere in the order."""
    matcher = difflib.SequenceMatcher(None, [line.text for line in before], [line.text for line in after], False)
    for kind, first, end, _, _ in matcher.get_opcodes():
        if kind != "equal":
            # what is put in between two lines came from one of them
            for line in before[max(0, first - 1) if first == end else first : end + (first == end)]:
                yield line.box

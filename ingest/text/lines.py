"""Lines of text with their direction, as the page's content draws them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pymupdf

# MEDIABOX_CLIP leaves out what stands beside the page; images are not wanted.
_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP | pymupdf.TEXT_PRESERVE_LIGATURES

Box = tuple[float, float, float, float]
Direction = tuple[int, int]
"""(1, 0) reads to the right, (0, 1) downwards, (0, -1) upwards, (-1, 0) upside down; (0, 0) stands askew"""


@dataclass(frozen=True, slots=True)
class Line:
    """Characters on one baseline. Boxes are in pt from the top left of the page as it is shown."""

    text: str
    box: Box
    size: float
    """largest type size in it, pt"""
    direction: Direction
    block: int
    visible: bool
    """False for text that is there to be found, not seen: an OCR layer"""


def page_lines(page: pymupdf.Page) -> list[Line]:
    """Read every line of the page in the order its content draws them."""
    matrix = page.rotation_matrix
    lines = []
    for number, block in enumerate(page.get_text("dict", flags=_FLAGS)["blocks"]):
        for line in block.get("lines", ()):
            lines.append(_line(line, number, matrix))
    return [line for line in lines if line.text.strip()]


def _line(raw: dict[str, Any], block: int, matrix: pymupdf.Matrix) -> Line:
    spans = raw["spans"]
    x, y = raw["dir"]
    # Rotation of the page turns directions as well; the matrix also moves, which a direction must not.
    turned = (x * matrix.a + y * matrix.c, x * matrix.b + y * matrix.d)
    return Line(
        text="".join(span["text"] for span in spans),
        box=tuple(pymupdf.Rect(raw["bbox"]) * matrix),
        size=max((span["size"] for span in spans), default=0.0),
        direction=_quarter(*turned),
        block=block,
        visible=any(span["alpha"] or span["char_flags"] for span in spans),
    )


def _quarter(x: float, y: float) -> Direction:
    """Round to a quarter turn where it is within 3° of one (scans are rarely straighter), else askew."""
    tolerance = 0.052  # sin 3°
    if abs(y) < tolerance:
        return (1, 0) if x > 0 else (-1, 0)
    if abs(x) < tolerance:
        return (0, 1) if y > 0 else (0, -1)
    return (0, 0)


def reading_direction(lines: list[Line]) -> Direction:
    """Give the direction in which most letters of the page stand; text that stands askew never counts."""
    letters: Counter[Direction] = Counter()
    for line in lines:
        if line.direction != (0, 0):
            letters[line.direction] += sum(c.isalnum() for c in line.text)
    return letters.most_common(1)[0][0] if letters else (1, 0)

"""Lines of text with their direction, as the page's content draws them."""

# mypy: allow-untyped-calls
# PyMuPDF has no annotations.

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pymupdf

# MuPDF's own TEXT_MEDIABOX_CLIP loses the whole text of turned pages (1.28.2), so what stands beside the page is
# left out below.
TEXT_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_PRESERVE_LIGATURES
# Byte order marks, joiners and control characters are no text; a soft hyphen is a hyphen at the end of a line.
_CLEANED = {"Cf": "", "Cc": " ", "Cs": "", "Co": ""}
_WORD_GAP = 0.2  # of the type size

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
    number: int
    """its place in the block"""
    visible: bool
    """False for text that is there to be found, not seen: an OCR layer"""


def page_lines(page: pymupdf.Page) -> list[Line]:
    """Read every line of the page in the order its content draws them."""
    matrix = page.rotation_matrix
    lines = [
        _line(line, block["number"], number, matrix)
        for block in page.get_text("dict", flags=TEXT_FLAGS)["blocks"]
        for number, line in enumerate(block.get("lines", ()))
    ]
    return [line for line in lines if line.text.strip() and _meets(line.box, page.rect)]


def _line(raw: dict[str, Any], block: int, number: int, matrix: pymupdf.Matrix) -> Line:
    spans = raw["spans"]
    x, y = raw["dir"]
    # Rotation of the page turns directions as well; the matrix also moves, which a direction must not.
    turned = (x * matrix.a + y * matrix.c, x * matrix.b + y * matrix.d)
    return Line(
        text=_joined(spans, x, y),
        box=tuple(pymupdf.Rect(raw["bbox"]) * matrix),
        size=max((span["size"] for span in spans), default=0.0),
        direction=_quarter(*turned),
        block=block,
        number=number,
        visible=any(span["alpha"] or span["char_flags"] for span in spans),
    )


def _meets(box: Box, page: pymupdf.Rect) -> bool:
    """Tell whether at least half of a box stands on the page."""
    width = min(box[2], page.x1) - max(box[0], page.x0)
    height = min(box[3], page.y1) - max(box[1], page.y0)
    return width * 2 > box[2] - box[0] and height * 2 > box[3] - box[1]


def _joined(spans: list[dict[str, Any]], x: float, y: float) -> str:
    """Join the spans of a line, with a space where they stand apart without one."""
    text, end = "", 0.0
    for span in spans:
        x0, y0, x1, y1 = span["bbox"]
        start, stop = sorted((x0 * x + y0 * y, x1 * x + y1 * y))
        if text and start - end > _WORD_GAP * span["size"] and not (text[-1].isspace() or span["text"][:1].isspace()):
            text += " "
        text, end = text + span["text"], stop
    return "".join(_CLEANED.get(unicodedata.category(c), c) if c != "\u00ad" else "-" for c in text)


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

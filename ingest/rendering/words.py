"""Where the words of a page stand."""

# mypy: allow-untyped-calls
# PyMuPDF has no annotations.

from __future__ import annotations

from typing import Any, NamedTuple

from ingest.text.lines import TEXT_FLAGS, page_lines
from ingest.text.stamps import own_lines


class WordBox(NamedTuple):
    """A word and its box in fractions of the page as it is shown, (0, 0) being the top left."""

    word: str
    x0: float
    y0: float
    x1: float
    y1: float


def page_words(page: Any) -> list[WordBox]:
    """List the page's own words, without what was stamped across it, in the order that its content draws them."""
    import pymupdf

    own = {(line.block, line.number) for line in own_lines(page_lines(page))}
    area, matrix = page.rect, page.rotation_matrix
    boxes = []
    for x0, y0, x1, y1, word, block, line, _ in page.get_text("words", flags=TEXT_FLAGS):
        if (block, line) in own and any(c.isalnum() for c in word):
            box = (pymupdf.Rect(x0, y0, x1, y1) * matrix) & area
            boxes.append(WordBox(word, *_fractions(box, area)))
    return boxes


def _fractions(box: Any, area: Any) -> tuple[float, float, float, float]:
    width, height = max(area.width, 1e-6), max(area.height, 1e-6)
    shares = (
        (box.x0 - area.x0) / width,
        (box.y0 - area.y0) / height,
        (box.x1 - area.x0) / width,
        (box.y1 - area.y0) / height,
    )
    return tuple(round(min(max(share, 0.0), 1.0), 5) for share in shares)

"""A page as rows of text that remember where they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.reading import Found
from ingest.text.lines import Box, Line


@dataclass(frozen=True)
class Row:
    """One row of a page."""

    text: str
    page: int
    box: Box
    size: float
    """largest type size, pt"""

    def found(self, value: str, raw: str, how: str) -> Found:
        """Give a value together with this row as its place."""
        x0, y0, x1, y1 = (round(number, 1) for number in self.box)
        return Found(value, raw, self.page, (x0, y0, x1, y1), how)


def make_rows(page: int, rows: Iterable[Sequence[Line]]) -> list[Row]:
    """Turn a page's lines into rows, leaving out what holds no letter or digit."""
    made = (_row(page, row) for row in rows if row)
    return [row for row in made if any(c.isalnum() for c in row.text)]


def _row(page: int, lines: Sequence[Line]) -> Row:
    # A single letter beside other words is left over from something that was covered.
    worded = [line for line in lines if len(line.text.strip()) > 1 or not line.text.strip().isalpha()] or lines
    boxes = [line.box for line in worded]
    box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    text = " ".join(" ".join(line.text.split()) for line in worded)
    # A byte order mark and its kin are no part of any word.
    clean = "".join(c for c in text if c.isprintable()).strip()
    return Row(clean, page, box, max(line.size for line in worded))


def running_rows(pages: Mapping[int, Sequence[Row]]) -> list[Row]:
    """Find the running heads and feet: the first or last row of a page that stands at the same place on another."""
    edges = [row for page in pages.values() for row in {id(r): r for r in (*page[:1], *page[-1:])}.values()]
    counts = Counter(_place(row) for row in edges)
    return [row for row in edges if counts[_place(row)] > 1]


def _place(row: Row) -> tuple[str, int]:
    return skeleton(row.text), round(row.box[1] / 24)


def skeleton(text: str) -> str:
    """A row without its numbers, page numbers in Roman figures, and the spaces that files often lose."""
    words = re.sub(r"^[ivxlc]+(?=[A-Z\s])|\b[ivxlc]+$", " ", text.strip())
    return "".join(c for c in words.lower() if c.isalpha())

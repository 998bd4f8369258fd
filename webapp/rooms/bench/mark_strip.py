"""The marks of all pages as a strip of columns: pure geometry in the units of an SVG's view box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720.0, 120.0
FLOOR = 108.0
"""where the columns stand; below it a stroke stands for a page without a mark"""
MOST_COLUMNS = 120  # more are no wider than the gaps between them on a phone
WIDEST = 24.0
PLENTY = 3
"""columns end at so many times what names a reader alone, so that poor pages stay to be seen beside rich ones"""


@dataclass(frozen=True, slots=True)
class Column:
    """A page, or several side by side; `height` is 0 where one of them bears no mark."""

    x: float
    y: float
    width: float
    height: float
    weak: bool


@dataclass(frozen=True, slots=True)
class MarkStrip:
    """The whole picture: `line` is the height of `enough`, `top` the marks at which columns end (0: none does)."""

    columns: tuple[Column, ...]
    pages_each: int
    line: float
    top: int
    width: float = WIDTH
    height: float = HEIGHT
    floor: float = FLOOR


def draw_strip(slots: Sequence[int], enough: int) -> MarkStrip:
    """Draw a column for each page, or for as many side by side as there is room for.

    Args:
        slots: Marks of every page; at least one page.
        enough: Marks with which a page names a reader alone. Of several pages the poorest counts.
    """
    each = -(-len(slots) // MOST_COLUMNS)
    poorest = [min(slots[start : start + each]) for start in range(0, len(slots), each)]
    highest = max(*poorest, enough * 3 // 2) if poorest else enough
    top = min(highest, PLENTY * enough)
    room = min(WIDTH / len(poorest), WIDEST)
    columns = (_column(count, index * room, room, top, enough) for index, count in enumerate(poorest))
    return MarkStrip(tuple(columns), each, _y(enough, top), top if highest > top else 0)


def _column(count: int, x: float, room: float, top: int, enough: int) -> Column:
    y = _y(min(count, top), top)
    return Column(round(x, 2), y, round(room * 0.75, 2), round(FLOOR - y, 2), count < enough)


def _y(count: int, top: int) -> float:
    return round(FLOOR * (1 - count / top), 2)

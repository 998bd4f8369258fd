"""Charts that the server draws: pure geometry in the units of an SVG's view box, for columns side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720.0, 240.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 8.0, 22.0, 28.0
_GAP = 0.28  # of a column's slot
_TICKS = 4  # about as many lines across


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `height` is 0 and `words` a dash where there is no value."""

    label: str
    words: str
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Where its words are centred."""
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True, slots=True)
class Line:
    """A line across, and the value at its end."""

    y: float
    value: float


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """The whole picture."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    floor: float = HEIGHT - BOTTOM


def draw_columns(values: Sequence[tuple[str, float | None, str]], highest: float | None = None) -> ColumnChart:
    """Draw a column for each value.

    Args:
        values: Label, value (at least 0; None: there is none) and the words that stand above the column.
        highest: The value at the upper edge; by default a round one above the largest.
    """
    top = highest or _top(max([0.0, *(value for _label, value, _words in values if value is not None)]))
    slot = (WIDTH - LEFT - RIGHT) / max(1, len(values))
    columns = (
        _column(label, value, words, LEFT + index * slot, slot, top)
        for index, (label, value, words) in enumerate(values)
    )
    step = _step(top)
    lines = (Line(_y(step * n, top), step * n) for n in range(int(top / step + 1e-9) + 1))
    return ColumnChart(tuple(columns), tuple(lines))


def _column(label: str, value: float | None, words: str, left: float, slot: float, top: float) -> Column:
    y = _y(min(value or 0.0, top), top)
    width = round(slot * (1 - _GAP), 2)
    return Column(label, words, round(left + slot * _GAP / 2, 2), y, width, round(HEIGHT - BOTTOM - y, 2))


def _y(value: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top, 2)


def _step(top: float) -> float:
    """Give a round distance of lines: 1, 2 or 5 times a power of ten."""
    rough = max(1.0, top / _TICKS)
    power = 10 ** math.floor(math.log10(rough))
    return float(next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough))


def _top(most: float) -> float:
    step = _step(max(most, float(_TICKS)))
    return max(step * math.ceil(most / step), float(_TICKS))

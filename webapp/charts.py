"""Charts that the server draws: pure geometry in the units of an SVG's view box, for columns side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.scale import BOTTOM, GAP, HEIGHT, WIDTH, Line, Scale

LEFT, RIGHT = 44.0, 8.0


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
    most = max([0.0, *(value for _label, value, _words in values if value is not None)])
    scale = Scale(highest) if highest else Scale.above(most)
    slot = (WIDTH - LEFT - RIGHT) / max(1, len(values))
    columns = (
        _column(label, value, words, LEFT + index * slot, slot, scale)
        for index, (label, value, words) in enumerate(values)
    )
    return ColumnChart(tuple(columns), scale.lines())


def _column(label: str, value: float | None, words: str, left: float, slot: float, scale: Scale) -> Column:
    y = scale.y(min(value or 0.0, scale.top))
    width = round(slot * (1 - GAP), 2)
    return Column(label, words, round(left + slot * GAP / 2, 2), y, width, round(HEIGHT - BOTTOM - y, 2))

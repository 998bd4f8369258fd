"""Arrivals by hour as bars: pure geometry in the units of an SVG's view box."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

WIDTH, HEIGHT = 720.0, 240.0
LEFT, RIGHT, TOP, BOTTOM = 36.0, 8.0, 20.0, 28.0
_GAP = 0.28  # of an hour's width, between hours
_TICKS = 4  # about as many lines across


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its upper left corner and size in view-box units, and the count that it stands for."""

    x: float
    y: float
    width: float
    height: float
    count: int

    @property
    def middle(self) -> float:
        """Where its label is centred."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class HourBars:
    """One hour of the day: the earlier day behind, today in front."""

    hour: int
    middle: float
    before: Bar
    today: Bar


@dataclass(frozen=True, slots=True)
class Line:
    """A line across the chart, and the count at its end."""

    y: float
    count: int


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole picture."""

    hours: tuple[HourBars, ...]
    lines: tuple[Line, ...]
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    floor: float = HEIGHT - BOTTOM


def draw(today: Mapping[int, int], before: Mapping[int, int], first: int, last: int) -> Chart:
    """Draw two days side by side.

    Args:
        today: Arrivals by local hour, 0 to 23.
        before: The same of the day that it is compared with.
        first: The first hour shown; hours with arrivals outside are shown too.
        last: The last hour shown, included.
    """
    seen = [hour for counts in (today, before) for hour, count in counts.items() if count]
    hours = range(min([first, *seen]), max([last, *seen]) + 1)
    top = _top(max([0, *today.values(), *before.values()]))
    slot = (WIDTH - LEFT - RIGHT) / len(hours)
    return Chart(
        tuple(_hour(hour, index * slot + LEFT, slot, top, today, before) for index, hour in enumerate(hours)),
        tuple(Line(_y(count, top), count) for count in range(0, top + 1, _step(top))),
    )


def _hour(
    hour: int, left: float, slot: float, top: int, today: Mapping[int, int], before: Mapping[int, int]
) -> HourBars:
    width = slot * (1 - _GAP) / 2
    start = left + slot * _GAP / 2
    return HourBars(
        hour,
        round(left + slot / 2, 2),
        _bar(start, width, before.get(hour, 0), top),
        _bar(start + width, width, today.get(hour, 0), top),
    )


def _bar(x: float, width: float, count: int, top: int) -> Bar:
    y = _y(count, top)
    return Bar(round(x, 2), y, round(width, 2), round(HEIGHT - BOTTOM - y, 2), count)


def _y(count: int, top: int) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * count / top, 2)


def _step(top: int) -> int:
    """Give a round distance of lines: 1, 2 or 5 times a power of ten."""
    rough = max(1.0, top / _TICKS)
    power = 10 ** math.floor(math.log10(rough))
    return int(next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough))


def _top(most: int) -> int:
    """Give the count at the upper edge: a whole number of steps, with room above the highest bar."""
    step = _step(max(most, _TICKS))
    return max(step * math.ceil(most / step), _TICKS)

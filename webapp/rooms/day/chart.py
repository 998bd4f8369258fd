"""Arrivals by hour as bars: pure geometry in the units of an SVG's view box."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.scale import BOTTOM, GAP, HEIGHT, WIDTH, Line, Scale

LEFT, RIGHT = 36.0, 8.0


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
    scale = Scale.above(max([0, *today.values(), *before.values()]))
    slot = (WIDTH - LEFT - RIGHT) / len(hours)
    return Chart(
        tuple(_hour(hour, index * slot + LEFT, slot, scale, today, before) for index, hour in enumerate(hours)),
        scale.lines(),
    )


def _hour(
    hour: int, left: float, slot: float, scale: Scale, today: Mapping[int, int], before: Mapping[int, int]
) -> HourBars:
    width = slot * (1 - GAP) / 2
    start = left + slot * GAP / 2
    return HourBars(
        hour,
        round(left + slot / 2, 2),
        _bar(start, width, before.get(hour, 0), scale),
        _bar(start + width, width, today.get(hour, 0), scale),
    )


def _bar(x: float, width: float, count: int, scale: Scale) -> Bar:
    y = scale.y(count)
    return Bar(round(x, 2), y, round(width, 2), round(HEIGHT - BOTTOM - y, 2), count)

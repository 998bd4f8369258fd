"""The upright scale that charts share: round steps, and where a value stands in an SVG's view box."""

from __future__ import annotations

import math
from dataclasses import dataclass

WIDTH, HEIGHT = 720.0, 240.0
TOP, BOTTOM = 22.0, 28.0
GAP = 0.28  # of a column's slot, between columns
_TICKS = 4  # about as many lines across


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from 0 at the floor to `top` at the upper edge."""

    top: float

    @classmethod
    def above(cls, most: float) -> Scale:
        """Give the scale with a whole number of steps and room for the largest value."""
        step = cls(max(most, float(_TICKS))).step
        return cls(max(step * math.ceil(most / step), float(_TICKS)))

    @property
    def step(self) -> float:
        """Give a round distance of lines: 1, 2 or 5 times a power of ten."""
        rough = max(1.0, self.top / _TICKS)
        power = 10 ** math.floor(math.log10(rough))
        return float(next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough))

    def y(self, value: float) -> float:
        """Give the height at which a value stands, from the upper edge down."""
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / self.top, 2)

    def lines(self) -> tuple[Line, ...]:
        """Give a line for each step, the floor included."""
        return tuple(Line(self.y(self.step * n), self.step * n) for n in range(int(self.top / self.step + 1e-9) + 1))


@dataclass(frozen=True, slots=True)
class Line:
    """A line across, and the value at its end."""

    y: float
    value: float

"""A page as an image: how large it is at its full size, and at which sizes viewers should ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

from ingest.rendering.regions import MOST_PIXELS

DPI = 300
"""What a good scanner gives, and enough for the tracer to read every mark."""
LONGEST = 5000
"""px of either edge"""
TILE = 2048
"""px; a tile costs a page's drawing, so few large ones are quicker than many small ones"""
_SMALLEST = 160  # px


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page at its full size, px."""

    width: int
    height: int

    def sizes(self) -> list[dict[str, int]]:
        """List the sizes of the whole page, halved each time, smallest first."""
        halves = []
        divisor = 1
        while divisor == 1 or max(self.width, self.height) // divisor >= _SMALLEST:
            halves.append({"width": _share(self.width, divisor), "height": _share(self.height, divisor)})
            divisor *= 2
        return halves[::-1]

    def scale_factors(self) -> list[int]:
        """List the factors by which tiles may be reduced, until one tile holds the page."""
        factors = [1]
        while max(self.width, self.height) > TILE * factors[-1]:
            factors.append(factors[-1] * 2)
        return factors

    def within(self, edge: int) -> dict[str, Any]:
        """Give the size of the page in a square of `edge` px."""
        scale = min(1.0, edge / max(self.width, self.height))
        return {"width": max(1, round(self.width * scale)), "height": max(1, round(self.height * scale))}


def sheet_of(width_pt: float, height_pt: float) -> Sheet:
    """Give a page of `width_pt` × `height_pt` pt at 300 dpi, or less where that would be too large to draw."""
    width, height = max(width_pt, 1.0), max(height_pt, 1.0)
    # A little less, so that rounding never leads over the limit.
    scale = min(DPI / 72, LONGEST / max(width, height), sqrt(0.999 * MOST_PIXELS / (width * height)))
    return Sheet(max(1, round(width * scale)), max(1, round(height * scale)))


def _share(length: int, divisor: int) -> int:
    return -(-length // divisor)

"""Where the tiles of a picture lie on the paper, which may show only a part of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from watermark.carriers.images.tiles import Grid
    from watermark.pdf.geometry import Sheet
    from watermark.pdf.matrix import Matrix

_LEAST_SEEN: Final = 5.0  # pt: side of what is left of a tile at the edge of the paper


@dataclass(frozen=True)
class Placing:
    """A picture of `size` (width, height) px on a sheet; `to_seen` takes the unit square to the sheet as it is seen."""

    size: tuple[int, int]
    to_seen: Matrix
    sheet: Sheet

    @property
    def sides(self) -> tuple[float, float]:
        """Lengths of the picture's own width and height on the paper, pt."""
        across, down = self.to_seen.vector(1, 0), self.to_seen.vector(0, 1)
        return abs(across[0]) + abs(across[1]), abs(down[0]) + abs(down[1])

    @property
    def per_point(self) -> tuple[float, float]:
        """Pixels a point across and down."""
        return self.size[0] / self.sides[0], self.size[1] / self.sides[1]

    @property
    def sideways(self) -> bool:
        """Whether it stands turned by a quarter."""
        across = self.to_seen.vector(1, 0)
        return abs(across[0]) < abs(across[1])

    @property
    def upright(self) -> bool:
        """Whether its edges run along those of the paper."""
        x, y = self.to_seen.vector(1, 0)
        u, v = self.to_seen.vector(0, 1)
        small, large = min(abs(x), abs(y)) + min(abs(u), abs(v)), max(abs(x), abs(y)) + max(abs(u), abs(v))
        return small < 1e-3 * large and (abs(x) > abs(y)) != (abs(u) > abs(v))

    @property
    def share(self) -> float:
        """Area of the picture, of that of the paper."""
        return self.sides[0] * self.sides[1] / (self.sheet.width * self.sheet.height)

    def tiles(self, grid: Grid) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Give what the paper shows of each tile, and whether that is worth it.

        Returns:
            float64 (tiles, 4), x0 y0 x1 y1 in pt as seen; bool (tiles,).
        """
        x0, y0, x1, y1 = (grid.boxes(self.size) / np.tile(self.size, 2)).T
        corners = [self.to_seen.point(x, 1 - y) for x in (x0, x1) for y in (y0, y1)]
        xs, ys = (np.stack(column) for column in zip(*corners, strict=True))
        low = np.maximum(0.0, np.stack([xs.min(axis=0), ys.min(axis=0)], axis=1))
        high = np.minimum([self.sheet.width, self.sheet.height], np.stack([xs.max(axis=0), ys.max(axis=0)], axis=1))
        shown = ((high - low).min(axis=1) >= _LEAST_SEEN) & (x1 > x0) & (y1 > y0)
        return np.concatenate([low, high], axis=1), shown

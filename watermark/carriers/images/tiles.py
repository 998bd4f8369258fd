"""How a picture is cut into tiles, and what of them is left to see when A and B are coded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

TILE: Final = 20.0  # pt: side of a tile that is aimed for, 56 px at 200 dpi
_LEAST_ROWS: Final = 0.5  # of a tile: a last row lower than that joins the one above


@dataclass(frozen=True)
class Grid:
    """How a picture is cut: `units` MCUs a tile across, rows of MCUs given by their bounds.

    Attributes:
        unit: width and height of an MCU, px.
        units: MCUs of a tile across, which is also the restart interval.
        columns: tiles across.
        bounds: MCU rows at which rows of tiles begin, and the end.
    """

    unit: tuple[int, int]
    units: int
    columns: int
    bounds: tuple[int, ...]

    @property
    def width(self) -> int:
        """Width with padding, px."""
        return self.unit[0] * self.units * self.columns

    @property
    def height(self) -> int:
        """Height in whole MCUs, px."""
        return self.bounds[-1] * self.unit[1]

    @property
    def tiles(self) -> int:
        return self.columns * (len(self.bounds) - 1)

    def tile_of_interval(self) -> NDArray[np.int64]:
        """Give the tile of every restart interval, row by row."""
        row_of = np.repeat(np.arange(len(self.bounds) - 1), np.diff(self.bounds))
        return (row_of[:, None] * self.columns + np.arange(self.columns)).ravel()

    def boxes(self, size: tuple[int, int]) -> NDArray[np.float64]:
        """Give x0 y0 x1 y1 of each tile in px, cut to the picture's (width, height); float64 (tiles, 4)."""
        xs = np.minimum(np.arange(self.columns + 1) * self.units * self.unit[0], size[0])
        ys = np.minimum(np.array(self.bounds) * self.unit[1], size[1])
        x0, y0 = np.meshgrid(xs[:-1], ys[:-1])
        x1, y1 = np.meshgrid(xs[1:], ys[1:])
        return np.stack([x0, y0, x1, y1], axis=-1).reshape(-1, 4).astype(np.float64)


def cut(
    size: tuple[int, int],
    unit: tuple[int, int],
    per_point: tuple[float, float],
    sides: tuple[float, float],
    *,
    pad: bool,
) -> Grid | None:
    """Choose tiles of about `sides` pt across and down for a picture of (width, height) px, so many px a point each.

    Without `pad` the tiles must divide the row of MCUs as it is; None if nothing fits.
    """
    across, down = -(-size[0] // unit[0]), -(-size[1] // unit[1])
    aimed = max(2, round(sides[0] * per_point[0] / unit[0]))
    if pad:
        near = [units for units in range(max(2, aimed - 1), aimed + 2) if across % units == 0]
        units = near[0] if near else aimed
    else:
        near = [units for units in range(2, 2 * aimed + 1) if across % units == 0]
        if not near:
            return None
        units = min(near, key=lambda value: abs(value - aimed))
    columns = -(-across // units)
    high = max(1, round(sides[1] * per_point[1] / unit[1]))
    bounds = list(range(0, down, high))
    if len(bounds) > 1 and down - bounds[-1] < _LEAST_ROWS * high:
        bounds.pop()
    return Grid(unit, units, columns, (*bounds, down))


def energies(
    a: NDArray[np.uint8], b: NDArray[np.uint8], grid: Grid, per_point: tuple[float, float], size: tuple[int, int]
) -> NDArray[np.float64]:
    """Sum (A − B)² over each tile as it would be at 150 dpi, black 0 … white 1; float64 (tiles,).

    `a` and `b` show the whole picture in grey at any resolution, `size` is its true (width, height) in px.
    """
    zoom = (150 / 72 / per_point[0], 150 / 72 / per_point[1])
    small = (max(1, round(grid.width * zoom[0])), max(1, round(size[1] * zoom[1])))
    views = [np.asarray(cv2.resize(view, small, interpolation=cv2.INTER_AREA), np.uint8) for view in (a, b)]
    total = cv2.integral(squares(views[0], views[1]), sdepth=cv2.CV_64F)
    boxes = np.rint(grid.boxes(size) * [zoom[0], zoom[1], zoom[0], zoom[1]]).astype(int)
    x0, y0, x1, y1 = np.clip(boxes, 0, [small[0], small[1], small[0], small[1]]).T
    return np.asarray(total[y1, x1] - total[y0, x1] - total[y1, x0] + total[y0, x0], np.float64)


def squares(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Give (A − B)² of every pixel, black 0 … white 1."""
    return np.asarray(cv2.LUT(cv2.absdiff(a, b), (np.arange(256, dtype=np.float32) / 255) ** 2), np.float32)

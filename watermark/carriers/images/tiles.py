"""A and B of a picture: each tile moves by a fifth of a point and carries a faint smooth noise of either sign.

Both ride on one bit: the movement survives binarising, copiers and phones, the noise JPEG, rescaling and scanning.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

TILE: Final = 20.0  # pt: side of a tile that is aimed for, 56 px at 200 dpi
SHIFT: Final = 0.21  # pt: 0.6 px at 200 dpi
NOISE: Final = 2.0  # grey levels, standard deviation; the largest is cut at twice that
_GRAIN: Final = 1.44  # pt: standard deviation of the noise's blur, 6 px at 300 dpi
_WHITE: Final = 253.0  # grey level of blank white
_WHITE_STEP: Final = 10.0  # grey levels over which noise fades out towards it
_FLAT: Final = 0.4  # share of the noise that a perfectly flat colour, such as a clear sky, is given
_BUSY: Final = 2.0  # grey levels of mean deviation that hide all of the noise; a scanner's own is about that
_FINE: Final = 32.0  # steps of a grey level in which bustle is kept
_STRIP: Final = 512  # rows
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
    size: tuple[int, int], unit: tuple[int, int], per_point: tuple[float, float], side: float, *, pad: bool
) -> Grid | None:
    """Choose tiles of about `side` pt for a picture of (width, height) px with so many px a point in each direction.

    Without `pad` the tiles must divide the row of MCUs as it is; None if nothing fits.
    """
    across, down = -(-size[0] // unit[0]), -(-size[1] // unit[1])
    aimed = max(2, round(side * per_point[0] / unit[0]))
    if pad:
        near = [units for units in range(max(2, aimed - 1), aimed + 2) if across % units == 0]
        units = near[0] if near else aimed
    else:
        near = [units for units in range(2, 2 * aimed + 1) if across % units == 0]
        if not near:
            return None
        units = min(near, key=lambda value: abs(value - aimed))
    columns = -(-across // units)
    high = max(1, round(side * per_point[1] / unit[1]))
    bounds = list(range(0, down, high))
    if len(bounds) > 1 and down - bounds[-1] < _LEAST_ROWS * high:
        bounds.pop()
    return Grid(unit, units, columns, (*bounds, down))


def two_versions(
    picture: NDArray[np.uint8],
    grid: Grid,
    per_point: tuple[float, float],
    seed: bytes,
    *,
    sideways: bool,
    noise: float = NOISE,
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Draw A and B.

    Args:
        picture: uint8 (H, W) or (H, W, 3) with luminance first, W as padded.
        grid: its tiles.
        per_point: px a point across and down.
        seed: decides the noise; equal seeds give equal noise.
        sideways: the picture stands turned by a quarter on the page; the movement is up and down as seen.
        noise: its standard deviation, grey levels.
    """
    luminance = picture if picture.ndim == 2 else np.asarray(cv2.extractChannel(picture, 0), np.uint8)
    height, width = luminance.shape
    coarse = _GRAIN * sum(per_point) / 2
    field = _noise(height, width, coarse, seed)
    room = cv2.LUT(_blurred(luminance, coarse), _tolerance() * np.float32(noise))
    hidden = cv2.LUT(_bustle(luminance, coarse), _masking())
    across, down = _fade(grid, height, width)
    shift = np.float32(SHIFT * per_point[0 if sideways else 1])
    drawn = np.empty((2, height, width), np.uint8)
    for top in range(0, height, _STRIP):  # in strips, which stay in the processor's cache
        rows = slice(top, min(height, top + _STRIP))
        fade = down[rows, None] * across[None, :]
        grain = fade * field[rows] * room[rows] * hidden[rows]
        _draw_both(luminance, rows, fade * shift, grain, drawn, sideways=sideways)
    if picture.ndim == 2:
        return drawn[0], drawn[1]
    _, blue, red = cv2.split(picture)
    a, b = (np.asarray(cv2.merge([version, blue, red]), np.uint8) for version in drawn)
    return a, b


def _draw_both(
    luminance: NDArray[np.uint8],
    rows: slice,
    reach: NDArray[np.float32],
    grain: NDArray[np.float32],
    out: NDArray[np.uint8],
    *,
    sideways: bool,
) -> None:
    """Draw a strip of A and B with content taken from `reach` px further on or back, and noise added or taken off."""
    x, y = np.meshgrid(
        np.arange(luminance.shape[1], dtype=np.float32), np.arange(rows.start, rows.stop, dtype=np.float32)
    )
    for index, sign in enumerate((1, -1)):
        across, down = (x + sign * reach, y) if sideways else (x, y + sign * reach)
        moved = cv2.remap(luminance, across, down, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        change = cv2.add if sign > 0 else cv2.subtract
        out[index, rows] = change(moved, grain, dtype=cv2.CV_8U)


def _fade(grid: Grid, height: int, width: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give the strength of the change across and down: 1 inside each tile, falling to 0 at its edges."""
    across = _ramps([grid.units * grid.unit[0]] * grid.columns)[:width]
    rows = [count * grid.unit[1] for count in np.diff(grid.bounds).tolist()]
    return across.astype(np.float32), _ramps(rows)[:height].astype(np.float32)


def _ramps(lengths: list[int]) -> NDArray[np.float64]:
    parts = []
    for length in lengths:
        phase = (np.arange(length) + 0.5) / length
        parts.append(np.minimum(1.0, 1.6 * np.sin(np.pi * phase)))
    return np.concatenate(parts)


def _blurred(luminance: NDArray[np.uint8], coarse: float) -> NDArray[np.uint8]:
    side = max(3, 2 * round(coarse) + 1)
    return np.asarray(cv2.blur(luminance, (side, side)), np.uint8)


def _bustle(luminance: NDArray[np.uint8], coarse: float) -> NDArray[np.uint8]:
    """Measure how uneven the picture is around each pixel: mean deviation in 1 / `_FINE` grey levels, cut at 255."""
    away = cv2.absdiff(luminance, _blurred(luminance, coarse))
    return _blurred(np.asarray(cv2.convertScaleAbs(away, alpha=_FINE), np.uint8), 4 * coarse)


def _masking() -> NDArray[np.float32]:
    """Tell how much noise each bustle can hide, `_FLAT` … 1."""
    return np.asarray(np.clip(_FLAT + (1 - _FLAT) * np.arange(256) / (_FINE * _BUSY), 0, 1), np.float32)


def _tolerance() -> NDArray[np.float32]:
    """Tell how much noise each grey level can hide, 0 … 1: none on blank white, where the eye sees any grey."""
    return np.asarray(np.clip((_WHITE - np.arange(256)) / _WHITE_STEP, 0, 1), np.float32)


def _noise(height: int, width: int, grain: float, seed: bytes) -> NDArray[np.float32]:
    """Make smooth noise of unit deviation; drawn small and enlarged where it is smooth anyway."""
    step = max(1.0, grain / 2)
    small = (max(4, round(height / step)), max(4, round(width / step)))
    source = np.random.default_rng(int.from_bytes(hashlib.sha256(seed).digest()[:8], "big"))
    field = cv2.GaussianBlur(source.standard_normal(small, np.float32), (0, 0), grain / step)
    field = np.clip((field - field.mean()) / max(1e-6, float(field.std())), -2, 2)
    return np.asarray(cv2.resize(field, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def energies(
    a: NDArray[np.uint8], b: NDArray[np.uint8], grid: Grid, per_point: tuple[float, float], size: tuple[int, int]
) -> NDArray[np.float64]:
    """Sum (A − B)² over each tile as it would be at 150 dpi, black 0 … white 1; float64 (tiles,).

    `a` and `b` show the whole picture at any resolution, `size` is its true (width, height) in px.
    """
    first, second = ((picture if picture.ndim == 2 else picture[:, :, 0]) for picture in (a, b))
    zoom = (150 / 72 / per_point[0], 150 / 72 / per_point[1])
    small = (max(1, round(grid.width * zoom[0])), max(1, round(size[1] * zoom[1])))
    views = [cv2.resize(picture, small, interpolation=cv2.INTER_AREA).astype(np.float32) for picture in (first, second)]
    total = cv2.integral(((views[0] - views[1]) / 255) ** 2, sdepth=cv2.CV_64F)
    boxes = np.rint(grid.boxes(size) * [zoom[0], zoom[1], zoom[0], zoom[1]]).astype(int)
    x0, y0, x1, y1 = np.clip(boxes, 0, [small[0], small[1], small[0], small[1]]).T
    return np.asarray(total[y1, x1] - total[y0, x1] - total[y1, x0] + total[y0, x0], np.float64)

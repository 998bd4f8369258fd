"""A and B of a picture: each tile moves by a fifth of a point and carries a faint smooth noise of either sign.

Both ride on one bit: the movement survives binarising, copiers and phones, the noise JPEG, rescaling and scanning.

With δ the movement inside a tile, A shows the picture at y + δ and B at y − δ. Both come from the same two sums over
five pixels (Lagrange's polynomial through them), one even and one odd in δ: A = L + E + D and B = L + E − D. Towards a
tile's edges, where the movement fades to f δ, they are L + f² E ± f D.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from watermark.carriers.images.tiles import Grid

SHIFT: Final = 0.21  # pt: 0.6 px at 200 dpi
NOISE: Final = 2.0  # grey levels, standard deviation; the largest is cut at twice that
_GRAIN: Final = 1.44  # pt: standard deviation of the noise's blur, 6 px at 300 dpi
_WHITE: Final = 253.0  # grey level of blank white
_WHITE_STEP: Final = 10.0  # grey levels over which noise fades out towards it
_FLAT: Final = 0.4  # share of the noise that a perfectly flat colour, such as a clear sky, is given
_BUSY: Final = 2.0  # grey levels of mean deviation that hide all of the noise; a scanner's own is about that
_FINE: Final = 32.0  # steps of a grey level in which unevenness is kept
_STRIP: Final = 64  # rows
_NEAR: Final = 1.0  # px: movements up to that are taken from five pixels
_ODD: Final = ((1, -8, 0, 8, -1), (-1, 2, 0, -2, 1))  # twelfths: of δ, of δ³
_EVEN: Final = ((-1, 16, -30, 16, -1), (1, -4, 6, -4, 1))  # twenty-fourths: of δ², of δ⁴


@dataclass(frozen=True)
class Way:
    """How A and B are to differ.

    Attributes:
        per_point: px a point across and down.
        seed: decides the noise; equal seeds give equal noise.
        sideways: the picture stands turned by a quarter on the page; the movement is up and down as seen.
        noise: its standard deviation, grey levels.
    """

    per_point: tuple[float, float]
    seed: bytes
    sideways: bool
    noise: float = NOISE

    @property
    def reach(self) -> float:
        """How far the picture moves inside a tile, px."""
        return SHIFT * self.per_point[0 if self.sideways else 1]

    @property
    def grain(self) -> float:
        """Standard deviation of the noise's blur, px."""
        return _GRAIN * sum(self.per_point) / 2

    @property
    def grain_step(self) -> int:
        """Px for which one value of the noise is made."""
        return max(1, round(self.grain / 2))


def two_versions(luminance: NDArray[np.uint8], grid: Grid, way: Way, shown: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Draw A and B.

    Args:
        luminance: uint8 (H, W).
        grid: its tiles; its width may be larger than W.
        way: how they are to differ.
        shown: bool (tiles,), False where a tile need not differ, since nobody sees it.

    Returns:
        uint8 (2, grid.height, grid.width), A and B; what is beyond H and W repeats the edge.
    """
    wide = filled(luminance, grid)
    across, down = _fade(grid, shown)
    moved = _moved if way.reach <= _NEAR else _moved_far
    grain = _Grain.of(wide, way) if way.noise else None
    both = np.empty((2, *wide.shape), np.uint8)
    high = _STRIP // way.grain_step * way.grain_step
    for top in range(0, grid.height, high):  # in strips, which stay in the processor's cache
        rows = slice(top, min(grid.height, top + high))
        fade = down[rows, None] * across[None, :]
        middle, half = moved(wide, rows, fade, way)
        if grain is not None:
            half += grain.strip(rows, grid.width) * fade
        cv2.add(middle, half, both[0, rows], dtype=cv2.CV_8U)
        cv2.subtract(middle, half, both[1, rows], dtype=cv2.CV_8U)
    return both


def filled(plane: NDArray[np.uint8], grid: Grid) -> NDArray[np.uint8]:
    """Repeat the lower and the right edge of a picture up to the size of its grid."""
    below, right = grid.height - plane.shape[0], grid.width - plane.shape[1]
    if not below and not right:
        return plane
    return np.asarray(cv2.copyMakeBorder(plane, 0, below, 0, right, cv2.BORDER_REPLICATE), np.uint8)


def _moved(
    luminance: NDArray[np.uint8], rows: slice, fade: NDArray[np.float32], way: Way
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give half the sum and half the difference of a strip, taken `fade` of the reach further on and further back."""
    first, last = max(0, rows.start - 2), min(len(luminance), rows.stop + 2)
    strip, inner = luminance[first:last], slice(rows.start - first, rows.stop - first)
    odd, even = (_sums(strip, taps, way)[inner] for taps in _taps(way.reach))
    half = cv2.multiply(odd, fade)
    change = cv2.multiply(cv2.multiply(even, fade), fade)
    return np.asarray(cv2.add(change, luminance[rows], dtype=cv2.CV_32F), np.float32), np.asarray(half, np.float32)


def _taps(reach: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give what each of five neighbours counts in the odd and in the even part of a movement by `reach` px."""
    powers = reach ** np.arange(1, 5)
    odd = np.array(_ODD).T @ powers[[0, 2]] / 12
    even = np.array(_EVEN).T @ powers[[1, 3]] / 24
    return odd.astype(np.float32), even.astype(np.float32)


def _sums(strip: NDArray[np.uint8], taps: NDArray[np.float32], way: Way) -> NDArray[np.float32]:
    """Sum five neighbours up and down, or left and right, each times its tap."""
    single = np.ones(1, np.float32)
    kernels = (taps, single) if way.sideways else (single, taps)
    return np.asarray(cv2.sepFilter2D(strip, cv2.CV_32F, kernels[0], kernels[1], borderType=cv2.BORDER_REPLICATE))


def _moved_far(
    luminance: NDArray[np.uint8], rows: slice, fade: NDArray[np.float32], way: Way
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Do the same where movements reach beyond the neighbours."""
    x, y = np.meshgrid(
        np.arange(luminance.shape[1], dtype=np.float32), np.arange(rows.start, rows.stop, dtype=np.float32)
    )
    views = []
    for step in (way.reach * fade, -way.reach * fade):
        across, down = (x + step, y) if way.sideways else (x, y + step)
        moved = cv2.remap(luminance, across, down, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        views.append(np.asarray(moved, np.float32))
    half = np.float32(0.5)
    return half * (views[0] + views[1]), half * (views[0] - views[1])


def _fade(grid: Grid, shown: NDArray[np.bool_]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give the strength of the change across and down: 1 inside a tile, falling to 0 at its edges; 0 where hidden."""
    seen = shown.reshape(-1, grid.columns)
    across = _ramps([grid.units * grid.unit[0]] * grid.columns, np.asarray(seen.any(axis=0)))
    heights = [count * grid.unit[1] for count in np.diff(grid.bounds).tolist()]
    return across, _ramps(heights, np.asarray(seen.any(axis=1)))


def _ramps(lengths: list[int], seen: NDArray[np.bool_]) -> NDArray[np.float32]:
    parts = []
    for length, some in zip(lengths, seen.tolist(), strict=True):
        phase = (np.arange(length, dtype=np.float32) + 0.5) / length
        parts.append(np.minimum(1.0, 1.65 * np.sin(np.pi * phase)) * some)
    return np.concatenate(parts).astype(np.float32)


@dataclass(frozen=True)
class _Grain:
    """The noise as strong as each place can hide, grey levels; one value for `step` × `step` px, since it is smooth."""

    small: NDArray[np.float32]
    step: int

    @classmethod
    def of(cls, luminance: NDArray[np.uint8], way: Way) -> _Grain:
        """Make the noise for a picture."""
        coarse, step = way.grain, way.grain_step
        light = _blurred(luminance, coarse)
        here, around = (view[step // 2 :: step, step // 2 :: step] for view in (luminance, light))
        away = np.asarray(cv2.convertScaleAbs(cv2.absdiff(here, around), alpha=_FINE), np.uint8)
        uneven = _blurred(away, 4 * coarse / step)
        room = cv2.LUT(around, _tolerance() * np.float32(way.noise))
        noise = _noise(uneven.shape, coarse / step, way.seed) * room * cv2.LUT(uneven, _masking())
        return cls(np.pad(noise, ((0, 1), (0, 1)), "edge"), step)

    def strip(self, rows: slice, width: int) -> NDArray[np.float32]:
        """Enlarge it for some rows of the picture, of which the first is a multiple of the step."""
        first = max(0, rows.start // self.step - 1)
        small = self.small[first : -(-rows.stop // self.step) + 1]
        size = small.shape[1] * self.step, small.shape[0] * self.step
        whole = cv2.resize(small, size, interpolation=cv2.INTER_LINEAR)
        begin = rows.start - first * self.step
        return np.asarray(whole[begin : begin + rows.stop - rows.start, :width], np.float32)


def _blurred(luminance: NDArray[np.uint8], coarse: float) -> NDArray[np.uint8]:
    side = max(3, 2 * round(coarse) + 1)
    return np.asarray(cv2.blur(luminance, (side, side)), np.uint8)


def _masking() -> NDArray[np.float32]:
    """Tell how much noise each unevenness (mean deviation in 1 / `_FINE` grey levels) can hide, `_FLAT` … 1."""
    return np.asarray(np.clip(_FLAT + (1 - _FLAT) * np.arange(256) / (_FINE * _BUSY), 0, 1), np.float32)


def _tolerance() -> NDArray[np.float32]:
    """Tell how much noise each grey level can hide, 0 … 1: none on blank white, where the eye sees any grey."""
    return np.asarray(np.clip((_WHITE - np.arange(256)) / _WHITE_STEP, 0, 1), np.float32)


def _noise(shape: tuple[int, ...], grain: float, seed: bytes) -> NDArray[np.float32]:
    """Make smooth noise of unit deviation."""
    source = np.random.default_rng(int.from_bytes(hashlib.sha256(seed).digest()[:8], "big"))
    field = cv2.GaussianBlur(source.random(shape, np.float32), (0, 0), grain)  # sums of many are normal anyway
    mean, deviation = (float(value[0, 0]) for value in cv2.meanStdDev(field))
    return np.asarray(np.clip((field - mean) / max(1e-6, deviation), -2, 2), np.float32)

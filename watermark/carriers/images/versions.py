"""A and B of a picture: each tile moves by a fifth of a point and carries a faint smooth noise of either sign.

Both ride on one bit: the movement survives binarising, copiers and phones, the noise JPEG, rescaling and scanning.

With δ the movement at a pixel, A shows the picture at y + δ and B at y − δ. Both come from the same four sums over five
pixels (Lagrange's polynomial through them): A = M + D and B = M − D, M even and D odd in δ.
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
    across_far = across * np.float32(SHIFT * way.per_point[0 if way.sideways else 1])
    grain = _grain(wide, way) if way.noise else None
    both = np.empty((2, *wide.shape), np.uint8)
    for top in range(0, grid.height, _STRIP):  # in strips, which stay in the processor's cache
        rows = slice(top, min(grid.height, top + _STRIP))
        middle, half = _moved(wide, rows, down[rows, None] * across_far[None, :], way)
        if grain is not None:
            half += grain[rows] * (down[rows, None] * across[None, :])
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
    luminance: NDArray[np.uint8], rows: slice, reach: NDArray[np.float32], way: Way
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give half the sum and half the difference of a strip taken from `reach` px further on and further back."""
    if SHIFT * way.per_point[0 if way.sideways else 1] > _NEAR:
        return _moved_far(luminance, rows, reach, sideways=way.sideways)
    first, last = max(0, rows.start - 2), min(len(luminance), rows.stop + 2)
    strip, inner = luminance[first:last], slice(rows.start - first, rows.stop - first)
    odd, odd3 = (_sums(strip, taps, 12, way)[inner] for taps in _ODD)
    even, even4 = (_sums(strip, taps, 24, way)[inner] for taps in _EVEN)
    square = cv2.multiply(reach, reach)
    half = cv2.multiply(reach, cv2.add(odd, cv2.multiply(square, odd3)))
    change = cv2.multiply(square, cv2.add(even, cv2.multiply(square, even4)))
    return np.asarray(cv2.add(change, luminance[rows], dtype=cv2.CV_32F), np.float32), np.asarray(half, np.float32)


def _sums(strip: NDArray[np.uint8], taps: tuple[int, ...], parts: int, way: Way) -> NDArray[np.float32]:
    """Sum five neighbours up and down, or left and right, each times its tap / `parts`."""
    along, single = np.array(taps, np.float32) / np.float32(parts), np.ones(1, np.float32)
    kernels = (along, single) if way.sideways else (single, along)
    return np.asarray(cv2.sepFilter2D(strip, cv2.CV_32F, kernels[0], kernels[1], borderType=cv2.BORDER_REPLICATE))


def _moved_far(
    luminance: NDArray[np.uint8], rows: slice, reach: NDArray[np.float32], *, sideways: bool
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Do the same where movements reach beyond the neighbours."""
    x, y = np.meshgrid(
        np.arange(luminance.shape[1], dtype=np.float32), np.arange(rows.start, rows.stop, dtype=np.float32)
    )
    views = []
    for step in (reach, -reach):
        across, down = (x + step, y) if sideways else (x, y + step)
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
        parts.append(np.minimum(1.0, 1.6 * np.sin(np.pi * phase)) * some)
    return np.concatenate(parts).astype(np.float32)


def _grain(luminance: NDArray[np.uint8], way: Way) -> NDArray[np.float32]:
    """Give the noise as strong as each place can hide, grey levels; made small, and enlarged, since it is smooth."""
    coarse = _GRAIN * sum(way.per_point) / 2
    step = max(1, round(coarse / 2))
    light = _blurred(luminance, coarse)
    here, around = (view[step // 2 :: step, step // 2 :: step] for view in (luminance, light))
    away = np.asarray(cv2.convertScaleAbs(cv2.absdiff(here, around), alpha=_FINE), np.uint8)
    uneven = _blurred(away, 4 * coarse / step)
    room = cv2.LUT(around, _tolerance() * np.float32(way.noise))
    noise = _noise(uneven.shape, coarse / step, way.seed) * room * cv2.LUT(uneven, _masking())
    return np.asarray(cv2.resize(noise, luminance.shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)


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

"""Explain a leak, slot by slot, by what the page tells: least squares over the slot's own pixels.

The multiple of (B − A) / 2 that explains it best, over the page's own contrast, is the reading: −1 shows A, +1 shows B.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from watermark.trace.pixels import Plane
    from watermark.trace.views import Labels

_LEAST_PIXELS = 24


@dataclass(frozen=True)
class SlotFit:
    """The slots of one carrier on a page.

    Attributes:
        labels: the slot of each pixel, as in `views.Layer`.
        count: slots of the page.
        planes: what a leak is explained by, beside a brightness of its own: (B − A) / 2, the page, and what else.
    """

    labels: Labels
    count: int
    planes: tuple[Plane, ...]

    def of(self, leak: Plane, seen: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Fit a leak, float32 (H, W), where it is seen; value (count,), and noise (count,), infinite where unread."""
        shown = seen.ravel()[self._whole.pixels.where]
        known = self._whole if shown.all() else _Explained.by(self.planes, self._whole.pixels.only(shown))
        beside = known.pixels.centred(leak)
        right_side = np.stack([known.pixels.summed(column * beside) for column in known.columns], axis=1)
        return _solve(known.normal, right_side, known.pixels.summed(beside * beside), known.pixels.size)

    @cached_property
    def _whole(self) -> _Explained:
        """What explains a leak that shows all slots: most do."""
        return _Explained.by(self.planes, _SlotPixels.of(self.labels, self.count))


@dataclass(frozen=True)
class _Explained:
    """What explains a leak at some pixels.

    Attributes:
        pixels: which they are.
        columns: the planes there, each less each slot's mean, float64 (m,).
        normal: their products, float64 (count, columns, columns).
    """

    pixels: _SlotPixels
    columns: list[NDArray[np.float64]]
    normal: NDArray[np.float64]

    @classmethod
    def by(cls, planes: tuple[Plane, ...], pixels: _SlotPixels) -> _Explained:
        columns = [pixels.centred(plane) for plane in planes]
        normal = np.empty((len(pixels.size), len(columns), len(columns)))
        for i, left in enumerate(columns):
            for j, right in enumerate(columns[: i + 1]):
                normal[:, i, j] = normal[:, j, i] = pixels.summed(left * right)
        return cls(pixels, columns, normal)


@dataclass(frozen=True)
class _SlotPixels:
    """Pixels of a carrier's slots, slot after slot, so that sums run along memory.

    Attributes:
        where: int64 (m,), places in a plane.
        size: int64 (count,), pixels of each slot.
    """

    where: NDArray[np.int64]
    size: NDArray[np.int64]

    @classmethod
    def of(cls, labels: Labels, count: int) -> _SlotPixels:
        where = np.flatnonzero(labels >= 0)
        label = labels.ravel()[where]
        # Sixteen bits are sorted in one sweep.
        order = np.argsort(label.astype(np.uint16) if count <= 1 << 16 else label, kind="stable")
        return cls(where[order], np.bincount(label, minlength=count).astype(np.int64))

    def only(self, kept: NDArray[np.bool_]) -> _SlotPixels:
        """Leave out pixels; `kept`, bool (m,), tells which stay."""
        label = np.repeat(np.arange(len(self.size)), self.size)[kept]
        return _SlotPixels(self.where[kept], np.bincount(label, minlength=len(self.size)).astype(np.int64))

    def summed(self, column: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sum a column (m,) over each slot; float64 (count,)."""
        out = np.zeros(len(self.size))
        filled = np.flatnonzero(self.size)
        if len(filled):
            out[filled] = np.add.reduceat(column, (np.cumsum(self.size) - self.size)[filled])
        return out

    def centred(self, plane: Plane) -> NDArray[np.float64]:
        """Take a plane's pixels, less each slot's mean: a brightness of its own."""
        column = plane.ravel()[self.where].astype(np.float64)
        return np.asarray(column - np.repeat(self.summed(column) / np.maximum(self.size, 1), self.size))


def _solve(
    normal: NDArray[np.float64],
    right_side: NDArray[np.float64],
    power: NDArray[np.float64],
    size: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    count, order = right_side.shape
    diagonal = np.einsum("nii->ni", normal)
    ridge = 1e-4 * diagonal + 1e-9
    inverse = np.linalg.inv(normal + ridge[:, :, None] * np.eye(order))
    solution = np.einsum("nij,nj->ni", inverse, right_side)
    # The page's own contrast in the leak. Where the page does not show through, under a window's frame or beyond
    # the crop, there is nothing to read; elsewhere single slots are held near the others.
    contrast = solution[:, 1]
    large = size >= _LEAST_PIXELS
    typical = float(np.percentile(contrast[large], 75)) if large.any() else 0.0
    shown = contrast > 0.3 * typical
    contrast = np.clip(contrast, 0.5 * typical, 2.0 * typical) if typical > 0 else np.full(count, 1.0)
    rest = np.maximum(power - np.einsum("ni,ni->n", solution, right_side), 1e-6 * size)
    variance = rest / np.maximum(size - order - 1, 1) * inverse[:, 0, 0]
    readable = large & shown & (diagonal[:, 0] > 1e-6) & (contrast > 1e-3)
    safe = np.where(readable, contrast, 1.0)
    noise = np.where(readable, np.sqrt(np.maximum(variance, 0)) / safe, np.inf)
    return np.where(readable, solution[:, 0] / safe, 0.0), noise

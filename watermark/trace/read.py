"""Read slots: of its two renderings, which does each place of the aligned leak resemble?

For every slot the leak is explained, by least squares over the slot's own pixels, as a brightness, the page
half way between A and B, its blur (dot gain, focus), and a multiple of (B − A) / 2. That multiple, over the
page's own contrast, is the reading: −1 shows A, +1 shows B.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from watermark.trace.align import READ_DPI, align_again
from watermark.trace.calibrate import calibrated, common
from watermark.trace.pixels import blurred
from watermark.trace.readings import SlotReadings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from watermark.trace.align import Aligned
    from watermark.trace.pixels import Plane
    from watermark.trace.views import Layer, View

_BLURS = (0.0, 0.5, 0.8, 1.1, 1.5, 2.0, 2.7, 3.6)  # px at READ_DPI
_LEAST_PIXELS = 24
_TREND_RADIUS = 50.0  # pt: residual flow is followed no finer than this


def read_page(view: View, aligned: Aligned, blur: float) -> tuple[SlotReadings, Aligned]:
    """Read every slot of a page, lay the leak anew over the page as it was read, and read again.

    The first alignment follows the marks a little where few slots share a window; the second does not.
    `blur` is that of the leak (:func:`blur_of`).
    """
    first = read_slots_of(view, aligned, blur)
    again = align_again(aligned, expected(view, first))
    return read_slots_of(view, again, blur), again


def expected(view: View, readings: SlotReadings) -> Plane:
    """Draw the page with every slot as far towards A or B as its reading says, float32 (H, W)."""
    noise = np.where(np.isfinite(readings.noise), readings.noise, 1.0)
    sure = np.where(np.isfinite(readings.noise), np.tanh(readings.value / noise**2), 0.0)
    # One more place, for pixels without a slot: labels of -1 look there.
    weight = np.append(sure, 0.0).astype(np.float32) / np.float32(2)
    page = view.middle.copy()
    for layer in view.layers:
        page += layer.difference * weight[layer.labels]
    return page


def read_slots_of(view: View, aligned: Aligned, blur: float, trend: float = _TREND_RADIUS) -> SlotReadings:
    """Read every slot of a page that was laid under a leak of that blur (px at READ_DPI).

    Flow that alignment left over is followed no finer than `trend`, pt.
    """
    count = len(view.slots)
    value, noise = np.zeros(count), np.full(count, np.inf)
    middle = blurred(view.middle, blur)
    halo = blurred(middle, 1.6) - middle
    differences = [blurred(layer.difference, blur) / np.float32(2) for layer in view.layers]
    for index, layer in enumerate(view.layers):
        layer_value, layer_noise = _fit(layer, index, middle, halo, differences, aligned, count)
        found = np.isfinite(layer_noise)
        value[found], noise[found] = layer_value[found], layer_noise[found]
    owner = view.owners
    value = _without_trend(view, owner, value, noise, trend)
    for index in range(len(view.layers)):
        mine = owner == index
        value[mine], noise[mine] = calibrated(value[mine], noise[mine])
    return SlotReadings(view.slots, value, noise)


def blur_of(middle: Plane, aligned: Aligned) -> float:
    """The blur (px) under which the page resembles the leak most; judged by edges alone."""
    some = np.flatnonzero(aligned.seen)[::3]
    leak = _edges(aligned.picture).ravel()[some]
    if 3 * leak.size < 1000:
        return 0.0
    best, highest = 0.0, -1.0
    for sigma in _BLURS:
        likeness = float(np.corrcoef(_edges(blurred(middle, sigma)).ravel()[some], leak)[0, 1])
        if likeness < highest:  # from focus on it only falls
            break
        if likeness > highest:
            best, highest = sigma, likeness
    return best


def _edges(plane: Plane) -> Plane:
    return np.asarray(plane - blurred(plane, 3.0), np.float32)


def _fit(
    layer: Layer, index: int, middle: Plane, halo: Plane, differences: list[Plane], aligned: Aligned, count: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Solve one carrier's slots at once; gives value (count,) and noise (count,), infinite where unread."""
    pixels = _by_slot(layer, aligned, count)
    others = [plane for other, plane in enumerate(differences) if other != index]
    columns = [differences[index], middle, halo, *others]
    centred = [pixels.centred(plane) for plane in columns]
    leak = pixels.centred(aligned.picture)
    normal = np.empty((count, len(centred), len(centred)))
    for i, left in enumerate(centred):
        for j, right in enumerate(centred[: i + 1]):
            normal[:, i, j] = normal[:, j, i] = pixels.summed(left * right)
    right_side = np.stack([pixels.summed(column * leak) for column in centred], axis=1)
    return _solve(normal, right_side, pixels.summed(leak * leak), pixels.size)


@dataclass(frozen=True)
class _SlotPixels:
    """The pixels of one carrier's slots, slot after slot, so that sums run along memory.

    Attributes:
        where: int64 (m,), places in a plane.
        size: int64 (count,), pixels of each slot.
    """

    where: NDArray[np.int64]
    size: NDArray[np.int64]

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


def _by_slot(layer: Layer, aligned: Aligned, count: int) -> _SlotPixels:
    where = np.flatnonzero((layer.labels >= 0) & aligned.seen)
    label = layer.labels.ravel()[where]
    # Sixteen bits are sorted in one sweep.
    order = np.argsort(label.astype(np.uint16) if count <= 1 << 16 else label, kind="stable")
    return _SlotPixels(where[order], np.bincount(label, minlength=count).astype(np.int64))


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


def _without_trend(
    view: View, owner: NDArray[np.int64], value: NDArray[np.float64], noise: NDArray[np.float64], radius: float
) -> NDArray[np.float64]:
    """Take away what neighbours have in common: the part of the flow that alignment left over.

    Only slots that move are touched. Both directions are solved apart; movement across a slot's own direction
    is not seen by it.
    """
    out = value.copy()
    for axis in (0, 1):
        half = view.shift[:, axis] / 2
        mine = (np.abs(half) > np.abs(view.shift[:, 1 - axis]) / 2) & np.isfinite(noise) & (owner >= 0)
        if mine.sum() < 8:
            continue
        points = view.centre[mine] * 72 / READ_DPI
        out[mine] -= common(points, value[mine] * half[mine], half[mine], noise[mine], radius) / half[mine]
    return out

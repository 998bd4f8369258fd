"""Read slots: of its two renderings, which does each place of the aligned leak resemble?

For every slot the leak is explained (:mod:`watermark.trace.fit`) as a brightness, the page half way between A and B,
its blur (dot gain, focus), and a multiple of (B − A) / 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from watermark.trace.align import READ_DPI, align_again
from watermark.trace.calibrate import calibrated, common
from watermark.trace.fit import SlotFit
from watermark.trace.pixels import blurred
from watermark.trace.readings import SlotReadings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from watermark.trace.align import Aligned
    from watermark.trace.pixels import Plane
    from watermark.trace.views import View

_BLURS = (0.0, 0.5, 0.8, 1.1, 1.5, 2.0, 2.7, 3.6)  # px at READ_DPI
_TREND_RADIUS = 50.0  # pt: residual flow is followed no finer than this


def read_page(reader: SlotReader, aligned: Aligned) -> tuple[SlotReadings, Aligned]:
    """Read every slot of a page, lay the leak anew over the page as it was read, and read again.

    The first alignment follows the marks a little where few slots share a window; the second does not.
    """
    again = align_again(aligned, expected(reader.view, reader.read(aligned)))
    return reader.read(again), again


def expected(view: View, readings: SlotReadings) -> Plane:
    """Draw the page with every slot as far towards A or B as its reading says, float32 (H, W)."""
    noise = np.where(np.isfinite(readings.noise), readings.noise, 1.0)
    sure = np.where(np.isfinite(readings.noise), np.tanh(readings.value / noise**2), 0.0)
    weight = sure.astype(np.float32) / np.float32(2)
    page = view.middle.copy()
    for layer in view.layers:
        places = layer.places
        page.ravel()[places] += layer.difference.ravel()[places] * weight[layer.labels.ravel()[places]]
    return page


@dataclass(frozen=True)
class SlotReader:
    """Reads the slots of one page as often as a leak is laid over it; what only the page tells is computed once.

    Attributes:
        view: the page at READ_DPI.
        blur: that of the leak, px (:func:`blur_of`).
    """

    view: View
    blur: float

    def read(self, aligned: Aligned, trend: float = _TREND_RADIUS) -> SlotReadings:
        """Read every slot of the page as the leak was laid over it.

        Flow that alignment left over is followed no finer than `trend`, pt.
        """
        view = self.view
        value, noise = self.measured(aligned)
        value = _without_trend(view, view.owners, value, noise, trend)
        for index in range(len(view.layers)):
            mine = view.owners == index
            value[mine], noise[mine] = calibrated(value[mine], noise[mine])
        return SlotReadings(view.slots, value, noise)

    def measured(self, aligned: Aligned) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Measure every slot by itself: value, and what the fit says of its noise; both are not calibrated."""
        value, noise = np.zeros(len(self.view.slots)), np.full(len(self.view.slots), np.inf)
        for fit in self._fits:
            layer_value, layer_noise = fit.of(aligned.picture, aligned.seen)
            found = np.isfinite(layer_noise)
            value[found], noise[found] = layer_value[found], layer_noise[found]
        return value, noise

    @cached_property
    def _fits(self) -> list[SlotFit]:
        """One for each carrier: what another one moves at the same place is explained, too."""
        middle = blurred(self.view.middle, self.blur)
        halo = blurred(middle, 1.6) - middle
        steps = [blurred(layer.difference, self.blur) / np.float32(2) for layer in self.view.layers]
        count = len(self.view.slots)
        return [
            SlotFit(layer.labels, count, (steps[index], middle, halo, *steps[:index], *steps[index + 1 :]))
            for index, layer in enumerate(self.view.layers)
        ]


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

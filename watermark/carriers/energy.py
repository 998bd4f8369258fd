"""How far a slot of words moves: as far as reading it takes, and no further.

A reading has to go by the energy between the two renderings, which grows with the square of the movement, and so does
what an eye sees. A bold title has many times the energy of a short word of text: it needs a fraction of the movement,
and an uneven title is what is seen first. So the energy is told from the page as it is drawn, over a slot's boxes:
(d / 2)² Σ (I(x + 1) - I(x - 1))², d being the movement from A to B in px. What is measured once the slot is written
is two to three times that, since strokes are thinner than a pixel.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import cv2
import numpy as np

from watermark.carriers import RULING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from watermark.carriers.candidate import Candidate

DPI: Final = 150
"""Energies are those of a page at this resolution; :attr:`watermark.slots.SlotMap.energy` tells the unit."""

ENOUGH: Final = 7.0
"""Energy up to which a slot moves as far as its type allows."""

_LARGE: Final = 1.2e7  # px: sums of larger pages take too much memory
_BAND: Final = 128  # rows that are summed together: their sums stay in the processor's cache
_STEPS: Final = 4  # to half a movement
_LEAST: Final = 0.08  # pt: what moves less is lost where lines are set on a printer's dots


def shorten(candidates: Sequence[Candidate], drawn: NDArray[np.uint8], zoom: float) -> None:
    """Shorten the movement of words that have more energy than reading takes.

    Args:
        candidates: all slots of a page.
        drawn: the page as it was, grey.
        zoom: px a pt of it.
    """
    if drawn.size > _LARGE:
        half = cv2.resize(drawn, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        drawn, zoom = np.asarray(half, np.uint8), zoom / 2
    words = [one for one in candidates if one.carrier != RULING]
    if not words:
        return
    owner = np.repeat(np.arange(len(words)), [len(one.parts) for one in words])
    boxes = np.array([box for one in words for box in one.parts]).reshape(-1, 4)
    down = np.array([abs(one.shift[1]) > abs(one.shift[0]) for one in words])
    found = np.zeros(len(words))
    for axis in (0, 1):
        mine = np.flatnonzero(down[owner] == (axis == 0))
        found += np.bincount(owner[mine], _energy(drawn, boxes[mine], zoom, axis), len(words))
    # The movement in px, and at another resolution each pixel's share of the page.
    unit = (DPI / 72) ** 4 / zoom**2
    for one, of_unit in zip(words, found * unit, strict=True):
        energy = float(of_unit) * one.amplitude**2
        one.foretold = min(energy, ENOUGH)
        if energy > ENOUGH:
            # In steps, so that how a picture behind a word was drawn hardly matters. A rule in the box counts,
            # too: such words move less than they could.
            factor = 2 ** (round(_STEPS * math.log2(math.sqrt(ENOUGH / energy))) / _STEPS)
            factor = max(factor, min(_LEAST / one.amplitude, 1.0))
            one.shift, one.amplitude = (one.shift[0] * factor, one.shift[1] * factor), one.amplitude * factor


def _energy(drawn: NDArray[np.uint8], boxes: NDArray[np.float64], zoom: float, axis: int) -> NDArray[np.float64]:
    """Sum (I(x + 1) - I(x - 1))² over boxes (n, 4) in pt, down (axis 0) or across (1); black 0 … white 1."""
    last = np.array([drawn.shape[1] - 2 * axis, drawn.shape[0] - 2 * (1 - axis)])
    first = np.array([axis, 1 - axis])  # the middle pixel of the first difference
    x0, y0 = np.clip(np.floor(boxes[:, :2] * zoom) - first, 0, last).astype(np.int64).T
    x1, y1 = np.clip(np.ceil(boxes[:, 2:] * zoom) - first, 0, last).astype(np.int64).T
    found = np.zeros(len(boxes))
    for top in range(0, int(last[1]), _BAND):
        here = np.flatnonzero((y0 < top + _BAND) & (y1 > top))
        if len(here):
            steps = _steps(drawn, top, axis)
            total = cv2.integral2(steps)[1]  # of squares: whole numbers, so that bands add up exactly
            low, high = (np.clip(y[here] - top, 0, len(steps)) for y in (y0, y1))
            left, right = x0[here], x1[here]
            found[here] += total[high, right] - total[low, right] - total[high, left] + total[low, left]
    return found / 255**2


def _steps(drawn: NDArray[np.uint8], top: int, axis: int) -> Any:
    """Give |I(x + 1) - I(x - 1)| of a band of rows, uint8."""
    if axis == 0:
        above, below = drawn[top : top + _BAND], drawn[top + 2 : top + 2 + _BAND]
        return cv2.absdiff(below, above[: len(below)])
    rows = drawn[top : top + _BAND]
    return cv2.absdiff(rows[:, 2:], rows[:, :-2])

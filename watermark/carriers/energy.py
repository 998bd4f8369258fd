"""How far a slot of words moves: as far as reading it takes, and no further.

A reading has to go by the energy between the two renderings, which grows with the square of the movement, and so does
what an eye sees. A bold title has many times the energy of a short word of text: it needs a fraction of the movement,
and an uneven title is what is seen first. So the energy is told from the page as it is drawn, over a slot's boxes:
(d / 2)² Σ (I(x + 1) - I(x - 1))², d being the movement from A to B in px. What is measured once the slot is written
is two to three times that, since strokes are thinner than a pixel.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

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
    down_sum, across_sum = (np.bincount(owner, _energy(drawn, boxes, zoom, axis), len(words)) for axis in (0, 1))
    # The movement in px, and at another resolution each pixel's share of the page.
    unit = (DPI / 72) ** 4 / zoom**2
    for one, found in zip(words, np.where(down, down_sum, across_sum) * unit, strict=True):
        energy = float(found) * one.amplitude**2
        one.foretold = min(energy, ENOUGH)
        if energy > ENOUGH:
            # In steps, so that how a picture behind a word was drawn hardly matters. A rule in the box counts,
            # too: such words move less than they could.
            factor = 2 ** (round(_STEPS * math.log2(math.sqrt(ENOUGH / energy))) / _STEPS)
            factor = max(factor, min(_LEAST / one.amplitude, 1.0))
            one.shift, one.amplitude = (one.shift[0] * factor, one.shift[1] * factor), one.amplitude * factor


def _energy(drawn: NDArray[np.uint8], boxes: NDArray[np.float64], zoom: float, axis: int) -> NDArray[np.float64]:
    """Sum (I(x + 1) - I(x - 1))² over boxes (n, 4) in pt, down (axis 0) or across (1); black 0 … white 1."""
    steps = cv2.absdiff(drawn[2:], drawn[:-2]) if axis == 0 else cv2.absdiff(drawn[:, 2:], drawn[:, :-2])
    total = cv2.integral2(steps)[1]  # of squares
    last = np.array([steps.shape[1], steps.shape[0]])
    first = np.array([axis, 1 - axis])  # the middle pixel of the first difference
    x0, y0 = np.clip(np.floor(boxes[:, :2] * zoom) - first, 0, last).astype(np.int64).T
    x1, y1 = np.clip(np.ceil(boxes[:, 2:] * zoom) - first, 0, last).astype(np.int64).T
    return np.asarray((total[y1, x1] - total[y0, x1] - total[y1, x0] + total[y0, x0]) / 255**2)

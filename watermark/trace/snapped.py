"""Read a screenshot whose lines the viewer set on whole pixels.

At the resolution of a screen viewers round every baseline. A line then stands up to half a pixel from where the page
has it, which is as far as the mark moves a word: about half of the words look the same at A and at B, and say nothing
but where their line stands; the others jump by a whole pixel. So the rows of pixels are sought on which the words were
set, and each word is compared with where they put A and B.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from watermark.errors import LeakError
from watermark.trace.align import laid_again
from watermark.trace.readings import SlotReadings
from watermark.trace.window import lies_flat, points_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from watermark.trace.align import Aligned
    from watermark.trace.lettering import Lettering
    from watermark.trace.read import SlotReader

_LEAST_SLOTS: Final = 8
_SCALES: Final = np.arange(-0.004, 0.0041, 0.0002)  # an alignment follows the lines as they were set
_SCALES_AGAIN: Final = np.arange(-0.0004, 0.00041, 0.0002)
_PHASES: Final = np.arange(0.0, 1.0, 0.05)  # px
_OFFSETS: Final = np.arange(-1.5, 1.5, 0.05)  # px
_SPREADS: Final = (0.06, 0.09, 0.13, 0.19)  # px: how well a word's place is measured
_SPREAD: Final = 0.13  # px, by which rows are sought
_PLAIN_SPREADS: Final = (*_SPREADS, 0.27, 0.4)
_GAINS: Final = (0.0, 0.6, 0.8, 1.0)  # none where nothing is marked, or not with this mark
_ELSEWHERE, _WIDE = 0.04, 3.0  # share of the words that stand anywhere, and within how many px
_WON: Final = 12.0  # natural logarithm of how much likelier what was measured must be on rows of pixels
_LEAST_STEP = 0.15  # px from the middle: what moves less on the rows shows neither A nor B


def with_snapped(
    readings: SlotReadings, reader: SlotReader, aligned: Aligned, lettering: Callable[[], Lettering | None]
) -> SlotReadings:
    """Read the heights of words anew where a viewer has set them on whole pixels; else give the readings as they are.

    Words that stand on the same pixels at A and at B are unread.
    """
    flat = lies_flat(aligned)
    if flat is None:
        return readings
    try:
        page = lettering()
    except (LeakError, RuntimeError, ValueError):  # a page whose letters cannot be read is read by its pixels
        page = None
    if page is None:
        return readings
    window = _Window(*flat.tolist())
    found: tuple[_Words, _Rows] | None = None
    for scales in (_SCALES, _SCALES_AGAIN):
        words = _measured(reader, laid_again(aligned, window.lattice(aligned)), page)
        rows = None if words is None else words.rows(window.scale, window.top, scales)
        if words is None or rows is None:
            return readings
        found = words, rows
        window = _Window(rows.scale, window.left + (window.scale - rows.scale) * words.across, rows.top)
    return readings if found is None else found[0].read(found[1], readings)


@dataclass(frozen=True)
class _Window:
    """How a window shows a page: px a pt, and where in the picture the page begins, px."""

    scale: float
    left: float
    top: float

    def lattice(self, aligned: Aligned) -> NDArray[np.float32]:
        """Give the places of the points of a grid, as `Aligned` holds them."""
        x, y = points_of(aligned)
        places = [self.scale * x + self.left, self.scale * y + self.top]
        return np.stack(places, axis=-1).astype(np.float32)


def _measured(reader: SlotReader, aligned: Aligned, page: Lettering) -> _Words | None:
    """Measure the words of a page that a carrier moves up and down; None where they are few."""
    value, noise = reader.measured(aligned)
    for move in page.moves:
        across, down = np.abs(move.step).sum(axis=0)
        if down > across:
            letters = np.flatnonzero((move.row >= 0) & np.isfinite(noise)[move.row])
            letters = letters[np.argsort(move.row[letters], kind="stable")]
            slot, start = np.unique(move.row[letters], return_index=True)
            if len(slot) >= _LEAST_SLOTS:
                at = page.middle[letters]
                return _Words(slot, start, at[:, 1], move.step[letters, 1] / 2, value[slot], float(at[:, 0].mean()))
    return None


@dataclass(frozen=True)
class _Rows:
    """Rows of pixels on which words were set.

    Attributes:
        scale, top: px a pt, and where the page began before anything was rounded, px.
        low, high: where each word was measured to stand less where it stands at A, and at B, px.
        spread: how well words were measured, px.
        likely: natural logarithm of the likelihood of what was measured.
    """

    scale: float
    top: float
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    spread: float
    likely: float


@dataclass(frozen=True)
class _Words:
    """Words that move up and down, as slots, and what was measured of them.

    Attributes:
        slot: rows of the slots within the page's.
        start: the first letter of each.
        at, half: of each letter: baseline half way between A and B, and half of the movement, pt.
        value: how far each word stands from the middle, in halves of its movement.
        across: middle of all letters, pt.
    """

    slot: NDArray[np.int64]
    start: NDArray[np.int64]
    at: NDArray[np.float64]
    half: NDArray[np.float64]
    value: NDArray[np.float64]
    across: float

    def rows(self, scale: float, top: float, scales: NDArray[np.float64]) -> _Rows | None:
        """Find the rows of pixels on which the words stand; None where they stand as if there were none.

        `scale` and `top` are those by which they were measured; `scales` are tried, as parts of it beside it.
        """
        middle = float(self.at.mean())
        stands = scale * (self._mean(self.at) + self.value * self._mean(self.half)) + top
        likely = [
            self._rows_of(stands, one, top + (scale - one) * middle, (_SPREAD,)).likely for one in scale * (1 + scales)
        ]
        found = float(scale * (1 + scales[int(np.argmax(likely))]))
        best = self._rows_of(stands, found, top + (scale - found) * middle, _SPREADS)
        return best if best.likely > self._plainly(scale) + _WON else None

    def _rows_of(self, stands: NDArray[np.float64], scale: float, top: float, spreads: Sequence[float]) -> _Rows:
        """Find the likeliest rows of one scale."""
        place, step = scale * self.at + top, scale * self.half
        low, high = (stands - self._mean(np.rint(place + way * step + _PHASES[:, None])) for way in (-1, 1))
        beside = [(one[:, None] - _OFFSETS[:, None]).astype(np.float32) for one in (low, high)]
        likely = np.stack([_likelihood(beside[0], beside[1], spread) for spread in spreads])
        k, i, j = (int(index) for index in np.unravel_index(likely.argmax(), likely.shape))
        offset = float(_OFFSETS[j])
        top += float(_PHASES[i]) + offset
        return _Rows(scale, top, low[i] - offset, high[i] - offset, spreads[k], float(likely[k, i, j]))

    def _plainly(self, scale: float) -> float:
        """Logarithm of the likelihood of what was measured where nothing is rounded."""
        half = self._mean(self.half) * scale
        beside = self.value * half - _OFFSETS[:, None]
        return max(
            float(_likelihood(beside + gain * half, beside - gain * half, spread).max())
            for gain in _GAINS
            for spread in _PLAIN_SPREADS
        )

    def read(self, rows: _Rows, readings: SlotReadings) -> SlotReadings:
        """Put what the rows tell of the words in the place of other readings."""
        half = (rows.low - rows.high) / 2
        told = np.abs(half) >= _LEAST_STEP
        safe = np.where(told, half, 1.0)
        off = np.minimum(np.abs(rows.low), np.abs(rows.high))
        value, noise = readings.value.copy(), readings.noise.copy()
        value[self.slot] = np.where(told, (rows.low + rows.high) / 2 / safe, 0.0)
        noise[self.slot] = np.where(told, np.hypot(rows.spread, off) / np.abs(safe), np.inf)
        return SlotReadings(readings.slots, value, noise)

    def _mean(self, letters: NDArray[np.float64]) -> NDArray[np.float64]:
        """Take the mean of the letters (…, m) of each word, (…, n)."""
        count = np.diff(np.append(self.start, len(self.at)))
        return np.asarray(np.add.reduceat(letters, self.start, axis=-1) / count)


def _likelihood(
    low: NDArray[np.floating[Any]], high: NDArray[np.floating[Any]], spread: float
) -> NDArray[np.floating[Any]]:
    """Logarithm of the likelihood of words that stand so far from A and from B, px."""
    near = np.exp(-0.5 * (low / spread) ** 2) + np.exp(-0.5 * (high / spread) ** 2)
    share = (1 - _ELSEWHERE) / 2 / (spread * np.sqrt(2 * np.pi))
    return np.asarray(np.log(share * near + _ELSEWHERE / _WIDE).sum(axis=-1))

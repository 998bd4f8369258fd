"""Read a screenshot against the page as the viewer drew it.

At the resolution of a screen PDFium, the engine of Chrome and Edge, sets baselines on whole rows of pixels and letters
on thirds of a pixel: a word stands up to half a pixel from where the page has it, which is further than the mark moves
it. Many words look the same at A and at B; the others jump, and so do single letters of a word. No alignment follows
that, but the engine repeats it to the pixel, once it draws the page at the size that the window showed
(:mod:`watermark.trace.window`). There words are read without any alignment, against A and B as that engine draws them;
each carrier with the other ones as they were read before, since a word that is moved both ways is rounded as a whole.
Pictures and ruling, which are not rounded, keep the readings of the alignment.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from watermark.errors import LeakError
from watermark.trace.calibrate import calibrated
from watermark.trace.fit import SlotFit
from watermark.trace.readings import SlotReadings
from watermark.trace.window import find_windows, likeness

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from watermark.trace.align import Aligned
    from watermark.trace.pixels import Plane
    from watermark.trace.rivals import Found
    from watermark.trace.views import Labels, Pages
    from watermark.trace.window import Window

_SMOOTHINGS: Final = ("dots", "colour", "grey")
_SAME: Final = 0.99
"""Correlation of the leak with the words of the page drawn as they were read, from which that engine drew them.

It is 0.997 and more where it did, 0.95 to 0.985 where another one did, and up to 0.993 at a size that is a pixel off,
which is never the most alike.
"""
_SURE: Final = 0.997  # from which nothing else is tried
_AGAIN: Final = 2  # times that it is read again


def read_screen(found: Found, aligned: Aligned, pages: Pages, before: SlotReadings) -> SlotReadings:
    """Read the words of a page as PDFium drew them; or give what was read before where it did not, or cannot.

    Args:
        found: the page.
        aligned: the leak over it, which tells how large it was shown, about.
        pages: those of its master.
        before: every slot as the alignment reads it.
    """
    words = pages.words(found.page)
    if not any(words):
        return before
    try:
        screen = _best(found, aligned, pages)
        if screen is None:
            return before
        readings = screen.read(screen.unread())[0]
        for _ in range(_AGAIN):
            readings = screen.read(readings)[0]
    except (LeakError, RuntimeError, ValueError, cv2.error):  # what was read before is there
        return before
    mine = np.isin(found.view.owners, np.flatnonzero(words))
    return SlotReadings(
        before.slots, np.where(mine, readings.value, before.value), np.where(mine, readings.noise, before.noise)
    )


def _best(found: Found, aligned: Aligned, pages: Pages) -> _Screen | None:
    """Find the size and the smoothing that repeat the leak."""
    bits = np.zeros(len(found.view.slots), np.uint8)
    size, page = pages.sizes[found.page], found.page
    windows = find_windows(aligned, size, lambda shape: pages.screen(page, shape, _SMOOTHINGS[0], bits))
    best, most = None, 0.0
    for window in windows:
        leak = aligned.source[window.source].copy()
        for smoothing in _SMOOTHINGS:
            screen = _Screen(found, pages, window, smoothing, leak)
            alike = screen.read(screen.unread())[1]
            if alike > most:
                best, most = screen, alike
            if most >= _SURE:
                return best
    return best if most >= _SAME else None


@dataclass(frozen=True)
class _Screen:
    """A page on a screen, and the part of the leak that shows it, float32 (h, w), black 0 … white 1."""

    found: Found
    pages: Pages
    window: Window
    smoothing: str
    leak: Plane

    def unread(self) -> SlotReadings:
        slots = self.found.view.slots
        return SlotReadings(slots, np.zeros(len(slots)), np.full(len(slots), np.inf))

    def read(self, before: SlotReadings) -> tuple[SlotReadings, float]:
        """Read its words, with the other carriers as they were read before; and tell how alike they are then.

        A few words are misread surely: PDFium evens the gaps of a text (AdjustGlyphSpace), so that a letter that jumps
        may take others along. To read one word of each line at a time misreads as many.
        """
        view = self.found.view
        value, noise = before.value.copy(), before.noise.copy()
        for index, label in self._labels.items():
            mine = view.owners == index
            low, high = (self._drawn(np.where(mine, way, value > 0)) for way in (False, True))
            half = np.float32(0.5)
            fit = SlotFit(label, len(view.slots), ((high - low) * half, (low + high) * half))
            got, unsure = fit.of(self.leak, self.window.shown)
            value[mine], noise[mine] = calibrated(got[mine], unsure[mine])
        alike = likeness(self.window, self._where, self._drawn(value > 0), self.leak)
        return SlotReadings(view.slots, value, noise), alike

    @cached_property
    def _labels(self) -> dict[int, Labels]:
        """Labels of the window's part for each carrier of words."""
        every = self.pages.labels(self.found.page, self.window.shape)
        words = self.pages.words(self.found.page)
        return {index: one[self.window.part].copy() for index, one in enumerate(every) if words[index]}

    @cached_property
    def _where(self) -> NDArray[np.bool_]:
        """Where words show: a photograph looks the same however it was drawn."""
        words = np.zeros(self.window.shown.shape, np.bool_)
        for label in self._labels.values():
            words |= label >= 0
        return words & self.window.shown

    def _drawn(self, bits: NDArray[np.bool_]) -> Plane:
        drawn = self.pages.screen(self.found.page, self.window.shape, self.smoothing, bits.astype(np.uint8))
        return np.asarray(drawn[self.window.part] / np.float32(255), np.float32)

"""Read a screenshot against the page as the viewer drew it.

At the resolution of a screen Chrome and Edge set every letter on a whole pixel: a word stands up to half a pixel from
where the page has it, which is further than the mark moves it. Many words look the same at A and at B; the others jump
by a pixel, and so do single letters of a word. No alignment follows that, but the viewer's own engine repeats it to the
pixel, once it draws the page at the size that the window showed (:mod:`watermark.trace.window`). There the page is read
without any alignment, against A and B as that engine draws them; each carrier with the other ones as they were read
before, since a word that is moved both ways is rounded as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

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

_SAME: Final = 0.985
"""Correlation of the leak with the page drawn as it was read, from which that engine drew it at that size.

It is 0.999 and more where it did, 0.95 to 0.98 where another one did, and up to 0.993 at a size that is a pixel off.
"""
_AGAIN: Final = 2  # times that it is read again


def read_screen(found: Found, aligned: Aligned, pages: Pages) -> SlotReadings | None:
    """Read a page as PDFium drew it; None where it did not, or cannot draw it.

    Args:
        found: the page.
        aligned: the leak over it, which tells how large it was shown, about.
        pages: those of its master.
    """
    try:
        return _read(found, aligned, pages)
    except (LeakError, RuntimeError):  # another reading of the page is there
        return None


def _read(found: Found, aligned: Aligned, pages: Pages) -> SlotReadings | None:
    bits = np.zeros(len(found.view.slots), np.uint8)
    windows = find_windows(aligned, pages.sizes[found.page], lambda shape: pages.screen(found.page, shape, bits))
    screens = [_Screen(found, pages, window, aligned.source[window.source].copy()) for window in windows]
    tried = [(screen, *screen.read(screen.unread())) for screen in screens]
    best = max(tried, key=lambda one: one[2], default=None)
    if best is None or best[2] < _SAME:
        return None
    screen, readings, _ = best
    for _ in range(_AGAIN):
        readings, _ = screen.read(readings)
    return readings


@dataclass(frozen=True)
class _Screen:
    """A page on a screen, and the part of the leak that shows it, float32 (h, w), black 0 … white 1."""

    found: Found
    pages: Pages
    window: Window
    leak: Plane

    def unread(self) -> SlotReadings:
        slots = self.found.view.slots
        return SlotReadings(slots, np.zeros(len(slots)), np.full(len(slots), np.inf))

    def read(self, before: SlotReadings) -> tuple[SlotReadings, float]:
        """Read its slots, with the other carriers as they were read before; and tell how alike it is then.

        A few words are misread surely: PDFium evens the gaps of a text (AdjustGlyphSpace), so that a letter that jumps
        may take others along. To read one word of each line at a time misreads as many.
        """
        view = self.found.view
        value, noise = before.value.copy(), before.noise.copy()
        for index, label in enumerate(self._labels):
            mine = view.owners == index
            low, high = (self._drawn(np.where(mine, way, value > 0)) for way in (False, True))
            half = np.float32(0.5)
            fit = SlotFit(label, len(view.slots), ((high - low) * half, (low + high) * half))
            got, unsure = fit.of(self.leak, self.window.shown)
            value[mine], noise[mine] = calibrated(got[mine], unsure[mine])
        return SlotReadings(view.slots, value, noise), likeness(self.window, self._drawn(value > 0), self.leak)

    @cached_property
    def _labels(self) -> list[Labels]:
        return [one[self.window.part].copy() for one in self.pages.labels(self.found.page, self.window.shape)]

    def _drawn(self, bits: NDArray[np.bool_]) -> Plane:
        drawn = self.pages.screen(self.found.page, self.window.shape, bits.astype(np.uint8))
        return np.asarray(drawn[self.window.part] / np.float32(255), np.float32)

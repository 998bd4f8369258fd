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
from typing import TYPE_CHECKING, Final, TypeAlias

import cv2
import numpy as np

from watermark.errors import LeakError
from watermark.trace.calibrate import calibrated
from watermark.trace.fit import SlotFit
from watermark.trace.readings import SlotReadings
from watermark.trace.window import find_windows, likeness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from watermark.trace.align import Aligned
    from watermark.trace.pixels import Plane
    from watermark.trace.rivals import Found
    from watermark.trace.views import Labels, Pages
    from watermark.trace.window import Window

_FIRST, _IN_COLOUR, _IN_GREY = "dots", "colour", "grey"
_COLOURED: Final = 0.985
"""Correlation with the page drawn in dots from which it was not drawn in grey. Letters stand where they do in colour.

At the right size it is 0.999 with either way then, and 0.951 to 0.974 where the leak was drawn in grey.
"""
_SAME: Final = 0.99
"""Correlation of the leak with the words of the page drawn as they were read, from which that engine drew them.

It is 0.997 and more where it did, 0.95 to 0.985 where another one did, and up to 0.993 at a size that is a pixel off,
which is never the most alike.
"""
_SURE: Final = 0.997  # from which nothing else is tried
_AGAIN: Final = 2  # times that it is read again


@dataclass(frozen=True)
class Shown:
    """How a screen showed a page: the window, and how letters were smoothed."""

    window: Window
    smoothing: str


def read_screen(
    found: Found, aligned: Aligned, pages: Pages, before: SlotReadings, ways: Sequence[Shown] | None = None
) -> tuple[SlotReadings, Sequence[Shown]]:
    """Read the words of a page as PDFium drew them; or give what was read before where it did not, or cannot.

    Args:
        found: the page.
        aligned: the leak over it, which tells how large it was shown, about.
        pages: those of its master.
        before: every slot as the alignment reads it.
        ways: in which it may have been shown, if a page that lies as it does has told them: to seek them takes five
            times longer than to read it once.

    Returns:
        The readings, and the way in which it was shown most likely, if in any.
    """
    words = pages.words(found.page)
    if not any(words):
        return before, ways or ()
    try:
        tried = _tried(found, aligned, pages, ways)
        if not tried:
            return before, ()
        best, alike, readings = max(tried, key=lambda one: one[1])
        likely = (Shown(best.window, best.smoothing),)
        if alike < _SAME:
            return before, likely
        for _ in range(_AGAIN):
            readings = best.read(readings)[0]
    except (LeakError, RuntimeError, ValueError, cv2.error):  # what was read before is there
        return before, ways or ()
    mine = np.isin(found.view.owners, np.flatnonzero(words))
    value, noise = np.where(mine, readings.value, before.value), np.where(mine, readings.noise, before.noise)
    return SlotReadings(before.slots, value, noise), likely


_Tried: TypeAlias = "tuple[_Screen, float, SlotReadings]"


def _tried(found: Found, aligned: Aligned, pages: Pages, ways: Sequence[Shown] | None) -> list[_Tried]:
    """Read it in the ways given, or in those that the leak may have been drawn in; tell how alike each is."""
    known = _sought(found, aligned, pages) if ways is None else ways
    tried: list[_Tried] = []
    for way in known:
        tried.append(_as_shown(way, found, aligned, pages))
        if tried[-1][1] >= _SURE:
            return tried
    if ways is None and tried:
        # The right size is the most alike however letters were smoothed.
        best, alike, _ = max(tried, key=lambda one: one[1])
        other = Shown(best.window, _IN_COLOUR if alike >= _COLOURED else _IN_GREY)
        tried.append(_as_shown(other, found, aligned, pages))
    return tried


def _as_shown(way: Shown, found: Found, aligned: Aligned, pages: Pages) -> _Tried:
    screen = _Screen(found, pages, way.window, way.smoothing, aligned.source[way.window.source].copy())
    readings, alike = screen.read(_unread(found))
    return screen, alike, readings


def _sought(found: Found, aligned: Aligned, pages: Pages) -> list[Shown]:
    bits = np.zeros(len(found.view.slots), np.uint8)
    size, page = pages.sizes[found.page], found.page
    windows = find_windows(aligned, size, lambda shape: pages.screen(page, shape, _FIRST, bits))
    return [Shown(window, _FIRST) for window in windows]


def _unread(found: Found) -> SlotReadings:
    slots = found.view.slots
    return SlotReadings(slots, np.zeros(len(slots)), np.full(len(slots), np.inf))


@dataclass(frozen=True)
class _Screen:
    """A page on a screen, and the part of the leak that shows it, float32 (h, w), black 0 … white 1."""

    found: Found
    pages: Pages
    window: Window
    smoothing: str
    leak: Plane

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

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

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

import cv2
import numpy as np

from watermark.errors import LeakError
from watermark.trace.calibrate import calibrated
from watermark.trace.fit import SlotFit
from watermark.trace.read import expected
from watermark.trace.readings import SlotReadings
from watermark.trace.window import correlation, dpi_shapes, find_windows, likeness, window_shapes

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from watermark.trace.align import Aligned
    from watermark.trace.pixels import Grey, Plane
    from watermark.trace.rivals import Found
    from watermark.trace.views import Labels, Pages
    from watermark.trace.window import Shape, Window

_FIRST, _IN_COLOUR, _IN_GREY = "dots", "colour", "grey"
_COLOURED: Final = 0.985  # correlation with the first way below which the second, by which letters stand as by the
# first, cannot be the one: it differs by 0.005 at most
_ROWS: Final = "rows"  # of MuPDF, whose pages are not as large as those of a window
_SAME: Final = 0.99
"""Correlation of the leak with the words of the page drawn as they were read, from which that engine drew them.

It is 0.997 and more where it did, 0.95 to 0.985 where another one did, and up to 0.993 at a size that is a pixel off,
which is never the most alike. Where nothing was rounded it is 0.98 to 0.994 at 200 dpi, for many words stand nearly
on a row by chance.
"""
_LEFT: Final = 0.5  # what an engine leaves unexplained, in parts of what the page drawn finely does: 0.1 where it drew
# the leak, 0.5 to 1 and more where nothing was rounded
_SURE: Final = 0.997  # from which nothing else is tried
_LIKE_IT: Final = 0.9  # correlation from which a page tells how another one that lies as it does was shown, if it was
_AGAIN: Final = 2  # times that it is read again


@dataclass(frozen=True)
class Drawn:
    """How an engine drew a page: on (height, width) px, and how letters were smoothed."""

    shape: Shape
    smoothing: str


@dataclass(frozen=True)
class Shown:
    """How a screen showed a page: the window, and how letters were smoothed."""

    window: Window
    smoothing: str

    @property
    def drawn(self) -> Drawn:
        return Drawn(self.window.shape, self.smoothing)


def read_screen(
    found: Found, aligned: Aligned, pages: Pages, before: SlotReadings, way: Shown | Drawn | None = None
) -> tuple[SlotReadings, Shown | None]:
    """Read the words of a page as PDFium drew them; or give what was read before where it did not, or cannot.

    Args:
        found: the page.
        aligned: the leak over it, which tells how large it was shown, about.
        pages: those of its master.
        before: every slot as the alignment reads it.
        way: in which it was shown, if a page as large as it has told that (`Shown` where this one lies as that one
            does): to seek it takes five times longer than to read once.

    Returns:
        The readings, and the way that looks most like the leak: if it was shown at all it was in this one. None where
        the page does not tell.
    """
    words = pages.words(found.page)
    if not any(words):
        return before, None
    try:
        tried = _sought(found, aligned, pages) if way is None else _as_told(way, found, aligned, pages)
        best, alike, readings = max(tried, key=lambda one: one[1], default=(None, 0.0, before))
        if best is None or alike < _SAME or not _explains(alike, found, aligned, before, words):
            return before, best.way if best and alike >= _LIKE_IT else None
        for _ in range(_AGAIN):
            readings = best.read(readings)
    except (LeakError, RuntimeError, ValueError, cv2.error):  # what was read before is there
        return before, None
    mine = np.isin(found.view.owners, np.flatnonzero(words))
    value, noise = np.where(mine, readings.value, before.value), np.where(mine, readings.noise, before.noise)
    return SlotReadings(before.slots, value, noise), best.way


def _explains(alike: float, found: Found, aligned: Aligned, readings: SlotReadings, words: tuple[bool, ...]) -> bool:
    """Whether words set on pixels look much more like the leak than the same words as the alignment reads them."""
    if alike >= _SURE:
        return True
    where = np.zeros(found.view.middle.shape, np.bool_)
    for layer, moves_words in zip(found.view.layers, words, strict=True):
        if moves_words:
            where.ravel()[layer.places] = True
    page = expected(found.view, readings)
    finely = correlation(page, aligned.picture, where & aligned.seen, aligned.seen, round(found.view.dpi))
    return 1 - alike < _LEFT * (1 - finely)


_Tried: TypeAlias = "tuple[_Screen, float, SlotReadings]"


def _sought(found: Found, aligned: Aligned, pages: Pages) -> list[_Tried]:
    """Read it in the ways in which the leak may have been drawn, until one surely repeats it."""
    tried: list[_Tried] = []
    for way in _windows(found, aligned, pages, _FIRST, window_shapes):
        tried.append(_as_shown(way, found, aligned, pages))
        if tried[-1][1] >= _SURE:
            return tried
    if tried:  # the right size is the most alike however letters were smoothed
        likeliest, alike, _ = max(tried, key=lambda one: one[1])
        others = [_IN_GREY] if alike < _COLOURED else [_IN_COLOUR, _IN_GREY]
        tried += [_as_shown(replace(likeliest.way, smoothing=one), found, aligned, pages) for one in others]
    if all(alike < _SURE for _, alike, _ in tried):
        with suppress(LeakError, RuntimeError, ValueError):  # what the other engine told stands
            rows = _windows(found, aligned, pages, _ROWS, dpi_shapes)[:1]
            tried += [_as_shown(way, found, aligned, pages) for way in rows]
    return tried


def _as_told(way: Shown | Drawn, found: Found, aligned: Aligned, pages: Pages) -> list[_Tried]:
    """Read it in the one way in which it was shown, if at all; where it lies elsewhere its place is found first."""
    if isinstance(way, Shown):
        return [_as_shown(way, found, aligned, pages)]
    windows = _windows(found, aligned, pages, way.smoothing, lambda _scale, _size: [way.shape])
    return [_as_shown(one, found, aligned, pages) for one in windows]


def _windows(
    found: Found, aligned: Aligned, pages: Pages, smoothing: str, shapes: Callable[..., list[Shape]]
) -> list[Shown]:
    """Find sizes at which a program may have drawn it."""
    bits, page = np.zeros(len(found.view.slots), np.uint8), found.page

    def drawn(shape: Shape) -> Grey:
        return pages.screen(page, shape, smoothing, bits)

    return [Shown(window, smoothing) for window in find_windows(aligned, pages.sizes[page], drawn, shapes)]


def _as_shown(way: Shown, found: Found, aligned: Aligned, pages: Pages) -> _Tried:
    screen = _Screen(found, pages, way, aligned.source[way.window.source].copy())
    readings = screen.read(_unread(found))
    return screen, screen.likeness(readings), readings


def _unread(found: Found) -> SlotReadings:
    slots = found.view.slots
    return SlotReadings(slots, np.zeros(len(slots)), np.full(len(slots), np.inf))


@dataclass(frozen=True)
class _Screen:
    """A page on a screen, and the part of the leak that shows it, float32 (h, w), black 0 … white 1."""

    found: Found
    pages: Pages
    way: Shown
    leak: Plane

    @property
    def window(self) -> Window:
        return self.way.window

    def read(self, before: SlotReadings) -> SlotReadings:
        """Read its words, with the other carriers as they were read before.

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
        return SlotReadings(view.slots, value, noise)

    def likeness(self, readings: SlotReadings) -> float:
        """Correlation of the leak with its words as they were read."""
        return likeness(self.window, self._where, self._drawn(readings.value > 0), self.leak)

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
        drawn = self.pages.screen(self.found.page, self.window.shape, self.way.smoothing, bits.astype(np.uint8))
        return np.asarray(drawn[self.window.part] / np.float32(255), np.float32)

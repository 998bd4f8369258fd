"""How much every page may grow: what a copy may be larger than its source, shared out page by page."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Final

_LEAST: Final = 150.0  # bytes that a page may grow even where nothing is left: it shall name its reader, too
_LARGEST_SHARE: Final = 0.5  # of what is left for it and the others
_HEAVY: Final = 4.0  # times the usual weight: what draws a map is no text
_LIGHT: Final = 0.25  # times the usual weight, that every page has besides: the short ones need their slots most
_MOST_AHEAD: Final = 3.0  # times its share, that a page may take where the pages before took nothing
_MOST_OVER: Final = 2.0  # times what it was given, that a page is held to have taken too much
_SUPPOSED: Final = 0.25  # of its share, that a page leaves, …
_SUPPOSED_PAGES: Final = 4  # … as if so many had been seen
_REMEMBERED: Final = 0.9  # of what earlier pages left, from page to page: behind empty front matter stands text


class Room:
    """Bytes left to grow by. Pages take from it in their order, and what one leaves the later ones have.

    A page may take more than its share, by as much as the pages before it have left of theirs: where pages want little
    a heavy one is not held short, and where all of them want more than there is the last ones still get theirs. Where
    pages take more than they were given (what a mark costs is an estimate), the next are given less.
    """

    def __init__(self, left: float, weights: Sequence[float]) -> None:
        """Share out `left` bytes by weights, one for each page: how much text it holds, in any unit."""
        usual = statistics.median(weights) if weights else 0.0
        usual = usual or statistics.fmean(weights or [0.0]) or 1.0
        self._left = left
        self._weights = [min(weight, _HEAVY * usual) + _LIGHT * usual for weight in weights]
        self._others = sum(self._weights)
        self._given, self._unused, self._granted = 0.0, _SUPPOSED * _SUPPOSED_PAGES, float(_SUPPOSED_PAGES)

    def of_page(self) -> float:
        """Give the bytes by which the next page may grow."""
        left = self._unused / self._granted
        ahead = 1 + (_MOST_AHEAD - 1) * left if left > 0 else 1 / (1 - left)
        share = min(ahead * self._weights[0] / max(self._others, 1e-9), _LARGEST_SHARE)
        self._given = max(_LEAST, (share if len(self._weights) > 1 else 1.0) * self._left)
        return self._given

    def spend(self, size: float) -> None:
        """Take the bytes by which that page has grown; it may have shrunk."""
        unused = min(1.0, max(-_MOST_OVER, 1 - size / self._given)) if self._given else 0.0
        self._unused, self._granted = _REMEMBERED * self._unused + unused, _REMEMBERED * self._granted + 1
        self._left -= size
        self._others -= self._weights.pop(0)

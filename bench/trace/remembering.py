"""Drawings that many leaks of one page share: what a page looks like at A and at B depends on no leak and no code.

A table of many attacks draws each page once instead of once an attack. Times are then without that drawing; `--apart`
measures whole traces.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from watermark.trace.lettering import Lettering
from watermark.trace.pixels import Grey
from watermark.trace.views import Labels, MasterPages, View


@lru_cache(200)  # of 1 MB
def _drawing(pages: MasterPages, page: int, dpi: float) -> Grey:
    return pages.drawing(page, dpi)


@lru_cache(4)  # of 50 to 150 MB
def _view(pages: MasterPages, page: int, dpi: float) -> View:
    return pages.view(page, dpi)


@lru_cache(40)
def _lettering(pages: MasterPages, page: int) -> Lettering | None:
    return pages.lettering(page)


@dataclass(frozen=True)
class Remembered:
    """The pages of a master (`watermark.trace.views.Pages`); the last drawings of all masters are kept."""

    pages: MasterPages

    @property
    def sizes(self) -> tuple[tuple[float, float], ...]:
        return self.pages.sizes

    def drawing(self, page: int, dpi: float) -> Grey:
        return _drawing(self.pages, page, dpi)

    def view(self, page: int, dpi: float) -> View:
        return _view(self.pages, page, dpi)

    def lettering(self, page: int) -> Lettering | None:
        return _lettering(self.pages, page)

    def screen(self, page: int, shape: tuple[int, int], smoothing: str, bits: NDArray[np.uint8]) -> Grey:
        return self.pages.screen(page, shape, smoothing, bits)

    def words(self, page: int) -> tuple[bool, ...]:
        return self.pages.words(page)

    def labels(self, page: int, shape: tuple[int, int]) -> list[Labels]:
        return self.pages.labels(page, shape)

"""Who draws the pages of masters that a leak is compared with.

By default this package does, in its own process. A server hands in one that draws in confined processes: masters come
from files of strangers, and MuPDF is neither free of memory errors nor safe to use from several threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from watermark.trace.glyphs import Glyphs
    from watermark.trace.pixels import Grey


class Drawer(Protocol):
    """Draws PDFs of one page each, given as bytes; raises LeakError where one cannot be drawn."""

    def greys(self, pdfs: Sequence[bytes], dpi: float, *, fine: bool = False) -> list[Grey]:
        """Draw pages; uint8 (H, W) each, 0 black … 255 white; `fine` as in `watermark.pdf.drawing.fine_page`."""

    def screens(self, pdfs: Sequence[bytes], shape: tuple[int, int], smoothing: str) -> list[Grey]:
        """Draw pages on (height, width) px as a viewer does (`watermark.pdf.screen`)."""

    def glyphs(self, pdfs: Sequence[bytes]) -> list[Glyphs]:
        """Tell where their letters stand."""


class DrawnHere:
    """Draws in this process, one page after another."""

    def greys(self, pdfs: Sequence[bytes], dpi: float, *, fine: bool = False) -> list[Grey]:
        """Draw pages."""
        from watermark.pdf.drawing import fine_page, grey_page, opened

        drawn, draw = [], fine_page if fine else grey_page
        for pdf in pdfs:
            with opened(pdf) as document:
                drawn.append(draw(document, 0, dpi))
        return drawn

    def screens(self, pdfs: Sequence[bytes], shape: tuple[int, int], smoothing: str) -> list[Grey]:
        """Draw pages as a viewer does."""
        from watermark.pdf.screen import screen_page

        return [screen_page(pdf, shape, smoothing) for pdf in pdfs]

    def glyphs(self, pdfs: Sequence[bytes]) -> list[Glyphs]:
        """Read letters."""
        from watermark.pdf.drawing import opened
        from watermark.trace.glyphs import glyphs_of

        found = []
        for pdf in pdfs:
            with opened(pdf) as document:
                found.append(glyphs_of(document, 0))
        return found

"""Pages as programs show them that set letters on pixels: at the size of a window, or at so many dots an inch.

PDFium, in Chrome and Edge first, sets baselines on whole rows. Across it sets letters on thirds of a pixel where it
draws in colour, with the colours of a screen's dots or without, and on whole pixels where it draws in grey
(`cfx_renderdevice.cpp`). MuPDF, in PyMuPDF first, sets level lines of text on whole rows (`fz_subpixel_adjust`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
import pymupdf
import pypdfium2
import pypdfium2.raw as pdfium

from watermark.pdf.drawing import opened

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST: Final = 6_000
"""px of a side; no screen shows more of a page."""

_WAYS: Final = {
    "dots": (pdfium.FPDFBitmap_BGRx, pdfium.FPDF_LCD_TEXT),
    "colour": (pdfium.FPDFBitmap_BGRx, 0),
    "grey": (pdfium.FPDFBitmap_Gray, 0),
}
"""`dots` as Chrome's own viewer does (a screenshot of it: correlation 0.998), the others as other programs may."""


ROWS: Final = "rows"
"""As MuPDF draws; the others are PDFium's."""


def screen_page(pdf: bytes, shape: tuple[int, int], smoothing: str = "dots") -> NDArray[np.uint8]:
    """Draw the first page of a PDF on (height, width) px; uint8 (H, W), 0 black … 255 white.

    Raises:
        ValueError: no screen is of that size.
        RuntimeError: the page cannot be drawn.
    """
    height, width = shape
    if not (0 < height <= LONGEST and 0 < width <= LONGEST) or smoothing not in {*_WAYS, ROWS}:
        raise ValueError(f"no screen shows {width} x {height} px of a page, {smoothing}")
    if smoothing == ROWS:
        return _on_rows(pdf, shape)
    kind, flags = _WAYS[smoothing]
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            bitmap = pypdfium2.PdfBitmap.new_native(width, height, kind)
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
            pdfium.FPDF_RenderPageBitmap(bitmap, document[0], 0, 0, width, height, 0, flags)
            drawn: NDArray[np.uint8] = bitmap.to_numpy().reshape(height, width, -1)
            if drawn.shape[2] == 1:
                return drawn[:, :, 0].copy()
            return np.asarray(cv2.cvtColor(drawn, cv2.COLOR_BGRA2GRAY), np.uint8)
    except pypdfium2.PdfiumError as error:
        raise RuntimeError(str(error)) from error


def _on_rows(pdf: bytes, shape: tuple[int, int]) -> NDArray[np.uint8]:
    """Draw a page at the whole number of dots an inch that gives that shape."""
    with opened(pdf) as document:
        dpi = round(72 * (shape[1] - 0.5) / document[0].rect.width)
        drawn = document[0].get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY, alpha=False)
        if (drawn.height, drawn.width) != shape:
            raise ValueError(f"{dpi} dots an inch are {drawn.width} x {drawn.height} px")
        return np.frombuffer(drawn.samples, np.uint8).reshape(drawn.height, drawn.stride)[:, : drawn.width].copy()

"""Pages as programs with PDFium show them, Chrome and Edge first: at the size of a window, letters on parts of pixels.

PDFium sets baselines on whole rows. Across it sets letters on thirds of a pixel where it draws in colour, with the
colours of a screen's dots or without, and on whole pixels where it draws in grey (`cfx_renderdevice.cpp`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

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


def screen_page(pdf: bytes, shape: tuple[int, int], smoothing: str = "dots") -> NDArray[np.uint8]:
    """Draw the first page of a PDF on (height, width) px; uint8 (H, W), 0 black … 255 white.

    Raises:
        ValueError: no screen is of that size.
        RuntimeError: the page cannot be drawn.
    """
    height, width = shape
    if not (0 < height <= LONGEST and 0 < width <= LONGEST) or smoothing not in _WAYS:
        raise ValueError(f"no screen shows {width} x {height} px of a page, {smoothing}")
    kind, flags = _WAYS[smoothing]
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            bitmap = pypdfium2.PdfBitmap.new_native(width, height, kind)
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
            pdfium.FPDF_RenderPageBitmap(bitmap, document[0], 0, 0, width, height, 0, flags)
            drawn: NDArray[np.uint8] = bitmap.to_numpy().reshape(height, width, -1)
            if drawn.shape[2] == 1:
                return drawn[:, :, 0].copy()
            return np.asarray(cv2.cvtColor(drawn[:, :, :3].copy(), cv2.COLOR_BGR2GRAY), np.uint8)
    except pypdfium2.PdfiumError as error:
        raise RuntimeError(str(error)) from error

"""Pages as Chrome and Edge show them: drawn by PDFium at the size of a window, every letter on whole pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST: Final = 6_000
"""px of a side; no screen shows more of a page."""


def screen_page(pdf: bytes, shape: tuple[int, int]) -> NDArray[np.uint8]:
    """Draw the first page of a PDF on (height, width) px; uint8 (H, W), 0 black … 255 white.

    Raises:
        ValueError: no screen is of that size.
        RuntimeError: the page cannot be drawn.
    """
    height, width = shape
    if not (0 < height <= LONGEST and 0 < width <= LONGEST):
        raise ValueError(f"no screen shows {width} x {height} px of a page")
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_Gray)
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
            pdfium.FPDF_RenderPageBitmap(bitmap, document[0], 0, 0, width, height, 0, 0)
            grey: NDArray[np.uint8] = bitmap.to_numpy().reshape(height, -1)[:, :width].copy()
            return grey
    except pypdfium2.PdfiumError as error:
        raise RuntimeError(str(error)) from error

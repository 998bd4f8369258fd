"""Screenshots as viewers draw them: the copy's own PDF at the resolution of a screen, not another drawing scaled down.

At so few pixels a viewer sets its letters on whole pixels or parts of them, and smooths them in its own way.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from bench.trace import pictures
from bench.trace.pictures import Grey

Drawing = Callable[[Path], Grey]


def by_pdfium(pdf: Path, dpi: int) -> Grey:
    """Draw as Chrome and Edge do: in colour, for the dots of a screen, on so many whole pixels.

    A screenshot of Chromium's own viewer at 100 % has the same size and correlates with this by 0.998.
    """
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        width, height = (int(side * dpi / 72) for side in page.get_size())
        bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGRx)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_LCD_TEXT | pdfium.FPDF_ANNOT)
        return cv2.cvtColor(bitmap.to_numpy().reshape(height, width, -1)[:, :, :3].copy(), cv2.COLOR_BGR2GRAY)


def by_poppler(pdf: Path, dpi: int) -> Grey:
    """Draw as most viewers on Linux do."""
    command = ["pdftoppm", "-r", str(dpi), "-gray", "-singlefile", str(pdf)]
    done = subprocess.run(command, check=True, capture_output=True, timeout=300)
    return cv2.imdecode(np.frombuffer(done.stdout, np.uint8), cv2.IMREAD_GRAYSCALE)


def framed(page: Grey) -> Grey:
    """Put a window around it; no pixel changes."""
    return pictures.screenshot(page, 1.0)


def _whole(draw: Drawing, pdf: Path) -> Grey:
    return framed(draw(pdf))


def _quarter(draw: Drawing, pdf: Path) -> Grey:
    return framed(pictures.cropped(draw(pdf), 0.5))


_VIEWERS: dict[str, Drawing] = {
    "PDFium, 96 dpi": partial(by_pdfium, dpi=96),
    "PDFium, 144 dpi": partial(by_pdfium, dpi=144),
    "Poppler, 96 dpi": partial(by_poppler, dpi=96),
}
VIEWER_ATTACKS: dict[str, Drawing] = {
    f"{cut}screenshot by {viewer}": partial(shown, draw)
    for cut, shown in (("", _whole), ("quarter, ", _quarter))
    for viewer, draw in _VIEWERS.items()
}
"""From a page of a copy, a PDF, to what is seen of it. They are told apart from the attacks that promises are about."""

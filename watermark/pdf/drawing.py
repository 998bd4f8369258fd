"""Drawing with MuPDF: grey pixels of a page. The one place where its untyped interface is touched."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pymupdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray


TILT = 1e-12  # of a unit: no pixel sees it, but MuPDF sets level baselines on whole pixels, and others where they are
_PHASES = (0.0, 0.3125, 0.625, 0.9375)  # px: whole pixels, halves and quarters are each met at four places
_FINEST = 2e7  # px: larger pages are drawn once, since four times takes too long and too much memory
_SHRINK = 75  # per cent of MuPDF's cache to give back after a page: decoded scans are large, and drawn once


@contextmanager
def opened(source: Path | bytes) -> Iterator[Any]:
    """Open a PDF from a file or from bytes; never anything else, whatever its content."""
    open_document: Any = pymupdf.Document
    document = (
        open_document(stream=source, filetype="pdf")
        if isinstance(source, bytes)
        else open_document(str(source), filetype="pdf")
    )
    try:
        yield document
    finally:
        document.close()


def grey_page(
    document: Any, page: int, dpi: float, part: tuple[float, float, float, float] | None = None
) -> NDArray[np.uint8]:
    """Draw a page (zero-based) as seen; uint8 (H, W), 0 black … 255 white.

    With `part`, x0 y0 x1 y1 in pt as seen, the rest of the page stays white, which is quicker where a large picture
    lies behind it.

    Lines of text stand where the file puts them, to a fraction of a pixel: a movement of 0.4 pt is less than a pixel at
    150 dpi, and printers and other programs do not round it.
    """
    matrix_of: Any = pymupdf.Matrix
    zoom = dpi / 72
    matrix, whole = matrix_of(zoom, TILT, TILT, zoom, 0, 0), document[page]
    pixmap = whole.get_pixmap(matrix=matrix, colorspace=pymupdf.csGRAY, alpha=False, clip=_clip(part))
    grey = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]
    tools: Any = pymupdf.TOOLS
    tools.store_shrink(_SHRINK)
    if not part:
        return grey.copy()
    box = (whole.rect * matrix).round()
    drawn = np.full((box.height, box.width), 255, np.uint8)
    top, left = pixmap.y - box.y0, pixmap.x - box.x0
    drawn[top : top + grey.shape[0], left : left + grey.shape[1]] = grey
    return drawn


def fine_page(
    document: Any, page: int, dpi: float, part: tuple[float, float, float, float] | None = None
) -> NDArray[np.uint8]:
    """Draw a page as `grey_page` does, with its letters where the file puts them, to about 0.05 pt at 200 dpi.

    MuPDF sets letters of 24 px and more on halves of pixels, of 48 and more on whole ones (fz_subpixel_adjust): 0.18
    and 0.36 pt, which is as much as the mark moves them. So the page is drawn four times, each time a part of a pixel
    further, taken back by as much, and averaged: what was rounded up once was rounded down another time.
    """
    matrix_of: Any = pymupdf.Matrix
    zoom, whole = dpi / 72, document[page]
    box = (whole.rect * matrix_of(zoom, TILT, TILT, zoom, 0, 0)).round()
    inside = box if part is None else (_clip(part) * matrix_of(zoom, 0, 0, zoom, 0, 0)).round() & box
    if inside.is_empty or inside.width * inside.height > _FINEST:
        return grey_page(document, page, dpi, part)
    recorded, total = whole.get_displaylist(), np.zeros((inside.height, inside.width), np.float32)
    for phase in _PHASES:
        matrix = matrix_of(zoom, TILT, TILT, zoom, phase, phase)
        pixmap = recorded.get_pixmap(matrix=matrix, colorspace=pymupdf.csGRAY, alpha=False, clip=_clip(part))
        grey = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]
        back = np.array([[1, 0, phase + inside.x0 - pixmap.x], [0, 1, phase + inside.y0 - pixmap.y]])
        total += cv2.warpAffine(
            grey.astype(np.float32), back, (inside.width, inside.height), flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )  # fmt: skip
    tools: Any = pymupdf.TOOLS
    tools.store_shrink(_SHRINK)
    drawn = np.full((box.height, box.width), 255, np.uint8)
    top, left = inside.y0 - box.y0, inside.x0 - box.x0
    mean = np.clip(np.rint(total / len(_PHASES)), 0, 255)
    drawn[top : top + inside.height, left : left + inside.width] = mean
    return drawn


def _clip(part: tuple[float, float, float, float] | None) -> Any:
    """Leave a pt around a part of a page."""
    rectangle: Any = pymupdf.Rect
    return rectangle(part[0] - 1, part[1] - 1, part[2] + 1, part[3] + 1) if part else None

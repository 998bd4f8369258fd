"""Drawing with MuPDF: grey pixels of a page. The one place where its untyped interface is touched."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pymupdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray


TILT = 1e-12  # of a unit: no pixel sees it, but MuPDF sets level baselines on whole pixels, and others where they are
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
    matrix, whole, clip = matrix_of(zoom, TILT, TILT, zoom, 0, 0), document[page], None
    if part:
        rectangle: Any = pymupdf.Rect
        clip = rectangle(part[0] - 1, part[1] - 1, part[2] + 1, part[3] + 1)
    pixmap = whole.get_pixmap(matrix=matrix, colorspace=pymupdf.csGRAY, alpha=False, clip=clip)
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

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


def grey_page(document: Any, page: int, dpi: float) -> NDArray[np.uint8]:
    """Draw a page (zero-based) as seen; uint8 (H, W), 0 black … 255 white.

    Lines of text stand where the file puts them, to a fraction of a pixel: a movement of 0.4 pt is less than a pixel at
    150 dpi, and printers and other programs do not round it.
    """
    matrix_of: Any = pymupdf.Matrix
    zoom = dpi / 72
    matrix = matrix_of(zoom, TILT, TILT, zoom, 0, 0)
    pixmap = document[page].get_pixmap(matrix=matrix, colorspace=pymupdf.csGRAY, alpha=False)
    grey = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)
    tools: Any = pymupdf.TOOLS
    tools.store_shrink(_SHRINK)
    return grey[:, : pixmap.width].copy()

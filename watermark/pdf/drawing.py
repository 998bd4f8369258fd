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
    """Draw a page (zero-based) as seen; uint8 (H, W), 0 black … 255 white."""
    matrix: Any = pymupdf.Matrix
    zoom = dpi / 72
    pixmap = document[page].get_pixmap(matrix=matrix(zoom, zoom), colorspace=pymupdf.csGRAY, alpha=False)
    grey = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)
    tools: Any = pymupdf.TOOLS
    tools.store_shrink(_SHRINK)
    return grey[:, : pixmap.width].copy()

"""The first page as a small picture, which may leave the library unmarked."""

# mypy: allow-untyped-calls
# PyMuPDF has no annotations.

from __future__ import annotations

import io
from pathlib import Path

import pymupdf
from PIL import Image

LONG_EDGE = 320
"""px; a larger picture may leave only as part of a marked copy"""


def draw_cover(page: pymupdf.Page, out: Path) -> None:
    """Draw the page as a JPEG of at most 320 px on its long edge.

    It is drawn at twice the size and shrunk, which keeps small type legible.
    """
    out.write_bytes(thumbnail(page))


def thumbnail(page: pymupdf.Page) -> bytes:
    """Give the page as JPEG bytes, long edge 320 px at most."""
    scale = 2 * LONG_EDGE / max(page.rect.width, page.rect.height, 1)
    pixels = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csRGB, alpha=False)
    picture = Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples)
    picture.thumbnail((LONG_EDGE, LONG_EDGE), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=82, optimize=True, progressive=True)
    return buffer.getvalue()

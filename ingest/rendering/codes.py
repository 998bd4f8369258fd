"""The QR code of a page, such as the one in the stamp of a copy."""

# mypy: allow-untyped-calls
# PyMuPDF has no annotations.

from __future__ import annotations

from typing import Any

_DPI = 200
_MOST_PIXELS = 12_000_000
LONGEST = 500
"""characters of a code; an address is shorter"""


def page_code(page: Any) -> str:
    """Read the code that stands out on the page, or give nothing.

    MuPDF looks for every kind it knows; what is no QR code is no stamp of ours and left out.
    """
    import pymupdf

    scale = _DPI / 72
    scale *= min(1.0, (_MOST_PIXELS / max(scale * scale * page.rect.width * page.rect.height, 1)) ** 0.5)
    drawn = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csGRAY, alpha=False)
    text, kind = pymupdf.mupdf.fz_decode_barcode_from_pixmap2(drawn.this, 0)
    return str(text)[:LONGEST] if kind == pymupdf.mupdf.FZ_BARCODE_QRCODE else ""

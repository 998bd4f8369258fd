"""Small pictures of pages. They may be seen by everybody, so none is larger than 320 px on its long edge."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path

from PIL import Image

from library.catalogue.pages import PageLine
from webapp.current import current_library
from webapp.drawing import renderer

LONG_EDGE = 320
"""px; a larger picture leaves only as part of a marked copy"""


def thumbnail(shown: str, page: PageLine) -> Path:
    """Give the picture of a page of the stored PDF `shown` (SHA-256); it is drawn once and kept.

    Raises:
        NotFound: the PDF is not in the store.
        IngestError: the page cannot be drawn.
    """
    library = current_library()
    target = library.folders.thumbnails / shown[:2] / shown / f"{page.number}.jpg"
    if not target.is_file():
        pdf = library.blobs.path(shown)
        # Drawn at twice the size and shrunk, small type stays legible.
        width = round(2 * LONG_EDGE * min(1.0, page.width / max(page.height, 1)))
        _keep(target, shrink(renderer().render_page(pdf, page.number, width)))
    return target


def shrink(picture: bytes) -> bytes:
    """Give the picture as a JPEG whose long edge is at most `LONG_EDGE`."""
    with Image.open(io.BytesIO(picture)) as opened:
        opened.thumbnail((LONG_EDGE, LONG_EDGE), Image.Resampling.LANCZOS)
        buffer = io.BytesIO()
        opened.convert("RGB").save(buffer, "JPEG", quality=80, optimize=True)
    return buffer.getvalue()


def _keep(target: Path, picture: bytes) -> None:
    """Two readers may draw the same page at once: each writes a file of its own, and the last one stays."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(picture)
    Path(name).replace(target)

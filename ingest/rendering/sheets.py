"""Small pictures of what a reader has just scanned, PDF or picture, and how many pages it has."""

# mypy: allow-untyped-calls
# PyMuPDF has no annotations.

from __future__ import annotations

import io
from pathlib import Path

from ingest.errors import Damaged, ImageBomb, NoSuchPage, TooManyPages
from ingest.inspect.kind import media_type
from ingest.limits import Limits

_FORMATS = {"image/tiff": "TIFF", "image/png": "PNG", "image/jpeg": "JPEG"}
_MEGAPIXELS = Limits.megapixels
_PAGES = Limits.pages


def draw_sheet(path: Path, number: int, edge_px: int) -> tuple[int, bytes]:
    """Give the number of pages and page `number` (1 is the first) as JPEG, its long edge `edge_px` px at most.

    Raises:
        WrongType, TooManyPages, NoSuchPage, ImageBomb, Damaged.
    """
    with path.open("rb") as file:
        found = media_type(file.read(1024))
    if found in _FORMATS:
        return _of_picture(path, _FORMATS[found], number, edge_px)
    if found != "application/pdf":
        raise Damaged("neither PDF nor picture")
    return _of_pdf(path, number, edge_px)


def _of_pdf(path: Path, number: int, edge_px: int) -> tuple[int, bytes]:
    import pymupdf
    from PIL import Image

    with pymupdf.open(path, filetype="pdf") as document:
        _check_number(number, document.page_count)
        page = document[number - 1]
        scale = edge_px / max(page.rect.width, page.rect.height, 1)
        drawn = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csRGB, alpha=False)
        picture = Image.frombuffer("RGB", (drawn.width, drawn.height), drawn.samples_mv, "raw", "RGB", drawn.stride, 1)
        return document.page_count, _jpeg(picture, edge_px)


def _of_picture(path: Path, kind: str, number: int, edge_px: int) -> tuple[int, bytes]:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # our own limit looks at the size before any pixel is decoded
    with Image.open(path, formats=[kind]) as image:
        pages = getattr(image, "n_frames", 1)
        _check_number(number, pages)
        image.seek(number - 1)
        megapixels = image.width * image.height // 1_000_000
        if megapixels > _MEGAPIXELS:
            raise ImageBomb(page=number, megapixels=megapixels, limit=_MEGAPIXELS)
        image.draft("RGB", (2 * edge_px, 2 * edge_px))  # a JPEG is decoded no larger than needed
        return pages, _jpeg(ImageOps.exif_transpose(image), edge_px)


def _check_number(number: int, pages: int) -> None:
    """A few bytes can name one page ten million times: nothing is made of pages that nobody can have scanned."""
    if pages > _PAGES:
        raise TooManyPages(pages=pages, limit=_PAGES)
    if not 1 <= number <= pages:
        raise NoSuchPage(page=number, pages=pages)


def _jpeg(picture: object, edge_px: int) -> bytes:
    from PIL import Image

    assert isinstance(picture, Image.Image)
    small = picture.convert("L" if picture.mode in ("1", "L", "I", "F", "I;16") else "RGB")
    small.thumbnail((edge_px, edge_px))
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=75)
    return buffer.getvalue()

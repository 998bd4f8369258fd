"""Pages repaired on paper: turned by a note beside the picture, straightened and parted in the picture itself."""

# mypy: allow-untyped-calls
# PyMuPDF has no annotations.

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pymupdf
from numpy.typing import NDArray
from PIL import Image

from ingest.repair.measuring import native_dpi
from ingest.repair.plan import Plan

_LARGEST = 60_000_000
"""px of a picture that is made anew: A3 at 500 dpi"""
_JPEG_QUALITY = 85
_COLOURFUL = 12
"""levels by which the channels of a pixel differ where it has a colour"""

Picture = NDArray[np.uint8]


def can_be_drawn(page: pymupdf.Page) -> bool:
    """Tell whether a page may be made anew as a picture: links and fields would be lost."""
    return next(page.annots(), None) is None and next(page.widgets(), None) is None and not page.get_links()


def write_sheets(source: Path, sheets: list[tuple[int, Plan]], out: Path) -> None:
    """Write a PDF of the named pages (1 is the first), each repaired by its plan; a parted page becomes two.

    The same pages and plans give the same bytes.
    """
    with pymupdf.open(source, filetype="pdf") as document, pikepdf.open(source) as whole, pikepdf.new() as made:
        for number, plan in sheets:
            if plan.is_drawn:
                for part in draw(document[number - 1], plan):
                    with pikepdf.open(io.BytesIO(part)) as one:
                        made.pages.append(one.pages[0])
            else:
                made.pages.append(whole.pages[number - 1])
                made.pages[-1].rotate(plan.turn, relative=True)
            pymupdf.TOOLS.store_shrink(100)
        made.save(out, deterministic_id=True)


def draw(page: pymupdf.Page, plan: Plan) -> list[bytes]:
    """Draw a page as the plan says, as finely as it was scanned; give a PDF of one page for each part."""
    dpi = _affordable(page, native_dpi(page))
    pixels = page.get_pixmap(matrix=pymupdf.Matrix(dpi / 72, dpi / 72), colorspace=pymupdf.csRGB, alpha=False)
    flat = np.frombuffer(pixels.samples, dtype=np.uint8).reshape(pixels.height, pixels.stride)
    picture: Picture = flat[:, : 3 * pixels.width].reshape(pixels.height, pixels.width, 3)
    picture = _without_colour(np.rot90(picture, -plan.turn // 90))
    straight = straightened(picture, plan.skew)
    bilevel = _is_bilevel(page)
    return [_sheet(part, dpi, bilevel=bilevel) for part in _parts(straight, plan.gutter)]


def _affordable(page: pymupdf.Page, dpi: float) -> float:
    pixels = page.rect.width * page.rect.height * (dpi / 72) ** 2
    return dpi * min(1.0, float((_LARGEST / max(pixels, 1)) ** 0.5))


def straightened(picture: Picture, degrees: float) -> Picture:
    """Turn a picture whose lines sink to the right by `degrees` about its middle, at its size, its edge drawn out."""
    if not degrees:
        return np.ascontiguousarray(picture)
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    whole, size = np.ascontiguousarray(picture), (width, height)
    turned = cv2.warpAffine(whole, turn, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, dtype=np.uint8)


def _parts(picture: Picture, gutter: float | None) -> list[Picture]:
    if gutter is None:
        return [picture]
    at = min(max(round(gutter * picture.shape[1]), 1), picture.shape[1] - 1)
    return [picture[:, :at], picture[:, at:]]


def _without_colour(picture: Picture) -> Picture:
    """Give a picture without colours as grey, which takes a third of the room."""
    sample = picture[::7, ::7].astype(np.int16)
    colourful = (sample.max(axis=2) - sample.min(axis=2) > _COLOURFUL).mean()
    return picture if colourful > 0.001 else np.ascontiguousarray(picture.mean(axis=2).astype(np.uint8))


def _is_bilevel(page: pymupdf.Page) -> bool:
    """Tell whether the page's largest image is black and white only."""
    images = sorted(page.get_image_info(), key=lambda image: -pymupdf.Rect(image["bbox"]).get_area())
    return bool(images) and images[0]["bpc"] == 1


def _sheet(picture: Picture, dpi: float, *, bilevel: bool) -> bytes:
    """Make a PDF page of a picture: fax coding for black and white, else JPEG."""
    import img2pdf  # type: ignore[import-untyped]  # it has no annotations; loaded only where it is needed

    image, buffer = Image.fromarray(picture), io.BytesIO()
    if bilevel:
        image.convert("L").point(lambda level: 255 * (level > 127)).convert("1").save(buffer, "PNG")
    else:
        image.save(buffer, "JPEG", quality=_JPEG_QUALITY)
    size = (picture.shape[1] / dpi * 72, picture.shape[0] / dpi * 72)
    return bytes(img2pdf.convert([buffer.getvalue()], layout_fun=lambda *_: (*size, *size), nodate=True))

"""A part of a page at a size of one's own, turned and toned, as the IIIF Image API 3.0 asks for it."""

# mypy: allow-untyped-calls
# PyMuPDF has no annotations.

from __future__ import annotations

import io
from dataclasses import asdict, dataclass
from typing import Any, Literal

from ingest.errors import ImageBomb
from ingest.rendering.tilt import TILT

Quality = Literal["color", "gray", "bitonal"]
Format = Literal["jpg", "png", "webp"]
Rotation = Literal[0, 90, 180, 270]
MOST_PIXELS = 16_000_000
"""of one picture; what asks for more is refused"""
_FOOT = 0.01  # share by which a page is longer than announced if it has a foot; rounding makes less
_MIDDLE = 128  # of 255: what is darker is ink


@dataclass(frozen=True, slots=True)
class RegionOrder:
    """What to draw.

    The page at its full size is `full_width` × `full_height` px; of it the part that begins at `x`, `y` and is
    `width` × `height` px is drawn `out_width` × `out_height` px large, then mirrored (left to right), then turned by
    `rotation` degrees clockwise.
    """

    full_width: int
    full_height: int
    x: int
    y: int
    width: int
    height: int
    out_width: int
    out_height: int
    mirrored: bool = False
    rotation: Rotation = 0
    quality: Quality = "color"
    format: Format = "jpg"

    def to_json(self) -> dict[str, Any]:
        """Give it as a worker is sent it."""
        return asdict(self)


def draw_region(page: Any, order: RegionOrder) -> bytes:
    """Draw a part of a page.

    Raises:
        ImageBomb: the picture would have more than `MOST_PIXELS`.
    """
    pixels = order.out_width * order.out_height
    if pixels > MOST_PIXELS or min(order.width, order.height, order.out_width, order.out_height) < 1:
        raise ImageBomb(page=0, megapixels=pixels // 1_000_000, limit=MOST_PIXELS // 1_000_000)
    return _encoded(_turned(_drawn(page, order), order), order)


def _drawn(page: Any, order: RegionOrder) -> Any:
    """Draw what lies in the region, a pixel more on each side, and cut it to the size."""
    import pymupdf
    from PIL import Image

    across, down = order.out_width / order.width, order.out_height / order.height
    wide, tall = _scales(page.rect, order)
    matrix = pymupdf.Matrix(wide * across, TILT, TILT, tall * down, 0, 0)
    left, top = order.x * across, order.y * down
    wanted = pymupdf.Rect(left - 1, top - 1, left + order.out_width + 1, top + order.out_height + 1) * ~matrix
    grey = order.quality != "color"
    space = pymupdf.csGRAY if grey else pymupdf.csRGB
    drawn = page.get_pixmap(matrix=matrix, clip=wanted & page.rect, colorspace=space, alpha=False)
    mode = "L" if grey else "RGB"
    picture = Image.frombuffer(mode, (drawn.width, drawn.height), drawn.samples_mv, "raw", mode, drawn.stride, 1)
    box = _inside(left - drawn.x, top - drawn.y, order, picture.size)
    return picture.resize((order.out_width, order.out_height), Image.Resampling.BICUBIC, box)


def _scales(page: Any, order: RegionOrder) -> tuple[float, float]:
    """Give px per pt across and down.

    A page of a reader's copy may have a foot with the stamp (`watermark.footing`) that the publication's page lacks:
    it lies beyond the sheet that was announced.
    """
    wide, tall = order.full_width / max(page.width, 1), order.full_height / max(page.height, 1)
    return (wide, wide) if tall < (1 - _FOOT) * wide else (wide, tall)


def _inside(left: float, top: float, order: RegionOrder, size: tuple[int, int]) -> tuple[float, float, float, float]:
    """Give the box to cut out, within a picture of `size`."""
    x0, y0 = min(max(left, 0.0), size[0] - 1.0), min(max(top, 0.0), size[1] - 1.0)
    return x0, y0, min(x0 + order.out_width, float(size[0])), min(y0 + order.out_height, float(size[1]))


def _turned(picture: Any, order: RegionOrder) -> Any:
    from PIL import Image

    turns = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    if order.mirrored:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return picture.transpose(turns[order.rotation]) if order.rotation else picture


def _encoded(picture: Any, order: RegionOrder) -> bytes:
    if order.quality == "bitonal":
        picture = picture.point(lambda tone: 255 * (tone >= _MIDDLE))
        picture = picture if order.format != "png" else picture.convert("1")
    buffer = io.BytesIO()
    if order.format == "png":
        picture.save(buffer, "PNG", compress_level=4)
    elif order.format == "webp":
        picture.save(buffer, "WEBP", quality=80, method=2)
    else:
        picture.save(buffer, "JPEG", quality=82, subsampling=0)
    return buffer.getvalue()

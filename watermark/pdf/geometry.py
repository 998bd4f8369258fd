"""Page geometry: from the page as it is seen to the space its content is written in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pikepdf

from watermark.errors import BadInputError
from watermark.pdf.matrix import Matrix

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LETTER = (0.0, 0.0, 612.0, 792.0)
_LARGEST_SIDE = 14_400.0  # pt, Annex C.2 of ISO 32000-1; larger boxes are damage


@dataclass(frozen=True)
class Sheet:
    """A page as it is seen: size in pt (CropBox, rotated, times UserUnit) and the map from there to user space.

    `to_user` takes seen coordinates (origin top left, y down, pt) to the coordinates of the page's content.
    """

    width: float
    height: float
    to_user: Matrix

    @property
    def to_seen(self) -> Matrix:
        return self.to_user.inverse()


def inherited(page: Any, key: str) -> Any:
    """Look a page attribute up through its parents (ISO 32000-2, table 31); None where nobody has it."""
    node, seen = page, 0
    while node is not None and seen < 64:  # a loop in the page tree ends here
        if key in node:
            return node[key]
        node, seen = node.get("/Parent"), seen + 1
    return None


def sheet_of(page: Any) -> Sheet:
    """Read boxes, rotation and unit of a page (a pikepdf page dictionary) the way MuPDF does."""
    media = _box(inherited(page, "/MediaBox")) or _LETTER
    crop = _box(inherited(page, "/CropBox")) or media
    x0, y0 = max(media[0], crop[0]), max(media[1], crop[1])
    x1, y1 = min(media[2], crop[2]), min(media[3], crop[3])
    if x1 - x0 < 1 or y1 - y0 < 1:
        x0, y0, x1, y1 = media
    unit = _number(page.get("/UserUnit"), 1.0)
    width, height = (x1 - x0) * unit, (y1 - y0) * unit
    quarter = round(_number(inherited(page, "/Rotate"), 0.0) / 90) % 4
    scale = 1 / unit
    turns = {
        0: Matrix(scale, 0, 0, -scale, x0, y1),
        1: Matrix(0, scale, scale, 0, x0, y0),
        2: Matrix(-scale, 0, 0, scale, x1, y0),
        3: Matrix(0, -scale, -scale, 0, x1, y1),
    }
    if quarter % 2:
        width, height = height, width
    return Sheet(width, height, turns[quarter])


def lengthen(page: Any, height: float) -> None:
    """Give a page `height` pt more at the foot, as it is seen; what it showed stays where it is.

    Raises:
        BadInputError: it would be longer than a page may be.
    """
    sheet = sheet_of(page)
    area = sheet.to_user.box(0, 0, sheet.width, sheet.height + height)
    if max(area[2] - area[0], area[3] - area[1]) > _LARGEST_SIDE:
        raise BadInputError("A page is full to its edges and too large to get a foot for the stamp.")
    media = _box(inherited(page, "/MediaBox")) or _LETTER
    page["/CropBox"] = pikepdf.Array(_rounded(area))
    page["/MediaBox"] = pikepdf.Array(_rounded((*map(min, media[:2], area[:2]), *map(max, media[2:], area[2:]))))


def _rounded(box: tuple[float, ...]) -> list[float]:
    return [round(number, 3) for number in box]


def mend_boxes(page: Any) -> None:
    """Give a page whose boxes do not overlap, or are no boxes, ones on which all readers agree."""
    media, crop = _box(inherited(page, "/MediaBox")), _box(inherited(page, "/CropBox"))
    if media is None:
        page["/MediaBox"] = pikepdf.Array(_LETTER)
    area = media or _LETTER
    if inherited(page, "/CropBox") is not None and (crop is None or not _overlap(area, crop)):
        page["/CropBox"] = pikepdf.Array(area)


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    tall = min(one[3], other[3]) - max(one[1], other[1])
    return wide >= 1 and tall >= 1


def _box(value: Any) -> tuple[float, float, float, float] | None:
    if not isinstance(value, pikepdf.Array) or len(value) != 4:
        return None
    corners = [_number(item, float("nan")) for item in value]
    if not all(abs(number) <= _LARGEST_SIDE * 10 for number in corners):  # false for NaN too
        return None
    x0, x1 = sorted(corners[0::2])
    y0, y1 = sorted(corners[1::2])
    if not (1 <= x1 - x0 <= _LARGEST_SIDE and 1 <= y1 - y0 <= _LARGEST_SIDE):
        return None
    return x0, y0, x1, y1


def _number(value: Any, default: float) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return default


def ink(grey: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Turn a grey rendering into ink, 0 paper … 1 black, where paper is the page's commonest light grey."""
    counts = np.bincount(grey.ravel(), minlength=256)
    paper = int(np.argmax(counts[128:])) + 128
    return (np.abs(grey.astype(np.float32) - paper) / 255).astype(np.float32)

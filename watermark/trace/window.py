"""Find how large a window showed the page of which a screenshot was taken, and where.

A window shows a page upright and on whole pixels: a few sizes are tried, and the drawing that looks most like the
picture is taken. All of it is judged with every slot at A, by the leak alone.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import cv2
import numpy as np

from watermark.trace.align import READ_DPI, sharpened, shown_part
from watermark.trace.pixels import blurred

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from watermark.trace.align import Aligned
    from watermark.trace.pixels import Grey, Plane

Shape: TypeAlias = tuple[int, int]
_ASKEW, _UNEVEN = 0.008, 0.01  # parts of the scale: upright, and as wide as it is high
_SCALES: Final = (0.75, 3.0)  # px a pt, 54 to 216 dpi: coarser is not read, finer is not rounded by much
_LEAST_POINTS: Final = 12
_NEARLY: Final = 0.001  # px
_FURTHER: Final = 2  # px by which the width of a page may be misjudged
_HEIGHTS: Final = (-1, 0, 1)  # px beside the height that belongs to a width
_BESIDE: Final = 4  # px by which its place may be
_LEAST_SIDE: Final = 64  # px of a page that shows
_ALIKE: Final = 0.5  # correlation from which a size is worth a reading
_HOPELESS: Final = 0.4  # of the size in the middle, below which none is worth one: a pixel or two change it by 0.1
_TRIED: Final = 2  # sizes that are read: with every slot at A the right one is not always the most alike
LONGEST: Final = 6_000
"""px of a side, as `watermark.pdf.screen` has it, whose engine does not belong into this process."""
_SURELY: Final = 0.9  # of what shows: a frame's pixels would tell nothing of the page
_LETTER, _GREY = 6.0, 0.2  # px over which greys are compared, and by how much they may differ
_FLAT: Final = 1e-3  # contrast of a picture that shows nothing
_AT_ONCE: Final = 2  # drawings over which the leak is laid; each takes 30 MB meanwhile
_SPECK: Final = 15  # px: what shows is wider


@dataclass(frozen=True)
class Window:
    """What a window showed.

    Attributes:
        shape: height and width of the page on the screen, px.
        at: where the picture's corner lies on the page, px (x, y).
        box: x0 y0 x1 y1 of the part that both show, px of the page.
        alike: correlation of picture and page there, every slot at A.
        shown: bool (y1 - y0, x1 - x0), where the page shows through.
    """

    shape: tuple[int, int]
    at: tuple[int, int]
    box: tuple[int, int, int, int]
    alike: float
    shown: NDArray[np.bool_]

    @property
    def part(self) -> tuple[slice, slice]:
        """Rows and columns of the page."""
        x0, y0, x1, y1 = self.box
        return slice(y0, y1), slice(x0, x1)

    @property
    def source(self) -> tuple[slice, slice]:
        """Rows and columns of the picture."""
        (x0, y0, x1, y1), (x, y) = self.box, self.at
        return slice(y0 - y, y1 - y), slice(x0 - x, x1 - x)


def window_shapes(scale: float, size: tuple[float, float]) -> list[Shape]:
    """Give the sizes (height, width) of a page of `size` pt in a window, at about so many px a pt."""
    wide, tall = size
    about = round(scale * wide)
    widths = range(about - _FURTHER, about + _FURTHER + 1)
    return [(math.floor(width * tall / wide) + more, width) for width in widths for more in _HEIGHTS]


def dpi_shapes(scale: float, size: tuple[float, float]) -> list[Shape]:
    """Give those on which MuPDF draws it at a whole number of dots an inch; it rounds outwards (`fz_round_rect`)."""
    about = round(scale * 72)
    wide, tall = size
    return [
        (math.ceil(tall * dpi / 72 - _NEARLY), math.ceil(wide * dpi / 72 - _NEARLY))
        for dpi in (about - 1, about, about + 1)
    ]


def find_windows(
    aligned: Aligned,
    size: tuple[float, float],
    draw: Callable[[Shape], Grey],
    shapes_of: Callable[[float, tuple[float, float]], list[Shape]] = window_shapes,
) -> list[Window]:
    """Find windows that a leak may have been taken of, the likeliest first; none where it was taken of no window.

    Args:
        aligned: the leak over the page.
        size: of the page, pt.
        draw: draws the page on (height, width) px, with every slot at A.
        shapes_of: sizes to try, for about so many px a pt; the likeliest in the middle.
    """
    flat = lies_flat(aligned)
    if flat is None or not _SCALES[0] <= flat[0] <= _SCALES[1]:
        return []
    leak, shapes = np.asarray(np.clip(aligned.source * 255, 0, 255), np.uint8), shapes_of(float(flat[0]), size)
    if not all(0 < side <= LONGEST for shape in shapes for side in shape):
        return []
    middle = shapes[len(shapes) // 2]
    drawn = draw(middle)
    shown = _shown(drawn, leak, -flat[1:])
    first = None if shown is None else _laid(drawn, leak, -flat[1:], shown)
    if shown is None or first is None or first.alike < _HOPELESS:
        return []
    with ThreadPoolExecutor(_AT_ONCE) as laying:
        others = [laying.submit(_laid, draw(shape), leak, -flat[1:], shown) for shape in shapes if shape != middle]
    laid = [first, *(one for each in others if (one := each.result()) is not None)]
    likely = [one for one in laid if one.alike >= _ALIKE]
    return sorted(likely, key=lambda one: one.alike, reverse=True)[:_TRIED]


def points_of(aligned: Aligned) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the points of the page, across and down in pt (rows, columns), whose places a lattice tells."""
    rows, columns = aligned.lattice.shape[:2]
    tall, wide = (side * 72 / READ_DPI for side in aligned.picture.shape)
    x, y = np.meshgrid(np.linspace(0, wide, columns), np.linspace(0, tall, rows))
    return x, y


def lies_flat(aligned: Aligned) -> NDArray[np.float64] | None:
    """Give scale (px a pt) and place (px, x and y) of a page that lies as a window shows it; None where it does not."""
    height, width = aligned.source.shape
    place = aligned.lattice.astype(np.float64)
    inside = (place >= 0).all(axis=2) & (place[:, :, 0] < width) & (place[:, :, 1] < height)
    if int(inside.sum()) < _LEAST_POINTS:
        return None
    (x, y), place = (points[inside] for points in points_of(aligned)), place[inside]
    flat = np.linalg.lstsq(np.column_stack([x, y, np.ones_like(x)]), place, rcond=None)[0]
    scale = float(flat[0, 0] + flat[1, 1]) / 2
    if max(abs(flat[0, 1]), abs(flat[1, 0])) > _ASKEW * scale or abs(flat[0, 0] - flat[1, 1]) > _UNEVEN * scale:
        return None
    # One scale both ways, held at the middle of what shows.
    left, top = place.mean(axis=0) - scale * np.array([x.mean(), y.mean()])
    return np.array([scale, left, top])


def _shown(drawn: Grey, leak: Grey, at: NDArray[np.float64]) -> NDArray[np.bool_] | None:
    """Tell where in the picture the page shows, bool (h, w): a window has a frame, and a picture may be cut."""
    first = _laid(drawn, leak, at, np.ones(leak.shape, np.bool_))
    if first is None:
        return None
    page, picture = (np.asarray(one / np.float32(255), np.float32) for one in (drawn[first.part], leak[first.source]))
    dpi = _dpi(first.shape)
    kept = shown_part(sharpened(page, dpi), sharpened(picture, dpi), dpi)
    # Blank paper and a blank frame are alike but for their greys, and a viewer changes none.
    alike = np.abs(blurred(page, _LETTER) - blurred(picture, _LETTER)) < _GREY
    shown = np.zeros(leak.shape, np.bool_)
    shown[first.source] = alike if kept is None else alike & (kept > _SURELY)
    return cv2.morphologyEx(shown.astype(np.uint8), cv2.MORPH_OPEN, np.ones((_SPECK, _SPECK), np.uint8)) > 0


def _laid(drawn: Grey, leak: Grey, at: NDArray[np.float64], shown: NDArray[np.bool_]) -> Window | None:
    """Lay what shows of a picture over a drawing, by whole pixels near a place (x, y) of its corner."""
    (height, width), (rows, columns) = drawn.shape, leak.shape
    x, y = np.rint(at).astype(int).tolist()
    across, down = (np.flatnonzero(shown.any(axis=axis)) for axis in (0, 1))
    if not (len(across) and len(down)):
        return None
    # Of the picture, what lies on the page wherever it is moved to.
    left, top = max(int(across[0]), _BESIDE - x), max(int(down[0]), _BESIDE - y)
    right = min(columns, int(across[-1]) + 1, width - x - _BESIDE)
    bottom = min(rows, int(down[-1]) + 1, height - y - _BESIDE)
    if min(right - left, bottom - top) < _LEAST_SIDE:
        return None
    around = drawn[y + top - _BESIDE : y + bottom + _BESIDE, x + left - _BESIDE : x + right + _BESIDE]
    found = cv2.matchTemplate(around, leak[top:bottom, left:right], cv2.TM_CCOEFF_NORMED)
    _, alike, _, (further, lower) = cv2.minMaxLoc(found)
    x, y = x + further - _BESIDE, y + lower - _BESIDE
    box = (x + left, y + top, x + right, y + bottom)
    return Window((height, width), (x, y), box, float(alike), shown[top:bottom, left:right])


def likeness(window: Window, where: NDArray[np.bool_], page: Plane, picture: Plane) -> float:
    """Correlation of a drawing and a picture of the window's part, in some places of it, bool (h, w)."""
    return correlation(page, picture, where, window.shown, _dpi(window.shape))


def correlation(page: Plane, picture: Plane, where: NDArray[np.bool_], shown: NDArray[np.bool_], dpi: int) -> float:
    """Correlation of a drawing and a picture laid over it in some places, bool (h, w), of what shows through."""
    if int(where.sum()) < _LEAST_SIDE**2:
        return 0.0
    ours, theirs = (sharpened(one, dpi, shown.astype(np.float32))[where] for one in (page, picture))
    if min(float(ours.std()), float(theirs.std())) < _FLAT:
        return 0.0
    return float(np.corrcoef(ours, theirs)[0, 1])


def _dpi(shape: tuple[int, int]) -> int:
    """Of a sheet of A5 to A4, about: what is compared reaches so many px."""
    return round(max(shape) / 10)

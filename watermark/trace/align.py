"""Lay a leak over the page it shows, to a small fraction of a pixel.

From the placement on, the residual flow between leak and page is found coarse to fine by least squares over
windows much larger than a slot (B. Lucas, T. Kanade, "An iterative image registration technique", IJCAI 1981):
a window holds many slots whose movements cancel, so that the flow follows the paper and leaves the marks alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from watermark.trace.locate import Placement, bent
from watermark.trace.pixels import blurred, pooled, projected, sampled, scaled, shrunk, slopes, spread, stretched

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from watermark.trace.pixels import Grey, Plane

READ_DPI = 200
"""Slots are read at this resolution."""

_Stage: TypeAlias = tuple[int, tuple[tuple[float, float], ...]]
# dpi, and for every step how far its window reaches across and down, pt. Paper bends about one direction at a time, so
# that long narrow windows follow a curl closely and still hold as many slots as a round one.
_ROUGH: Final[tuple[_Stage, ...]] = ((50, ((60.0, 60.0),) * 4), (100, ((50.0, 50.0),) * 3))
_FINE: Final[_Stage] = (150, ((50.0, 50.0), (20.0, 100.0), (100.0, 20.0), (50.0, 50.0)))
_LAST_STAGE: Final[_Stage] = (150, ((30.0, 30.0), (12.0, 90.0), (90.0, 12.0), (12.0, 90.0), (30.0, 30.0)))
_GLANCE_DPI = 100  # at which a rough alignment is judged
_CELL = 8  # px of a stage that share one flow value
_SURE_DPI = 100  # from this stage on the pages lie over each other well enough to tell what shows
_SHOWN_RADIUS = 9.0  # pt over which likeness is judged
_EDGE = 8.0  # pt beside what does not show that are left out, too
_BLANK, _ALIKE = 0.1, 0.35  # power that counts as nothing; likeness that counts as the page
_NEARLY_ALL = 0.995
_GRID = 12.0  # pt between the points where the placement's bend is known


@dataclass(frozen=True)
class Aligned:
    """A leak laid over a page.

    Attributes:
        picture: float32 (H, W) at READ_DPI, in the leak's own greys (0 … 1).
        seen: bool (H, W), where the leak shows the page at all.
        likeness: correlation of the locally normalised leak and page over what is seen, −1 … 1.
        coverage: share of the page that is seen.
        source: the leak as it was given, shrunk to about READ_DPI, float32 (h, w).
        lattice: places in `source` of a grid over the page, float32 (rows, columns, 2).
    """

    picture: Plane
    seen: NDArray[np.bool_]
    likeness: float
    coverage: float
    source: Plane
    lattice: NDArray[np.float32]


@dataclass(frozen=True)
class Laid:
    """A leak laid over a page roughly: to about half a pixel at 100 dpi.

    Attributes:
        source, lattice: as in `Aligned`.
        likeness: correlation of the locally normalised leak and page, −1 … 1.
    """

    source: Plane
    lattice: NDArray[np.float32]
    likeness: float


def lay(picture: Grey, page: Plane, dpi: float, size: tuple[float, float], placement: Placement) -> Laid:
    """Lay a picture over a page roughly, and tell how alike they are.

    Args:
        picture: the leak, grey (h, w).
        page: drawn at `dpi`, at least 100, however its slots stand, float32 (H, W).
        dpi: of the page, px per inch.
        size: of the page, pt.
        placement: where the page lies in the picture.
    """
    source, factor = _like_scale(picture, placement.scale(*size))
    lattice = _start(placement, size, factor)
    for stage in _ROUGH:
        lattice = _stage(source, level(page, stage[0] / dpi), lattice, stage)
    return lay_as(Laid(source, lattice, 0.0), page, dpi)


def lay_as(laid: Laid, page: Plane, dpi: float) -> Laid:
    """Lay a picture over a page (as in :func:`lay`) as it lies over another one of that size: paper bends but once."""
    glance = scaled(page, _GLANCE_DPI / dpi)
    picture, seen = laid_on(laid.source, laid.lattice, glance.shape)
    return replace(laid, likeness=_likeness(picture, glance, seen, _GLANCE_DPI))


def align(laid: Laid, middle: Plane) -> Aligned:
    """Lay a leak over a page finely.

    Args:
        laid: the leak over the same page, roughly.
        middle: the page at READ_DPI half way between A and B, float32 (H, W).
    """
    lattice = _stage(laid.source, level(middle, _FINE[0] / READ_DPI), laid.lattice, _FINE)
    return laid_over(laid.source, lattice, middle)


def align_again(aligned: Aligned, expected: Plane) -> Aligned:
    """Follow the paper more closely, once it is known which way most slots stand.

    Args:
        aligned: a first alignment.
        expected: the page with every slot drawn as it was read, float32 (H, W): against it the marks pull the flow
            nowhere, so that windows may be smaller.
    """
    lattice = _stage(aligned.source, level(expected, _LAST_STAGE[0] / READ_DPI), aligned.lattice, _LAST_STAGE)
    return laid_over(aligned.source, lattice, expected)


def laid_over(source: Plane, lattice: NDArray[np.float32], page: Plane) -> Aligned:
    """Lay a leak over a page at READ_DPI, as the lattice says."""
    across, down = stretched(lattice, page.shape)
    picture = sampled(source, across, down, fine=True)
    height, width = source.shape
    seen = (across >= 0) & (across <= width - 1) & (down >= 0) & (down <= height - 1)
    return Aligned(picture, seen, _likeness(picture, page, seen), float(seen.mean()), source, lattice)


def _like_scale(picture: Grey, px_per_pt: float) -> tuple[Plane, float]:
    """Shrink a picture that is much finer than the reading, so that nothing aliases."""
    factor = min(1.0, 1.25 * READ_DPI / 72 / max(px_per_pt, 1e-6))
    plane = np.asarray(picture / np.float32(255), np.float32)
    return (scaled(plane, factor), factor) if factor < 0.95 else (plane, 1.0)


def _start(placement: Placement, size: tuple[float, float], factor: float) -> NDArray[np.float32]:
    """Picture positions of a grid of page points spaced about _GRID pt, float32 (rows, columns, 2)."""
    columns, rows = (max(2, round(length / _GRID) + 1) for length in size)
    x, y = np.meshgrid(np.linspace(0, size[0], columns), np.linspace(0, size[1], rows))
    points = np.stack([x.ravel(), y.ravel()], axis=1)
    seen = projected(points, placement.homography)
    seen = seen + bent(placement.anchors, placement.bend, points)
    # cv2 counts from pixel centres, pages from edges.
    return ((seen * factor) - (1 - factor) / 2).reshape(rows, columns, 2).astype(np.float32)


def level(page: Plane, factor: float) -> Plane:
    """Shrink a drawing by about a factor, to whole cells: what is averaged over whole pixels costs a third."""
    width, height = (_CELL * max(2, round(side * factor / _CELL)) for side in page.shape[::-1])
    return page if page.shape == (height, width) else pooled(page, (width, height))


def normalised(plane: Plane, sigma: float, shown: Plane | None = None) -> Plane:
    """Local mean 0 and contrast 1 over a window of that standard deviation (px): shadows and fading go.

    `shown`, 0 … 1, keeps what is not the page out of its neighbours' mean and contrast.
    """
    step = min(_CELL, 1 << max(0, int(math.log2(sigma / 4))))
    small = (max(1, plane.shape[1] // step), max(1, plane.shape[0] // step))
    weight = None if shown is None else shown + np.float32(1e-4)
    total = None if weight is None else blurred(pooled(weight, small), sigma / step)
    mean, power = (
        blurred(pooled(kept, small), sigma / step)
        for kept in ((plane, plane * plane) if weight is None else (plane * weight, plane * plane * weight))
    )
    if total is not None:
        mean, power = mean / total, power / total
    contrast = np.sqrt(np.maximum(power - mean * mean, 0)) + np.float32(0.03)
    gain = np.asarray(1 / contrast, np.float32)
    back = (plane.shape[1], plane.shape[0])
    return np.asarray((plane - spread(mean, back)) * spread(gain, back), np.float32)


def sharpened(drawing: Plane, dpi: int, shown: Plane | None = None) -> Plane:
    """Take shadows and fading from a drawing at one resolution; what is left is compared."""
    return blurred(normalised(drawing, 25.0 * dpi / 72, shown), 0.8)


def _stage(source: Plane, drawing: Plane, lattice: NDArray[np.float32], stage: _Stage) -> NDArray[np.float32]:
    """Follow the paper at one resolution."""
    dpi, windows = stage
    page = sharpened(drawing, dpi)
    shown = shown_part(page, sharpened(laid_on(source, lattice, page.shape)[0], dpi), dpi) if dpi >= _SURE_DPI else None
    for window in windows:
        laid, seen = laid_on(source, lattice, page.shape)
        weight = seen.astype(np.float32) if shown is None else seen * shown
        flow = _flow(page, sharpened(laid, dpi, shown), weight, (window[0] * dpi / 72, window[1] * dpi / 72))
        lattice = moved(lattice, flow, page.shape)
    return lattice


def laid_on(source: Plane, lattice: NDArray[np.float32], shape: tuple[int, ...]) -> tuple[Plane, NDArray[np.bool_]]:
    """Lay the picture over a drawing of that shape; and where there is a picture."""
    across, down = stretched(lattice, shape)
    seen = (across >= 0) & (across < source.shape[1]) & (down >= 0) & (down < source.shape[0])
    return sampled(source, across, down), seen


def shown_part(page: Plane, leak: Plane, dpi: int) -> Plane | None:
    """Tell where the page shows through, 0 … 1: beyond a crop lies another thing, which must not pull at the edge.

    None where it shows everywhere. Blank on blank counts as shown.
    """
    cells = (max(2, page.shape[1] // _CELL), max(2, page.shape[0] // _CELL))
    per_point = dpi / 72 / _CELL
    planes = (page * leak, page * page, leak * leak)
    both, own, other = (blurred(pooled(plane, cells), _SHOWN_RADIUS * per_point) for plane in planes)
    alike = (2 * both + _BLANK) / (own + other + _BLANK)
    kept = shrunk(np.asarray(alike > _ALIKE, np.float32), round(_EDGE * per_point))
    if kept.mean() > _NEARLY_ALL:
        return None
    return np.clip(spread(kept, (page.shape[1], page.shape[0])), 0, 1)


def _flow(page: Plane, leak: Plane, shown: Plane, window: tuple[float, float]) -> NDArray[np.float32]:
    """Displacement u (px of the stage) with leak(x + u) ≈ page(x), one per cell: float32 (h, w, 2)."""
    sums = gradient_sums(page, leak, shown)
    across, down = (reach / _CELL for reach in window)
    near = blurred(sums, across, down=down, zero_outside=True)
    far = blurred(sums, 4 * across, down=4 * down, zero_outside=True)
    a, b, c, p, q = np.moveaxis(near + 0.05 * far, 2, 0)
    ridge = 1e-3 * (a + c) + 1e-7
    a, c = a + ridge, c + ridge
    determinant = a * c - b * b
    flow = np.stack([(c * p - b * q) / determinant, (a * q - b * p) / determinant], axis=2)
    return np.asarray(np.clip(flow, -3, 3), np.float32)


def gradient_sums(page: Plane, leak: Plane, shown: Plane) -> NDArray[np.float32]:
    """Mean products of slopes, and of slopes and differences, one row of five per cell: float32 (h, w, 5)."""
    gx, gy = (plane * shown for plane in slopes((page + leak) * np.float32(0.5)))
    difference = np.clip(page - leak, -2, 2) * shown
    products = (gx * gx, gx * gy, gy * gy, gx * difference, gy * difference)
    cells = (max(2, page.shape[1] // _CELL), max(2, page.shape[0] // _CELL))
    return np.stack([pooled(product, cells) for product in products], axis=2)


def moved(lattice: NDArray[np.float32], flow: NDArray[np.float32], shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Follow the flow: each grid point takes the picture position that its displaced page point had."""
    rows, columns = lattice.shape[:2]
    grid = spread(flow, (columns, rows))
    step = np.array([shape[1] / (columns - 1), shape[0] / (rows - 1)], np.float32)  # px of the stage
    right = np.gradient(lattice, axis=1) / step[0]
    down = np.gradient(lattice, axis=0) / step[1]
    return np.asarray(lattice + right * grid[:, :, :1] + down * grid[:, :, 1:], np.float32)


def _likeness(laid: Plane, middle: Plane, seen: NDArray[np.bool_], dpi: float = READ_DPI) -> float:
    """Correlation of page and leak at about 70 dpi, each locally normalised; `dpi` is that of the planes."""
    a, b = (normalised(scaled(plane, 70 / dpi), 12.0) for plane in (laid, middle))
    inside = pooled(seen.astype(np.float32), (a.shape[1], a.shape[0])) > 0.5
    if inside.sum() < 200:
        return 0.0
    left, right = a[inside], b[inside]
    deviation = float(left.std() * right.std())
    return float(((left - left.mean()) * (right - right.mean())).mean() / deviation) if deviation > 1e-6 else 0.0

"""Lay a leak over the page it shows, to a small fraction of a pixel.

From the placement on, the residual flow between leak and page (:mod:`watermark.trace.flow`) is found coarse to fine
over windows much larger than a slot: a window holds many slots whose movements cancel, so that the flow follows the
paper and leaves the marks alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from watermark.trace.flow import CELL, flow, gradient_sums, moved
from watermark.trace.locate import Placement, bent
from watermark.trace.part import Part, reached, whole
from watermark.trace.pixels import blurred, pooled, projected, sampled, scaled, shrunk, spread, stretched

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
        source: the leak as it was given, shrunk to about READ_DPI, float32 (h, w).
        lattice: places in `source` of a grid over the page, float32 (rows, columns, 2).
    """

    picture: Plane
    seen: NDArray[np.bool_]
    likeness: float
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
    picture, seen = laid_on(laid.source, laid.lattice, glance.shape, whole(glance.shape))
    return replace(laid, likeness=_likeness(picture, glance, seen, _GLANCE_DPI))


def align(laid: Laid, middle: Plane) -> Aligned:
    """Lay a leak over a page finely.

    Args:
        laid: the leak over the same page, roughly.
        middle: the page at READ_DPI half way between A and B, float32 (H, W).
    """
    lattice = _stage(laid.source, level(middle, _FINE[0] / READ_DPI), laid.lattice, _FINE)
    picture, seen = _laid_finely(laid.source, lattice, middle.shape)
    return Aligned(picture, seen, _likeness(picture, middle, seen), laid.source, lattice)


def align_again(aligned: Aligned, expected: Plane) -> Aligned:
    """Follow the paper more closely, once it is known which way most slots stand.

    Args:
        aligned: a first alignment.
        expected: the page with every slot drawn as it was read, float32 (H, W): against it the marks pull the flow
            nowhere, so that windows may be smaller.
    """
    lattice = _stage(aligned.source, level(expected, _LAST_STAGE[0] / READ_DPI), aligned.lattice, _LAST_STAGE)
    return laid_again(aligned, lattice)


def laid_again(aligned: Aligned, lattice: NDArray[np.float32]) -> Aligned:
    """Lay a leak over the same page as another lattice says; how alike they are has been told."""
    picture, seen = _laid_finely(aligned.source, lattice, aligned.picture.shape)
    return replace(aligned, picture=picture, seen=seen, lattice=lattice)


def _laid_finely(
    source: Plane, lattice: NDArray[np.float32], shape: tuple[int, ...]
) -> tuple[Plane, NDArray[np.bool_]]:
    """Lay a picture over a page of that shape at READ_DPI; and where there is a picture. Far from it all is black."""
    part = reached(lattice, source.shape, shape, READ_DPI)
    across, down = stretched(lattice, shape, part)
    height, width = source.shape
    picture, seen = np.zeros(shape, np.float32), np.zeros(shape, np.bool_)
    seen[part] = (across >= 0) & (across <= width - 1) & (down >= 0) & (down <= height - 1)
    picture[part] = sampled(source, across, down, fine=True)
    return picture, seen


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
    width, height = (CELL * max(2, round(side * factor / CELL)) for side in page.shape[::-1])
    return page if page.shape == (height, width) else pooled(page, (width, height))


def normalised(plane: Plane, sigma: float, shown: Plane | None = None) -> Plane:
    """Local mean 0 and contrast 1 over a window of that standard deviation (px): shadows and fading go.

    `shown`, 0 … 1, keeps what is not the page out of its neighbours' mean and contrast.
    """
    step = min(CELL, 1 << max(0, int(math.log2(sigma / 4))))
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
    frame = Frame.of(source, lattice, page.shape, dpi)
    page = page[frame.part]
    shown = shown_part(page, sharpened(frame.laid(source, lattice)[0], dpi), dpi) if dpi >= _SURE_DPI else None
    for window in windows:
        laid, seen = frame.laid(source, lattice)
        weight = seen.astype(np.float32) if shown is None else seen * shown
        sums = frame.over_all(gradient_sums(page, sharpened(laid, dpi, shown), weight))
        lattice = moved(lattice, flow(sums, (window[0] * dpi / 72, window[1] * dpi / 72)), frame.shape)
    return lattice


@dataclass(frozen=True)
class Frame:
    """What of a drawing at one resolution a picture is compared with; `shape` is that of the whole drawing, px."""

    shape: tuple[int, ...]
    part: Part

    @classmethod
    def of(cls, source: Plane, lattice: NDArray[np.float32], shape: tuple[int, ...], dpi: int) -> Frame:
        """Take the part that a picture reaches, once it lies well enough to tell."""
        return cls(shape, reached(lattice, source.shape, shape, dpi) if dpi >= _SURE_DPI else whole(shape))

    def laid(self, source: Plane, lattice: NDArray[np.float32]) -> tuple[Plane, NDArray[np.bool_]]:
        """Lay the picture over the part; and where there is a picture."""
        return laid_on(source, lattice, self.shape, self.part)

    def over_all(self, sums: NDArray[np.float32]) -> NDArray[np.float32]:
        """Put the sums of the part's cells among those of the whole drawing, which are 0."""
        every = np.zeros((self.shape[0] // CELL, self.shape[1] // CELL, sums.shape[2]), np.float32)
        every[tuple(slice(side.start // CELL, side.stop // CELL) for side in self.part)] = sums
        return every


def laid_on(
    source: Plane, lattice: NDArray[np.float32], shape: tuple[int, ...], part: Part
) -> tuple[Plane, NDArray[np.bool_]]:
    """Lay the picture over a part of a drawing of that shape; and where there is a picture."""
    across, down = stretched(lattice, shape, part)
    seen = (across >= 0) & (across < source.shape[1]) & (down >= 0) & (down < source.shape[0])
    return sampled(source, across, down), seen


def shown_part(page: Plane, leak: Plane, dpi: int) -> Plane | None:
    """Tell where the page shows through, 0 … 1: beyond a crop lies another thing, which must not pull at the edge.

    None where it shows everywhere. Blank on blank counts as shown.
    """
    cells = (max(2, page.shape[1] // CELL), max(2, page.shape[0] // CELL))
    per_point = dpi / 72 / CELL
    planes = (page * leak, page * page, leak * leak)
    both, own, other = (blurred(pooled(plane, cells), _SHOWN_RADIUS * per_point) for plane in planes)
    alike = (2 * both + _BLANK) / (own + other + _BLANK)
    kept = shrunk(np.asarray(alike > _ALIKE, np.float32), round(_EDGE * per_point))
    if kept.mean() > _NEARLY_ALL:
        return None
    return np.clip(spread(kept, (page.shape[1], page.shape[0])), 0, 1)


def _likeness(laid: Plane, middle: Plane, seen: NDArray[np.bool_], dpi: float = READ_DPI) -> float:
    """Correlation of page and leak at about 70 dpi, each locally normalised; `dpi` is that of the planes."""
    a, b = (normalised(scaled(plane, 70 / dpi), 12.0) for plane in (laid, middle))
    inside = pooled(seen.astype(np.float32), (a.shape[1], a.shape[0])) > 0.5
    if inside.sum() < 200:
        return 0.0
    left, right = a[inside], b[inside]
    deviation = float(left.std() * right.std())
    return float(((left - left.mean()) * (right - right.mean())).mean() / deviation) if deviation > 1e-6 else 0.0

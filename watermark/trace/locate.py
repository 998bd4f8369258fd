"""Where a page lies in a picture: matched key points, a homography, and the paper's bend."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial.distance import cdist

from watermark.trace.features import Features, detect
from watermark.trace.pixels import blurred, fitted_homography, projected, scaled

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from watermark.trace.pixels import Grey

LOCATE_DPI = 100
"""Pages are matched as drawn at this resolution."""

_COARSE_DPI = 60
LEAST_INLIERS = 14
ENOUGH = 150
"""Matches with which neither the other sizes of the picture nor more points of the page need be asked."""

MOST_POINTS = 2200
_PICTURE_SIDES = (700, 1150)  # long side of the leak in px when it is matched
_RATIO = 0.85  # of the best to the second best distance (D. Lowe 2004)
_FOR_CUBIC, _FOR_SQUARE = 60, 24  # anchors
_BEND_RADIUS = 45.0  # pt
_BEYOND = 20.0  # pt that the surface is followed beyond the anchors
_BEND = 0.02  # of the page's long side: how far paper may leave its plane


@dataclass(frozen=True)
class Placement:
    """A page found in a picture.

    Attributes:
        homography: float64 (3, 3), page in pt → picture in px.
        anchors: float64 (k, 2), page in pt: where the bend is known.
        bend: float64 (k, 2), picture px that the page lies beside the homography there.
        inliers: how many matches agree.
        side: long side (px) of the picture at the size at which they do.
    """

    homography: NDArray[np.float64]
    anchors: NDArray[np.float64]
    bend: NDArray[np.float64]
    inliers: int
    side: int = 0

    def scale(self, width: float, height: float) -> float:
        """Picture px per pt at the middle of a page of this size (pt)."""
        x, y = width / 2, height / 2
        corners = np.array([[x - 1, y], [x + 1, y], [x, y - 1], [x, y + 1]])
        seen = projected(corners, self.homography)
        across, down = seen[1] - seen[0], seen[3] - seen[2]
        return float(np.sqrt(abs(across[0] * down[1] - across[1] * down[0]))) / 2


@dataclass(frozen=True)
class Described:
    """A leak's picture with its key points at each of the sizes at which it is matched (px of the picture).

    Attributes:
        picture: the picture.
        held: the same picture held otherwise, and how its key points become those of this one; None to look for them.
    """

    picture: Grey
    held: tuple[Described, Callable[[Features], Features]] | None = None
    _known: dict[int, Features] = field(default_factory=dict)

    def sides(self) -> list[int]:
        """List the sizes, smallest first: it is looked at in a third of the time, and mostly does."""
        longest = max(self.picture.shape)
        return sorted({min(side, longest) for side in _PICTURE_SIDES})

    def at(self, side: int) -> Features:
        """Give the key points at the size with that long side, px; it is looked at when it is first asked for."""
        if side not in self._known:
            if self.held is None:
                self._known[side] = _described(self.picture, side / max(self.picture.shape))
            else:
                other, turned = self.held
                self._known[side] = turned(other.at(side))
        return self._known[side]


def _described(picture: Grey, factor: float) -> Features:
    """Find the key points of a shrunk picture; slightly blurred, so that halftone and grain are no points."""
    seen = detect(blurred(scaled(picture, factor), 0.8), MOST_POINTS)
    return Features(seen.points / factor, seen.scale / factor, seen.angle, seen.descriptors)


def describe_page(drawing: Grey, most: int) -> Features:
    """Find so many key points of a page drawn at LOCATE_DPI, placed in pt."""
    return _described_at(drawing, LOCATE_DPI, most)


def describe_coarsely(drawing: Grey, most: int) -> Features:
    """Find so many key points of a page drawn at LOCATE_DPI as it looks from further away, placed in pt.

    Near by, a scanner's grain and the edges of letters are its strongest points, and a small photograph has none of
    them.
    """
    return _described_at(scaled(drawing, _COARSE_DPI / LOCATE_DPI), _COARSE_DPI, most)


def _described_at(drawing: Grey, dpi: int, most: int) -> Features:
    seen = detect(blurred(drawing, 0.8), most)
    factor = dpi / 72
    return Features(seen.points / factor, seen.scale / factor, seen.angle, seen.descriptors)


def place(
    picture: Described,
    page: Features,
    size: tuple[float, float],
    least: int = LEAST_INLIERS,
    *,
    only: int = 0,
) -> Placement | None:
    """Find a page of that size (pt) in a picture; None if fewer than `least` points agree.

    Where `only` is not 0 the picture is asked at the size of that long side alone.
    """
    best: Placement | None = None
    for side in [only] if only else picture.sides():
        found = _place(picture.at(side), page, size, least)
        if found is not None and (best is None or found.inliers > best.inliers):
            best = replace(found, side=side)
        if best is not None and best.inliers > ENOUGH:
            break
    return best


def _place(picture: Features, page: Features, size: tuple[float, float], least: int) -> Placement | None:
    if len(picture) < least or len(page) < least:
        return None
    source, target = _match(page, picture)
    if len(source) < least:
        return None
    spread = float(np.ptp(target, axis=0).max())
    found = fitted_homography(source, target, 0.006 * spread)
    if found is None or int(found[1].sum()) < least or not _sane(found[0], size):
        return None
    return _bent(found[0], source, target, _BEND * spread)


def _match(page: Features, picture: Features) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Pair each of the picture's points with the most alike of the page, if clearly the most alike.

    Repeated words and rulings are alike in several places; those near to each other count as one place.
    """
    best, score = _three_best(picture.descriptors @ page.descriptors.T)
    apart = np.linalg.norm(page.points[best[:, 1]] - page.points[best[:, 0]], axis=1) > 3
    rival = np.where(apart, score[:, 1], score[:, 2])
    distance = np.sqrt(np.maximum(2 - 2 * np.stack([score[:, 0], rival]), 0))
    clear = (distance[0] < _RATIO * distance[1]) & (distance[0] < 0.9)
    rows = np.flatnonzero(clear)
    return page.points[best[rows, 0]].astype(np.float64), picture.points[rows].astype(np.float64)


def _three_best(products: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Find the three largest of each row, largest first; (n, 3) each. Uses the products up."""
    rows, best, score = np.arange(len(products)), [], []
    for _ in range(3):
        column = products.argmax(axis=1)
        best.append(column)
        score.append(products[rows, column])
        products[rows, column] = -np.inf
    return np.stack(best, axis=1), np.stack(score, axis=1)


def _sane(homography: NDArray[np.float64], size: tuple[float, float]) -> bool:
    """A page seen by a camera keeps its turning sense and is neither a line nor a point."""
    width, height = size
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    depth = corners @ homography[2, :2] + homography[2, 2]
    if np.any(depth * depth[0] <= 0) or np.abs(depth).max() > 5 * np.abs(depth).min():
        return False
    seen = projected(corners, homography)
    edges = np.roll(seen, -1, axis=0) - seen
    turns = edges[:, 0] * np.roll(edges[:, 1], -1) - edges[:, 1] * np.roll(edges[:, 0], -1)
    sides = np.linalg.norm(edges, axis=1)
    return bool(np.all(turns > 0) and sides.max() < 6 * sides.min() * max(size) / min(size))


def _bent(
    homography: NDArray[np.float64], source: NDArray[np.float64], target: NDArray[np.float64], reach: float
) -> Placement:
    """Keep the matches that lie beside the homography as their neighbours do: curled paper."""
    offset = target - projected(source, homography)
    near = np.linalg.norm(offset, axis=1) < reach
    for tolerance in (reach / 2, reach / 4, reach / 6):
        field = smooth(source[near], offset[near], source, radius=60.0)
        near = np.linalg.norm(offset - field, axis=1) < tolerance
        if not near.any():
            break
    return Placement(homography, source[near], offset[near], int(near.sum()))


def bent(anchors: NDArray[np.float64], bend: NDArray[np.float64], at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the paper's bend at some points (m, 2): a cubic surface through the anchors, and what they lie beside it.

    A local mean alone is flat at the edge of what is known, where a curled sheet is steepest. Beyond the anchors the
    surface is not followed.
    """
    degree = 3 if len(anchors) >= _FOR_CUBIC else 2 if len(anchors) >= _FOR_SQUARE else 0
    if degree == 0:
        return smooth(anchors, bend, at, radius=_BEND_RADIUS)
    low, high = np.percentile(anchors, [1, 99], axis=0)
    span = np.maximum(high - low, 1.0)
    known, asked = (
        _powers(2 * (points - low) / span - 1, degree)
        for points in (anchors, np.clip(at, low - _BEYOND, high + _BEYOND))
    )
    ridge = 1e-3 * len(anchors) * np.eye(known.shape[1])
    surface = np.linalg.solve(known.T @ known + ridge, known.T @ bend)
    return np.asarray(asked @ surface + smooth(anchors, bend - known @ surface, at, radius=_BEND_RADIUS))


def _powers(points: NDArray[np.float64], degree: int) -> NDArray[np.float64]:
    """Products of powers of x and y up to a degree in sum, float64 (k, terms)."""
    x, y = points[:, 0], points[:, 1]
    return np.stack([x**i * y**j for i in range(degree + 1) for j in range(degree + 1 - i)], axis=1)


def smooth(
    points: NDArray[np.float64], values: NDArray[np.float64], at: NDArray[np.float64], radius: float
) -> NDArray[np.float64]:
    """Local mean of values (k, 2) known at points (k, 2), at other points (m, 2); radius in pt.

    Far from all points the mean of everything takes over, so that empty margins follow the page.
    """
    if len(points) == 0:
        return np.zeros_like(at)
    # Single precision is good to a ten-thousandth of a px, and its exponential costs a third.
    wide = cdist(at, points, "sqeuclidean").astype(np.float32)
    wide *= -0.5 / (4 * radius) ** 2
    np.exp(wide, out=wide)
    # The narrow window is the wide one's sixteenth power, which costs less than another exponential.
    weight = wide * wide
    for _ in range(3):
        weight *= weight
    wide *= 1e-3
    weight += wide
    weight += 1e-9
    return np.asarray(weight @ values.astype(np.float32) / weight.sum(axis=1, keepdims=True), np.float64)

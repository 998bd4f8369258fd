"""The few picture operations that tracing needs, with types: OpenCV's own say less than they promise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Grey: TypeAlias = NDArray[np.uint8]
Plane: TypeAlias = NDArray[np.float32]
Points: TypeAlias = NDArray[np.float64]

STRIP = 64
"""Rows of a plane that are computed together: what is computed of them stays in the processor's cache."""

_Image = TypeVar("_Image", Grey, Plane)
_cv: Any = cv2


def scaled(image: _Image, factor: float) -> _Image:
    """Shrink (or enlarge) by a factor, averaging what falls together."""
    if factor == 1.0:
        return image
    out: _Image = _cv.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return out


def pooled(image: _Image, size: tuple[int, int]) -> _Image:
    """Shrink to (width, height), averaging what falls together."""
    out: _Image = _cv.resize(image, size, interpolation=cv2.INTER_AREA)
    return out


def spread(image: _Image, size: tuple[int, int]) -> _Image:
    """Enlarge to (width, height), linearly."""
    out: _Image = _cv.resize(image, size, interpolation=cv2.INTER_LINEAR)
    return out


def blurred(image: _Image, sigma: float, *, down: float = 0.0, zero_outside: bool = False) -> _Image:
    """Gaussian of that standard deviation, px; `down`, if given, is another one from top to bottom."""
    if sigma <= 0:
        return image
    border = cv2.BORDER_CONSTANT if zero_outside else cv2.BORDER_REFLECT_101
    out: _Image = _cv.GaussianBlur(image, (0, 0), sigma, sigmaY=down, borderType=border)
    return out


def filled(shape: tuple[int, ...], border: Points | Plane) -> NDArray[np.bool_]:
    """Tell which pixels of a picture (h, w) lie inside a closed line of points (n, 2)."""
    mask: Grey = _cv.fillPoly(np.zeros(shape, np.uint8), [np.round(border).astype(np.int32)], 1)
    return mask > 0


def shrunk(mask: Plane, radius: int) -> Plane:
    """Take away a margin of so many px from what is 1 in a mask of 0 and 1."""
    out: Plane = _cv.erode(mask, np.ones((2 * radius + 1, 2 * radius + 1), np.uint8))
    return out


def slopes(plane: Plane) -> tuple[Plane, Plane]:
    """Derivatives across and down, per px (Sobel)."""
    return (
        _cv.Sobel(plane, cv2.CV_32F, 1, 0, ksize=3, scale=1 / 8),
        _cv.Sobel(plane, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8),
    )


def sampled(source: Plane, across: Plane, down: Plane, *, fine: bool = False) -> Plane:
    """Take `source` at the places (across, down), px; beyond its edge the edge goes on."""
    how = cv2.INTER_CUBIC if fine else cv2.INTER_LINEAR
    out: Plane = _cv.remap(source, across, down, how, borderMode=cv2.BORDER_REPLICATE)
    return out


def stretched(grid: Plane, shape: tuple[int, ...], part: tuple[slice, slice]) -> tuple[Plane, Plane]:
    """Spread a grid of places over a drawing: for each pixel of a part of it (h, w) the place across, and the one down.

    Linear between the points of the grid, float32 (rows, columns, 2), of which the outer ones lie on the drawing's
    edges. `cv2.remap` would round where it looks to 1/32 of a cell, which is a px of a page at reading size.
    """
    top, below = _cells(grid.shape[0], shape[0], part[0])
    left, right = _cells(grid.shape[1], shape[1], part[1])
    wide = grid[:, left] + right[:, None] * (grid[:, left + 1] - grid[:, left])
    across, down = (_rows_between(np.ascontiguousarray(wide[:, :, i]), top, below) for i in (0, 1))
    return across, down


def _cells(points: int, length: int, part: slice) -> tuple[NDArray[np.int64], Plane]:
    """For each px of a part of `length` the point of a row of points before its middle, and how far it is behind it.

    The distance is 0 … 1.
    """
    place = (np.arange(length)[part] + 0.5) / length * (points - 1)
    before = np.minimum(place.astype(np.int64), points - 2)
    return before, (place - before).astype(np.float32)


def _rows_between(rows: Plane, before: NDArray[np.int64], behind: Plane) -> Plane:
    steps = np.diff(rows, axis=0)
    out = np.empty((len(before), rows.shape[1]), np.float32)
    for top in range(0, len(before), STRIP):
        part = slice(top, top + STRIP)
        np.multiply(steps[before[part]], behind[part, None], out=out[part])
        out[part] += rows[before[part]]
    return out


def projected(points: Points, homography: Points) -> Points:
    """Send points (n, 2) through a homography (3, 3)."""
    out: Points = _cv.perspectiveTransform(points[None], homography)[0]
    return out


def fitted_homography(source: Points, target: Points, tolerance: float) -> tuple[Points, NDArray[np.bool_]] | None:
    """Find the homography most matches agree on (D. Barath et al., "MAGSAC++", CVPR 2020), and who agrees.

    Args:
        source: points, float64 (n, 2).
        target: their matches, float64 (n, 2).
        tolerance: distance in units of `target` up to which a match agrees.
    """
    found, inside = _cv.findHomography(source, target, cv2.USAC_MAGSAC, tolerance, maxIters=5000, confidence=0.9999)
    if found is None or inside is None:
        return None
    return np.asarray(found, np.float64), np.asarray(inside).ravel() > 0


def fitted_affine(source: Points, target: Points, tolerance: float) -> Points | None:
    """Find the affine map (2, 3) that most pairs (n, 2) agree on within the tolerance; None if there is none."""
    found, _ = _cv.estimateAffine2D(source, target, method=cv2.RANSAC, ransacReprojThreshold=tolerance, maxIters=3000)
    return None if found is None else np.asarray(found, np.float64)


def key_points(image: Grey, most: int) -> tuple[Sequence[Any], Plane]:
    """SIFT points and raw descriptors (n, 128); one contrast for pale scans and dark photographs."""
    sift = _cv.SIFT_create(nfeatures=most, contrastThreshold=0.02, edgeThreshold=15)
    found, raw = sift.detectAndCompute(image, None)
    # OpenCV keeps all that are as strong as the last one.
    return (found[:most], raw[:most]) if raw is not None else ((), np.zeros((0, 128), np.float32))

"""Attacks on a page's picture that need no paper: grey uint8 (H, W) in, the same out."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
_FINER = 4


def drawn_finely(draw: Callable[[int], Grey], dpi: int) -> Grey:
    """Draw a page at four times a resolution and shrink it: what prints it rounds no letter to pixels of `dpi`."""
    drawn = draw(_FINER * dpi)
    return cv2.resize(drawn, None, fx=1 / _FINER, fy=1 / _FINER, interpolation=cv2.INTER_AREA)


def untouched(page: Grey) -> Grey:
    return page


def jpeg(page: Grey, quality: int) -> Grey:
    return cv2.imdecode(cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_GRAYSCALE)


def webp(page: Grey, quality: int) -> Grey:
    return cv2.imdecode(cv2.imencode(".webp", page, [cv2.IMWRITE_WEBP_QUALITY, quality])[1], cv2.IMREAD_GRAYSCALE)


def rescaled(page: Grey, factor: float) -> Grey:
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return cv2.resize(page, None, fx=factor, fy=factor, interpolation=how)


def screenshot(page: Grey, factor: float) -> Grey:
    """Shown at an odd scale by a viewer that interpolates linearly, then cut by a window's frame."""
    shown = cv2.resize(page, None, fx=factor, fy=factor, interpolation=cv2.INTER_LINEAR)
    framed = cv2.copyMakeBorder(shown, 60, 24, 90, 140, cv2.BORDER_CONSTANT, value=90)
    framed[:40] = 45
    return framed


def cropped(page: Grey, share: float, corner: int = 0) -> Grey:
    """Keep `share` of each side at one of four corners (0 = upper left, clockwise)."""
    height, width = (int(length * share) for length in page.shape)
    rows = slice(-height, None) if corner in {2, 3} else slice(0, height)
    columns = slice(-width, None) if corner in {1, 2} else slice(0, width)
    return np.ascontiguousarray(page[rows, columns])


def rotated(page: Grey, degrees: float, paper: int = 255) -> Grey:
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper)


def skewed(page: Grey, shear: float) -> Grey:
    height, width = page.shape
    matrix = np.array([[1, shear, -shear * height / 2], [0, 1, 0]])
    return cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)


def upside_down(page: Grey) -> Grey:
    return np.ascontiguousarray(page[::-1, ::-1])


def mirrored(page: Grey) -> Grey:
    return np.ascontiguousarray(page[:, ::-1])


def inverted(page: Grey) -> Grey:
    return np.asarray(255 - page, np.uint8)


def binarised(page: Grey, level: int = 160) -> Grey:
    return np.where(page > level, 255, 0).astype(np.uint8)


def gamma(page: Grey, exponent: float) -> Grey:
    return np.asarray(np.round(255 * (page / 255) ** exponent), np.uint8)


def contrast(page: Grey, factor: float) -> Grey:
    return np.clip((page.astype(np.float32) - 128) * factor + 128, 0, 255).astype(np.uint8)


def blurred(page: Grey, sigma: float) -> Grey:
    return cv2.GaussianBlur(page, (0, 0), sigma)


def noisy(page: Grey, coin: np.random.Generator, deviation: float) -> Grey:
    return np.clip(page + coin.normal(0, deviation, page.shape), 0, 255).astype(np.uint8)


def perspective(page: Grey, coin: np.random.Generator) -> Grey:
    """Seen from the side, flat."""
    height, width = page.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = corners + coin.uniform(-0.06, 0.06, (4, 2)) * [width, height]
    view = cv2.getPerspectiveTransform(corners, seen.astype(np.float32))
    return cv2.warpPerspective(page, view, (width, height), flags=cv2.INTER_CUBIC, borderValue=110)

"""Words of a bilevel picture: groups of black pixels that may move together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LETTER_GAP: Final = 2.2  # pt: letters of a word stand closer
_WORD_GAP: Final = 9.0  # pt: words of a group stand closer
_WIDEST: Final = 60.0  # pt: of a group
_TALLEST: Final = 40.0  # pt: what is taller is a picture, a rule or a frame, and stays
_LEAST_INK: Final = 6.0  # square pt: specks stay
_QUICKEST: Final = cv2.CCL_GRANA  # numbers components as OpenCV's usual way does, in two thirds of the time


@dataclass(frozen=True)
class Blob:
    """A group: box x0 y0 x1 y1 in px, and its pixels inside, bool (y1 − y0, x1 − x0)."""

    box: tuple[int, int, int, int]
    ink: NDArray[np.bool_]


def find_words(ink: NDArray[np.bool_], per_point: tuple[float, float]) -> tuple[list[Blob], NDArray[np.bool_]]:
    """Find the groups of a page; give them with the pixels that belong to none.

    Args:
        ink: bool (H, W), True is black.
        per_point: px a point across and down.
    """
    across, down = max(1, round(_LETTER_GAP * per_point[0])), max(1, round(0.6 * per_point[1]))
    joined = cv2.dilate(ink.view(np.uint8), np.ones((2 * (down // 2) + 1, 2 * (across // 2) + 1), np.uint8))
    _, found, rows, _ = cv2.connectedComponentsWithStatsWithAlgorithm(joined, 8, cv2.CV_32S, _QUICKEST)
    labels, stats = np.asarray(found, np.int32), np.asarray(rows, np.int32)
    black = np.flatnonzero(ink)
    label_of = labels.ravel()[black]
    area = np.bincount(label_of, minlength=len(stats))
    density = per_point[0] * per_point[1]
    width, height = stats[:, cv2.CC_STAT_WIDTH] / per_point[0], stats[:, cv2.CC_STAT_HEIGHT] / per_point[1]
    good = (height <= _TALLEST) & (width <= 4 * _WIDEST) & (area >= 0.15 * _LEAST_INK * density)
    good[0] = False
    members = _grouped(stats, np.flatnonzero(good), per_point)
    blobs = []
    for group in members:
        if area[group].sum() < _LEAST_INK * density:
            good[group] = False
            continue
        blobs.append(_blob(ink, labels, stats, group))
    rest = np.zeros(ink.size, bool)
    rest[black[~good[label_of]]] = True
    return blobs, rest.reshape(ink.shape)


def _grouped(stats: NDArray[np.int32], chosen: NDArray[np.intp], per_point: tuple[float, float]) -> list[list[int]]:
    """Join words of a line into groups that are wide enough to be worth their bytes."""
    lines: list[list[int]] = []
    middle = stats[:, cv2.CC_STAT_TOP] + stats[:, cv2.CC_STAT_HEIGHT] / 2
    for index in sorted(
        chosen.tolist(), key=lambda item: (round(float(middle[item]) / (8 * per_point[1])), int(stats[item, 0]))
    ):
        last = lines[-1] if lines else None
        if last and _goes_on(stats, last, index, middle, per_point):
            last.append(index)
        else:
            lines.append([index])
    return lines


def _goes_on(
    stats: NDArray[np.int32], group: list[int], index: int, middle: NDArray[np.float64], per_point: tuple[float, float]
) -> bool:
    before, left = group[-1], int(stats[group[0], cv2.CC_STAT_LEFT])
    gap = stats[index, cv2.CC_STAT_LEFT] - stats[before, cv2.CC_STAT_LEFT] - stats[before, cv2.CC_STAT_WIDTH]
    wide = stats[index, cv2.CC_STAT_LEFT] + stats[index, cv2.CC_STAT_WIDTH] - left
    level = abs(middle[index] - middle[before]) <= 4 * per_point[1]
    return bool(-2 * per_point[0] <= gap <= _WORD_GAP * per_point[0] and wide <= _WIDEST * per_point[0] and level)


def _blob(page: NDArray[np.bool_], labels: NDArray[np.int32], stats: NDArray[np.int32], group: list[int]) -> Blob:
    x0, y0 = stats[group, cv2.CC_STAT_LEFT].min(), stats[group, cv2.CC_STAT_TOP].min()
    x1 = (stats[group, cv2.CC_STAT_LEFT] + stats[group, cv2.CC_STAT_WIDTH]).max()
    y1 = (stats[group, cv2.CC_STAT_TOP] + stats[group, cv2.CC_STAT_HEIGHT]).max()
    wanted = np.zeros(len(stats), bool)
    wanted[group] = True
    ink = wanted[labels[y0:y1, x0:x1]] & page[y0:y1, x0:x1]
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    return Blob((int(x0 + left), int(y0 + top), int(x0 + right), int(y0 + bottom)), ink[top:bottom, left:right])

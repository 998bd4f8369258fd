"""Bilevel scans: the same black pixels drawn group by group, each group a pixel or two higher or lower.

The picture becomes a form of inline image masks in CCITT group 4 (ITU-T T.6). Each mask is coded for both positions
in the same box; the shorter code is filled up with zeros behind its end-of-block mark, where readers stop.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from watermark.carriers.images.tiles import squares
from watermark.carriers.images.words import find_words
from watermark.pdf.ccitt import group4

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from watermark.carriers.images.words import Blob

_MOVE: Final = 0.4  # pt from A to B
_END: Final = re.compile(rb"[\x00\t\n\x0c\r ]EI[\x00\t\n\x0c\r ]")
_LEAST_GROUPS: Final = 8  # a picture with fewer is left as it is


@dataclass(frozen=True)
class Strips:
    """A picture taken apart; n groups.

    Attributes:
        a, b: content of the form, of equal length, with all groups at A and at B.
        starts: int64 (n + 1,), where each group's content begins, and the end.
        boxes: float64 (n, 4), x0 y0 x1 y1 in px from the top left, around both positions.
        energy: float64 (n,), Σ (A − B)² at 150 dpi.
        step: px from A down to B.
        rest: black pixels of no group, bool (H, W), drawn by an image of their own.
    """

    a: bytes
    b: bytes
    starts: NDArray[np.int64]
    boxes: NDArray[np.float64]
    energy: NDArray[np.float64]
    step: int
    rest: NDArray[np.bool_]


def take_apart(ink: NDArray[np.bool_], per_point: tuple[float, float], opening: bytes) -> Strips | None:
    """Take a bilevel picture apart.

    Args:
        ink: bool (H, W), True is black.
        per_point: px a point across and down.
        opening: content that comes before the groups.

    Returns:
        None where there is too little to move.
    """
    blobs, rest = find_words(ink, per_point)
    step = max(1, round(_MOVE * per_point[1]))
    up = step // 2
    parts_a, parts_b, starts, kept = [opening], [opening], [len(opening)], []
    for blob in blobs:
        pair = _coded(blob, step, ink.shape[0], up)
        if pair is None:
            rest[blob.box[1] : blob.box[3], blob.box[0] : blob.box[2]] |= blob.ink
            continue
        parts_a.append(pair[0])
        parts_b.append(pair[1])
        starts.append(starts[-1] + len(pair[0]))
        kept.append(blob)
    if len(kept) < _LEAST_GROUPS:
        return None
    boxes = np.array([(x0, y0 - up, x1, y1 + step - up) for x0, y0, x1, y1 in (blob.box for blob in kept)], np.float64)
    energy = _energies(kept, ink.shape, step, up, per_point)
    return Strips(b"".join(parts_a), b"".join(parts_b), np.array(starts, np.int64), boxes, energy, step, rest)


def _coded(blob: Blob, step: int, height: int, up: int) -> tuple[bytes, bytes] | None:
    """Draw a group at both positions; None if its data could be taken for the end of the image."""
    x0, y0, x1, y1 = blob.box
    tall, wide = y1 - y0 + step, x1 - x0
    high, low = np.zeros((2, tall, wide), bool)
    high[: y1 - y0], low[step:] = blob.ink, blob.ink
    codes = [group4(picture) for picture in (high, low)]
    longest = max(map(len, codes))
    head = b"q %d 0 0 %d %d %d cm BI/W %d/H %d/IM true/F/CCF/DP<</K -1/Columns %d/Rows %d>>ID " % (
        wide, tall, x0, height - y0 + up - tall, wide, tall, wide, tall,
    )  # fmt: skip
    a, b = (code.ljust(longest, b"\0") for code in codes)
    if _END.search(a + b" ") or _END.search(b + b" "):
        return None
    return head + a + b"\nEI Q\n", head + b + b"\nEI Q\n"


def _energies(
    blobs: list[Blob], shape: tuple[int, ...], step: int, up: int, per_point: tuple[float, float]
) -> NDArray[np.float64]:
    first = np.zeros((shape[0] + 2 * step, shape[1]), np.uint8)
    for blob in blobs:
        x0, y0, x1, y1 = blob.box
        first[y0 - up + step : y1 - up + step, x0:x1][blob.ink] = 255
    second = np.zeros_like(first)
    second[step:] = first[:-step]
    views = (first, second)
    zoom = np.array([150 / 72 / per_point[0], 150 / 72 / per_point[1]])
    small = (max(1, round(shape[1] * zoom[0])), max(1, round(views[0].shape[0] * zoom[1])))
    drawn = [np.asarray(cv2.resize(view, small, interpolation=cv2.INTER_AREA), np.uint8) for view in views]
    apart = squares(drawn[0], drawn[1])
    corners = np.array([(x0, y0 - up + step, x1, y1 + 2 * step - up) for x0, y0, x1, y1 in (b.box for b in blobs)])
    at = np.rint(corners * np.tile(zoom, 2)).astype(int)
    seen = np.clip(at, 0, [small[0], small[1]] * 2).tolist()
    return np.array([apart[y0:y1, x0:x1].sum(dtype=np.float64) for x0, y0, x1, y1 in seen])

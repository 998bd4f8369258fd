"""What people are shown of the original in evidence: no more than leaves unmarked anyway.

A picture of an original may leave at 320 px on its long edge. Evidence needs the leak beside the original, so the page
is shown that coarse, and sharp only in a few windows, none of them larger than 320 px, around slots that were read.
Which windows follows from the slots alone: nobody can ask for others, nor put a page together from many.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

if TYPE_CHECKING:
    from watermark.trace.verdict import PageEvidence

LONG_EDGE = 320
"""px; of the coarse page"""
WINDOWS = 4
WINDOW = (240, 60)
"""px across and down; at 100 dpi a few words on three lines"""


def with_shown_original(evidence: PageEvidence) -> PageEvidence:
    """Replace the original, uint8 (h, w), by what may be shown of it, of the same shape."""
    original = np.asarray(evidence.original, np.uint8)
    shown = _coarse(original)
    for left, top in _windows(np.asarray(evidence.boxes, float), np.asarray(evidence.agrees, bool), original.shape):
        part = np.s_[top : top + WINDOW[1], left : left + WINDOW[0]]
        shown[part] = original[part]
    return replace(evidence, original=shown)


def _coarse(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Give the picture with the detail of `LONG_EDGE` px, at its own size."""
    whole = Image.fromarray(picture)
    small = whole.copy()
    small.thumbnail((LONG_EDGE, LONG_EDGE), Image.Resampling.LANCZOS)
    return np.array(small.resize(whole.size, Image.Resampling.BICUBIC))


def _windows(boxes: NDArray[Any], agrees: NDArray[np.bool_], shape: tuple[int, ...]) -> list[tuple[int, int]]:
    """Choose the left top corners of the windows, px: first around slots that disagree, so that doubt is seen."""
    usable = (boxes[:, 2] >= boxes[:, 0]) & (boxes[:, 3] >= boxes[:, 1]) if len(boxes) else np.zeros(0, bool)
    disagreeing, agreeing = (_spread(boxes[usable & side], shape) for side in (~agrees, agrees))
    chosen: list[tuple[int, int]] = []
    for corner in [*disagreeing[: WINDOWS // 2], *agreeing, *disagreeing[WINDOWS // 2 :]]:
        if len(chosen) < WINDOWS and not any(_overlap(corner, other) for other in chosen):
            chosen.append(corner)
    return chosen


def _spread(boxes: NDArray[Any], shape: tuple[int, ...]) -> list[tuple[int, int]]:
    """Give the corners of windows around some of these slots, evenly over the page from top to bottom."""
    if not len(boxes):
        return []
    order = np.argsort(boxes[:, 1], kind="stable")
    some = boxes[order][np.linspace(0, len(order) - 1, min(len(order), 4 * WINDOWS)).astype(int)]
    lefts = np.clip((some[:, 0] + some[:, 2] - WINDOW[0]) / 2, 0, max(0, shape[1] - WINDOW[0]))
    tops = np.clip((some[:, 1] + some[:, 3] - WINDOW[1]) / 2, 0, max(0, shape[0] - WINDOW[1]))
    return [(int(left), int(top)) for left, top in zip(lefts, tops, strict=True)]


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return abs(one[0] - other[0]) < WINDOW[0] and abs(one[1] - other[1]) < WINDOW[1]

"""What a picture shows beside a page that was found in it: a photographed spread, two sheets on one scanner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from watermark.trace.features import detect
from watermark.trace.pixels import filled, scaled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from watermark.trace.align import Aligned
    from watermark.trace.pixels import Grey

MOST_SIDE_BY_SIDE = 4
"""Pages of one picture that are looked for."""

_LEAST_SHARE = 0.25  # of the picture, that must lie beside the page
_LEAST_POINTS = 120  # key points there; a table top has few
_SIDE = 500  # px at which they are counted


def remainder(aligned: Aligned) -> Grey | None:
    """Paint over a page that was found; None if nothing that could be another page is left.

    Args:
        aligned: the page, with the picture as it was held when the page was found.
    """
    picture = np.asarray(np.clip(aligned.source * 255, 0, 255), np.uint8)
    inside = _covered(aligned)
    if float((~inside).mean()) < _LEAST_SHARE:
        return None
    picture[inside] = np.median(picture[~inside])
    small = scaled(picture, min(1.0, _SIDE / max(picture.shape)))
    return picture if len(detect(small, 2 * _LEAST_POINTS)) >= _LEAST_POINTS else None


def is_beside(first: Aligned, other: Aligned) -> bool:
    """Whether another page lies beside the first in the same picture, so that it is no rival of it."""
    if first.source.shape != other.source.shape:
        return False
    rows, columns = other.lattice.shape[:2]
    height, width = other.source.shape
    x, y = np.clip(other.lattice[rows // 2, columns // 2], 0, [width - 1, height - 1]).astype(int).tolist()
    return not _covered(first)[y, x]


def _covered(aligned: Aligned) -> NDArray[np.bool_]:
    """Which pixels of the picture the page covers, bool (h, w)."""
    lattice = aligned.lattice
    border = np.concatenate([lattice[0], lattice[1:, -1], lattice[-1, -2::-1], lattice[-2:0:-1, 0]])
    return filled(aligned.source.shape, border)

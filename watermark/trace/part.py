"""The part of a drawing that a picture reaches: nothing else of it needs to be compared."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from watermark.trace.flow import CELL

if TYPE_CHECKING:
    from numpy.typing import NDArray

Part: TypeAlias = tuple[slice, slice]
"""Rows and columns of a drawing, px; whole cells of it, as far as it has whole cells."""

_MARGIN: Final = 24.0  # pt around what is reached: as far as neighbours are asked for contrast
_NEARLY_WHOLE: Final = 0.75  # of the drawing: then nothing is left out


def whole(shape: tuple[int, ...]) -> Part:
    """Give all of a drawing of that shape."""
    return slice(0, shape[0]), slice(0, shape[1])


def reached(lattice: NDArray[np.float32], source: tuple[int, ...], shape: tuple[int, ...], dpi: float) -> Part:
    """Find the part of a drawing that a picture laid over it reaches.

    Args:
        lattice: places in the picture of a grid over the drawing, float32 (rows, columns, 2).
        source: shape of the picture.
        shape: of the drawing.
        dpi: of the drawing.
    """
    last = np.array([source[1] - 1, source[0] - 1])
    inside = np.all((lattice >= 0) & (lattice <= last), axis=2)
    if not inside.any():
        return whole(shape)
    margin = _MARGIN * dpi / 72
    down = _span(np.flatnonzero(np.any(inside, axis=1)), len(lattice), shape[0], margin)
    across = _span(np.flatnonzero(np.any(inside, axis=0)), lattice.shape[1], shape[1], margin)
    share = (down.stop - down.start) * (across.stop - across.start) / (shape[0] * shape[1])
    return (down, across) if share < _NEARLY_WHOLE else whole(shape)


def _span(points: NDArray[np.int64], count: int, length: int, margin: float) -> slice:
    """Turn points of a row of `count` over `length` px into px, with the cell before the first and behind the last."""
    step = length / (count - 1)
    low, high = (points[0] - 1) * step - margin, (points[-1] + 1) * step + margin
    return slice(max(0, CELL * math.floor(low / CELL)), min(length, CELL * math.ceil(high / CELL)))

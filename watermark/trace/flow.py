"""How far a leak still lies beside its page, and a lattice that follows it.

Least squares over windows (B. Lucas, T. Kanade, "An iterative image registration technique", IJCAI 1981).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from watermark.trace.pixels import STRIP, blurred, pooled, slopes, spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from watermark.trace.pixels import Plane

CELL: Final = 8
"""Px of a plane, across and down, that share one value of the flow."""


def flow(sums: NDArray[np.float32], window: tuple[float, float]) -> NDArray[np.float32]:
    """Displacement u (px of the stage) with leak(x + u) ≈ page(x), one per cell: float32 (h, w, 2).

    Args:
        sums: those of :func:`gradient_sums`, 0 where the leak does not reach.
        window: how far each value reaches across and down, px.
    """
    across, down = (reach / CELL for reach in window)
    near = blurred(sums, across, down=down, zero_outside=True)
    far = blurred(sums, 4 * across, down=4 * down, zero_outside=True)
    a, b, c, p, q = np.moveaxis(near + 0.05 * far, 2, 0)
    ridge = 1e-3 * (a + c) + 1e-7
    a, c = a + ridge, c + ridge
    determinant = a * c - b * b
    found = np.stack([(c * p - b * q) / determinant, (a * q - b * p) / determinant], axis=2)
    return np.asarray(np.clip(found, -3, 3), np.float32)


def gradient_sums(page: Plane, leak: Plane, shown: Plane) -> NDArray[np.float32]:
    """Mean products of slopes, and of slopes and differences, one row of five per cell: float32 (h, w, 5).

    The sides of the planes are whole cells (`align.level`).
    """
    height, width = page.shape
    sums = np.empty((height // CELL, width // CELL, 5), np.float32)
    for top in range(0, height, STRIP):
        end = min(top + STRIP, height)
        first, last = max(top - 1, 0), min(end + 1, height)  # a slope looks a row further
        mean = (page[first:last] + leak[first:last]) * np.float32(0.5)
        gx, gy = (plane[top - first : end - first] * shown[top:end] for plane in slopes(mean))
        difference = np.clip(page[top:end] - leak[top:end], -2, 2) * shown[top:end]
        cells = sums[top // CELL : end // CELL]
        for index, product in enumerate((gx * gx, gx * gy, gy * gy, gx * difference, gy * difference)):
            cells[:, :, index] = pooled(product, cells.shape[1::-1])
    return sums


def moved(lattice: NDArray[np.float32], by: NDArray[np.float32], shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Follow a flow: each grid point takes the picture position that its displaced page point had."""
    rows, columns = lattice.shape[:2]
    grid = spread(by, (columns, rows))
    step = np.array([shape[1] / (columns - 1), shape[0] / (rows - 1)], np.float32)  # px of the stage
    right = np.gradient(lattice, axis=1) / step[0]
    down = np.gradient(lattice, axis=0) / step[1]
    return np.asarray(lattice + right * grid[:, :, :1] + down * grid[:, :, 1:], np.float32)

"""Picture operations that must be finer than a mark."""

from __future__ import annotations

import numpy as np

from watermark.trace.part import whole
from watermark.trace.pixels import stretched


def test_a_grid_is_spread_without_steps() -> None:
    """A page is 2,340 px high and its grid has 71 rows: no place may be off by a hundredth of a px."""
    rows, columns, shape = 71, 50, (2340, 1654)
    x, y = np.meshgrid(np.linspace(0, shape[1], columns), np.linspace(0, shape[0], rows))
    grid = np.stack([x, y + 0.01 * x], axis=2).astype(np.float32)
    across, down = stretched(grid, shape, whole(shape))
    middle = np.arange(shape[1]) + 0.5
    assert across.shape == down.shape == shape
    assert np.abs(across - middle).max() < 0.01
    assert np.abs(down - (np.arange(shape[0]) + 0.5)[:, None] - 0.01 * middle).max() < 0.01


def test_a_grid_that_bends_is_followed_between_its_points() -> None:
    """Half way between two points lies the mean of what they say."""
    grid = np.zeros((3, 2, 2), np.float32)
    grid[1, :, 1] = 8.0
    down = stretched(grid, (4, 2), whole((4, 2)))[1]
    assert down[:, 0].tolist() == [2.0, 6.0, 6.0, 2.0]

"""A and B of a picture: moved by what was asked for, alike where nobody sees them."""

from __future__ import annotations

import numpy as np
import pytest

from watermark.carriers.images.tiles import Grid, cut
from watermark.carriers.images.versions import SHIFT, Way, two_versions

SIZE = (480, 640)  # width, height
WAVE = 24.0  # px


def drawn(per_point: float, *, sideways: bool = False, noise: float = 0.0) -> tuple[Grid, np.ndarray, np.ndarray]:
    """Give a grid, and A and B of waves that run up and down and left and right."""
    y, x = np.mgrid[: SIZE[1], : SIZE[0]]
    waves = 128 + 50 * np.sin(2 * np.pi * y / WAVE) + 50 * np.sin(2 * np.pi * x / WAVE)
    grid = cut(SIZE, (8, 8), (per_point, per_point), (20.0, 20.0), pad=True)
    assert grid is not None
    way = Way((per_point, per_point), b"seed", sideways, noise)
    a, b = two_versions(waves.round().astype(np.uint8), grid, way, np.ones(grid.tiles, bool))
    return grid, a.astype(float), b.astype(float)


@pytest.mark.parametrize("per_point", [1.5, 300 / 72, 600 / 72])
@pytest.mark.parametrize("sideways", [False, True])
def test_the_middle_of_a_tile_moves_by_as_much_as_was_asked_for(per_point: float, *, sideways: bool) -> None:
    grid, a, b = drawn(per_point, sideways=sideways)
    x0, y0, x1, y1 = grid.boxes(SIZE)[grid.columns + 1].astype(int)
    lines = slice(y0 + (y1 - y0) // 3, y1 - (y1 - y0) // 3), slice(x0 + (x1 - x0) // 3, x1 - (x1 - x0) // 3)
    at = np.mgrid[: SIZE[1], : SIZE[0]][1 if sideways else 0][lines]
    turn, step = 2 * np.pi / WAVE, SHIFT * per_point
    expected = 50 * (np.sin(turn * (at + step)) - np.sin(turn * (at - step)))
    assert np.abs(a[lines] - b[lines] - expected).max() <= 2.0  # all three pictures are rounded to whole grey levels


def test_tiles_that_nobody_sees_are_the_same_in_a_and_b() -> None:
    picture = np.random.default_rng(2).integers(0, 200, SIZE[::-1], np.uint8)
    grid = cut(SIZE, (16, 16), (2.0, 2.0), (20.0, 20.0), pad=True)
    assert grid is not None
    left = grid.boxes(SIZE)[:, 0] < SIZE[0] / 2
    a, b = two_versions(picture, grid, Way((2.0, 2.0), b"seed", sideways=False), ~left)
    border = int(grid.boxes(SIZE)[left, 2].max())
    assert np.array_equal(a[:, :border], b[:, :border])
    assert np.array_equal(a[: SIZE[1], :border], picture[:, :border])
    assert np.abs(a[:, border:].astype(int) - b[:, border:]).mean() > 1


def test_noise_stays_off_white_and_is_stronger_where_the_picture_is_uneven() -> None:
    picture = np.full((SIZE[1], SIZE[0]), 120, np.uint8)
    picture[:, :160] = 255
    picture[:, 320:] += np.random.default_rng(2).integers(0, 16, (SIZE[1], 160), np.uint8)
    grid = cut(SIZE, (8, 8), (2.0, 2.0), (20.0, 20.0), pad=True)
    assert grid is not None
    still = [
        two_versions(picture, grid, Way((2.0, 2.0), b"seed", sideways=False, noise=noise), np.ones(grid.tiles, bool))
        for noise in (0.0, 2.0)
    ]
    added = (still[1][0].astype(int) - still[0][0])[: SIZE[1], : SIZE[0]]
    assert np.abs(added[:, :140]).max() == 0
    assert 0.2 < added[:, 180:300].std() < 0.6 * added[:, 340:].std()

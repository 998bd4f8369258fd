"""The part of a drawing that a picture reaches."""

from __future__ import annotations

import numpy as np
import pytest

from watermark.trace import align, part
from watermark.trace.align import Laid
from watermark.trace.flow import CELL
from watermark.trace.part import reached, whole

SHAPE, DPI = (1752, 1240), 150


def lattice(scale: float, left: float = 0.0, top: float = 0.0) -> np.ndarray:
    """Places in a picture of `scale` px per px of the drawing, whose corner lies at (left, top) of the drawing."""
    x, y = np.meshgrid(np.linspace(0, SHAPE[1], 50), np.linspace(0, SHAPE[0], 71))
    return np.stack([(x - left) * scale, (y - top) * scale], axis=2).astype(np.float32)


def test_a_quarter_reaches_itself_and_a_margin_in_whole_cells() -> None:
    down, across = reached(lattice(0.5, 620, 876), (438, 310), SHAPE, DPI)
    assert 700 < down.start <= 876 - 50
    assert 500 < across.start <= 620 - 50
    assert (down.stop, across.stop) == SHAPE
    assert down.start % CELL == across.start % CELL == 0


@pytest.mark.parametrize("picture", [(1752, 1240), (1700, 1200), (1, 1)])
def test_a_picture_that_shows_nearly_all_or_lies_between_two_points_reaches_the_whole(picture: tuple[int, int]) -> None:
    assert reached(lattice(1.0, 3, 3), picture, SHAPE, DPI) == whole(SHAPE)


def test_a_quarter_is_laid_as_if_the_whole_page_had_been_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of spots, half of it in the picture and three px away: both ways find the same within a 50th of a px."""
    coin = np.random.default_rng(3)
    page = np.ones((1000, 800), np.float32)
    for y, x in coin.integers(0, [990, 790], (4_000, 2)):
        page[y : y + 8, x : x + 5] = 0.1
    picture = np.roll(page, (3, -2), axis=(0, 1))[:480, :380].copy()
    x, y = np.meshgrid(np.linspace(0, 800, 32), np.linspace(0, 1000, 40))
    rough = Laid(picture, np.stack([x, y], axis=2).astype(np.float32), 1.0)
    quick = align.align(rough, page)
    monkeypatch.setattr(part, "_NEARLY_WHOLE", 0.0)
    slow = align.align(rough, page)
    inside = np.s_[1:17, 1:14]
    assert np.abs(quick.lattice[inside] - slow.lattice[inside]).max() < 0.02
    assert np.array_equal(quick.seen, slow.seen)
    assert np.abs(quick.picture - slow.picture)[quick.seen].mean() < 0.002

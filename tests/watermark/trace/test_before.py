"""What one page of a master told of a leak serves another one only where the leak lies over both alike."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from watermark.trace.align import Aligned
from watermark.trace.picture import _Before
from watermark.trace.screen import Drawn, Shown
from watermark.trace.window import Window

SIZE = (420.0, 595.0)
SHOWN = Shown(Window((793, 559), (0, 0), (0, 0, 559, 793), 0.9, np.ones((793, 559), np.bool_)), "dots")


def lying(shift: float = 0.0, grey: float = 0.5, points: int = 5, scale: float = 1.0) -> Aligned:
    x, y = np.meshgrid(np.linspace(0, 60 * scale, points), np.linspace(0, 85 * scale, points))
    lattice = np.stack([x + 10, y + 10 + shift], axis=-1).astype(np.float32)
    plane = np.full((850, 600), grey, np.float32)
    return Aligned(plane, np.ones(plane.shape, np.bool_), 0.9, plane, lattice)


BEFORE = _Before(2, SHOWN, SIZE, lying())


def test_a_page_that_lies_alike_was_shown_alike() -> None:
    assert BEFORE.shown_as(SIZE, lying()) is SHOWN
    assert BEFORE.shown_as(SIZE, lying(shift=0.4)) is SHOWN, "two alignments are never the same to the last bit"


def test_one_that_lies_elsewhere_was_drawn_as_large() -> None:
    """Books of one kind share a page that stands higher in one of them."""
    assert BEFORE.shown_as(SIZE, lying(shift=15)) == Drawn((793, 559), "dots")


@pytest.mark.parametrize(
    ("size", "other"),
    [(SIZE, lying(scale=1.3)), ((595.0, 420.0), lying()), (SIZE, lying(grey=0.4)), (SIZE, lying(points=6))],
    ids=["larger", "another-size", "mirrored", "another-grid"],
)
def test_one_that_lies_otherwise_has_to_be_sought(size: tuple[float, float], other: Aligned) -> None:
    assert BEFORE.shown_as(size, other) is None


def test_before_any_page_was_read_nothing_is_known() -> None:
    assert _Before().shown_as(SIZE, lying()) is None
    assert replace(BEFORE, shown=None).shown_as(SIZE, lying()) is None

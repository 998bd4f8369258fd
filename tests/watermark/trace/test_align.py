"""Paper bends: what is known in the middle of a sheet is followed to its edge, and no further."""

from __future__ import annotations

import numpy as np
import pytest

from watermark.trace.align import Laid, lay_as, shown_part
from watermark.trace.locate import bent
from watermark.trace.pixels import blurred


def curl(points: np.ndarray) -> np.ndarray:
    """Bend a sheet of 400 × 500 pt as a hand does: up and down across it, a little sideways along it."""
    x, y = points[:, 0] / 400, points[:, 1] / 500
    return np.column_stack([3 * np.sin(np.pi * 1.5 * y), 7 * np.sin(np.pi * 1.2 * x + 0.4)])


@pytest.mark.parametrize("count", [30, 90, 400])
def test_a_curl_is_followed_up_to_the_edge_of_what_is_known(count: int) -> None:
    """Few anchors give a plain surface, many a close one; a local mean alone would be points off at the edge."""
    coin = np.random.default_rng(count)
    anchors = coin.uniform(0, 1, (count, 2)) * [400, 500]
    noise = coin.normal(0, 0.2, anchors.shape)
    edge = np.column_stack([np.full(20, 400.0), np.linspace(20, 480, 20)])
    off = bent(anchors, curl(anchors) + noise, edge) - curl(edge)
    assert np.abs(off).mean() < (1.5 if count < 60 else 0.6)


def test_far_from_all_anchors_the_surface_stays_what_it_was_at_their_edge() -> None:
    """A cubic runs away outside; a page half seen must not be thrown about there."""
    anchors = np.random.default_rng(1).uniform(0, 200, (200, 2))
    bend = curl(anchors)
    far = bent(anchors, bend, np.array([[2000.0, 2000.0], [-900.0, 100.0]]))
    assert np.abs(far).max() < 2 * np.abs(bend).max()


def test_without_anchors_nothing_bends() -> None:
    """A page placed by its plane alone stays flat."""
    assert np.array_equal(bent(np.zeros((0, 2)), np.zeros((0, 2)), np.ones((3, 2))), np.zeros((3, 2)))


def test_what_lies_beyond_a_crop_is_told_from_the_page_and_blank_paper_is_not() -> None:
    """Both planes are locally normalised, as at 100 dpi."""
    coin = np.random.default_rng(4)
    page = coin.normal(0, 1, (600, 500)).astype(np.float32)
    page[100:200] = 0  # a blank band
    leak = page.copy()
    leak[:, 300:] = 0  # a grey table
    shown = shown_part(page, leak, 100)
    assert shown is not None
    assert shown[:, :260].min() > 0.99
    assert shown[250:, 320:].max() < 0.01
    assert shown_part(page, page, 100) is None


def test_a_page_that_differs_by_a_line_is_told_by_it_when_laid_as_the_other_lies() -> None:
    """The right page is the most alike, its double nearly so, a page that is set otherwise is not alike at all."""
    coin = np.random.default_rng(7)
    right, foreign = (blurred(coin.random((600, 500)).astype(np.float32), 1.5) for _ in range(2))
    double = right.copy()
    double[560:] = foreign[560:]
    x, y = np.meshgrid(np.linspace(-0.5, 499.5, 30), np.linspace(-0.5, 599.5, 36))
    laid = Laid(right, np.stack([x, y], axis=2).astype(np.float32), 0.0)
    alike = [lay_as(laid, page, 100).likeness for page in (right, double, foreign)]
    assert alike[0] > 0.99
    assert 0.85 < alike[1] < alike[0] - 0.02
    assert alike[2] < 0.2

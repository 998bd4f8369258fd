"""Evidence shows no more of an original than may leave unmarked."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from library.tracing.shown_original import LONG_EDGE, WINDOW, WINDOWS, with_shown_original
from watermark.trace.verdict import PageEvidence

SHAPE = (1169, 827)


def page(boxes: list[list[float]], agrees: list[bool], shape: tuple[int, int] = SHAPE) -> PageEvidence:
    """Give evidence whose original is noise, of which every px is detail."""
    original = np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8)
    return PageEvidence("", original, original, np.array(boxes, float).reshape(-1, 4), np.array(agrees, bool))


def sharp(evidence: PageEvidence) -> NDArray[np.bool_]:
    """Say of each px whether it is the original's own; in noise few are so by chance."""
    return np.asarray(with_shown_original(evidence).original == evidence.original)


def coarse_part(evidence: PageEvidence) -> float:
    """Give the share of px, outside the windows at most, that are not the original's."""
    return 1 - float(sharp(evidence).mean())


def test_of_a_page_without_slots_no_more_is_seen_than_of_a_thumbnail() -> None:
    shown = with_shown_original(page([], [])).original
    assert shown.shape == SHAPE
    frequencies = np.abs(np.fft.rfft2(shown - shown.mean()))
    limit = LONG_EDGE * 0.75  # twice the highest frequency of a thumbnail, with the filter's slope
    beyond = np.abs(np.fft.fftfreq(SHAPE[0], 1 / SHAPE[0])) > limit
    assert (frequencies[beyond] ** 2).sum() < 0.02 * (frequencies**2).sum()


@pytest.mark.parametrize("count", [1, 3, 400])
def test_however_many_slots_were_read_four_small_windows_are_sharp(count: int) -> None:
    places = np.random.default_rng(2).uniform(0, 780, (count, 2))
    boxes = [[x, y * 1.4, x + 30, y * 1.4 + 10] for x, y in places]
    seen = sharp(page(boxes, [bool(index % 3) for index in range(count)]))
    windows = min(count, WINDOWS) * WINDOW[0] * WINDOW[1]
    assert seen.sum() >= windows * (1 if count == 400 else 1 / count)
    assert seen.sum() <= windows + 0.02 * seen.size, "noise agrees by chance"
    assert max(WINDOW) <= LONG_EDGE


def test_slots_that_disagree_are_seen_too_so_that_doubt_is() -> None:
    boxes = [[100.0, y, 130, y + 10] for y in range(50, 1100, 20)]
    agrees = [True] * len(boxes)
    agrees[30] = False
    seen = sharp(page(boxes, agrees))
    left, top, right, bottom = (int(value) for value in boxes[30])
    assert seen[top:bottom, left:right].all()


@pytest.mark.parametrize("box", [[-1, -1, -2, -2], [820, 1160, 826, 1168], [0, 0, 826, 1168]])
def test_slots_at_the_edge_empty_or_as_large_as_the_page_do_no_harm(box: list[float]) -> None:
    assert coarse_part(page([box], [True])) > 0.9


def test_a_page_smaller_than_a_window_is_shown() -> None:
    assert with_shown_original(page([[1, 1, 9, 9]], [True], (40, 60))).original.shape == (40, 60)

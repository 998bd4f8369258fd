"""How far a leak lies beside its page."""

from __future__ import annotations

import numpy as np
import pytest

from watermark.trace.flow import CELL, flow, gradient_sums
from watermark.trace.pixels import STRIP, blurred, pooled, slopes


def planes(height: int, width: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    coin = np.random.default_rng(height + width)
    page, beside, shown = (coin.random((height, width), np.float32) for _ in range(3))
    return blurred(page, 1.5), blurred(page + beside / 20, 1.5), shown


@pytest.mark.parametrize("height", [2 * CELL, STRIP, STRIP + CELL, 5 * STRIP - CELL])
def test_sums_in_strips_are_those_of_the_whole_plane(height: int) -> None:
    page, leak, shown = planes(height, 136)
    gx, gy = (plane * shown for plane in slopes((page + leak) * np.float32(0.5)))
    difference = np.clip(page - leak, -2, 2) * shown
    whole = [pooled(one, (17, height // CELL)) for one in (gx * gx, gx * gy, gy * gy, gx * difference, gy * difference)]
    assert np.array_equal(gradient_sums(page, leak, shown), np.stack(whole, axis=2))


def test_a_leak_that_lies_a_third_of_a_pixel_beside_its_page_is_found_there() -> None:
    coin = np.random.default_rng(3)
    fine = blurred(coin.random((3 * 400, 3 * 320)).astype(np.float32), 9.0) * 40
    page, leak = pooled(fine, (320, 400)), pooled(np.roll(fine, 1, axis=1), (320, 400))
    found = flow(gradient_sums(page, leak, np.ones_like(page)), (60.0, 60.0))[10:-10, 10:-10]
    assert np.abs(found[:, :, 0] - 1 / 3).max() < 0.03
    assert np.abs(found[:, :, 1]).max() < 0.03

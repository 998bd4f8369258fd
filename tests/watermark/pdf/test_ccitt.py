"""Group 4 leaves no choice: what we code is what libtiff codes."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from watermark.pdf.ccitt import group4


def by_libtiff(ink: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(ink).save(buffer, "TIFF", compression="group4", strip_size=1 << 30)
    with Image.open(buffer) as picture:
        (start,), (size,) = picture.tag_v2[273], picture.tag_v2[279]  # type: ignore[attr-defined]
    return buffer.getvalue()[start : start + size]


@pytest.mark.parametrize("size", [(1, 1), (1, 9), (40, 200), (33, 7), (64, 2561), (3, 40_000)])
@pytest.mark.parametrize("black", [0.0, 0.1, 0.5, 1.0])
def test_codes_as_libtiff_does(size: tuple[int, int], black: float) -> None:
    ink = np.random.default_rng(7).random(size) < black
    assert group4(ink) == by_libtiff(ink)


def test_long_runs_and_pictures_cut_out_of_larger_ones() -> None:
    page = np.zeros((300, 6000), bool)
    page[20:280, 5:5900] = True
    page[100:200, 3000:3001] = False
    for part in (page, page[::2, 1:], page[90:210, 2990:3010], page.T):
        assert group4(part) == by_libtiff(np.ascontiguousarray(part))

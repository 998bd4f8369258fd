"""A part of a page is drawn as the whole is."""

from __future__ import annotations

import numpy as np
import pytest

from tests.ingest.makers import text_pdf
from watermark.pdf.drawing import grey_page, opened

PARTS = [(30.0, 60.0, 300.0, 140.0), (-20.0, -20.0, 200.5, 100.25), (100.2, 300.7, 900.0, 900.0)]


@pytest.mark.parametrize("dpi", [150.0, 97.3])
@pytest.mark.parametrize("part", PARTS)
def test_a_part_shows_what_the_whole_page_shows_there_and_white_elsewhere(tmp_path, part, dpi) -> None:
    with opened(text_pdf(tmp_path / "text.pdf")) as document:
        whole, drawn = grey_page(document, 0, dpi), grey_page(document, 0, dpi, part)
    assert drawn.shape == whole.shape
    x0, y0, x1, y1 = (max(0, round(value * dpi / 72)) for value in part)
    inside = slice(y0, y1), slice(x0, x1)
    assert np.array_equal(drawn[inside], whole[inside])
    margin = int(2 * dpi / 72) + 1
    drawn[max(0, y0 - margin) : y1 + margin, max(0, x0 - margin) : x1 + margin] = 255
    assert (drawn == 255).all()
    assert (whole < 128).any()

"""A part of a page is drawn as the whole is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.ingest.makers import text_pdf
from watermark.pdf.drawing import fine_page, grey_page, opened

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


def test_fine_pages_show_where_large_letters_stand(tmp_path: Path) -> None:
    """At 200 dpi a plain drawing sets letters of that size on whole pixels, of 0.36 pt."""
    places = []
    for step in range(9):
        canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(200, 100))
        canvas.setFont("Helvetica", 26)
        canvas.drawString(20, 40 + 0.07 * step, "Hutan 2024")
        canvas.save()
        with opened(tmp_path / "a.pdf") as document:
            drawn = [draw(document, 0, 200) for draw in (grey_page, fine_page)]
        places.append([_height(one) * 72 / 200 for one in drawn])
    off = np.array(places) + 0.07 * np.arange(len(places))[:, None]
    plain, fine = np.ptp(off, axis=0)
    assert fine < 0.12
    assert plain > 0.2, "that drawing rounds nothing any more: fine_page is not needed"


def test_a_fine_part_is_the_same_as_in_the_fine_page(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(200, 100))
    canvas.setFont("Helvetica", 20)
    canvas.drawString(20, 40, "Hutan 2024")
    canvas.save()
    with opened(tmp_path / "a.pdf") as document:
        whole, part = fine_page(document, 0, 150), fine_page(document, 0, 150, (20.0, 35.0, 80.0, 60.0))
        assert part.shape == whole.shape == grey_page(document, 0, 150).shape
    inside = np.s_[80:120, 50:160]
    assert np.abs(part[inside].astype(int) - whole[inside]).max() <= 2
    assert (part[:60] == 255).all()


def _height(drawn: np.ndarray) -> float:
    """Where the middle of the ink lies, px from the top."""
    ink = 255.0 - drawn
    return float((ink.sum(axis=1) * np.arange(len(ink))).sum() / ink.sum())

"""Pages as a viewer shows them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from reportlab.pdfgen.canvas import Canvas

from watermark.pdf.screen import LONGEST, screen_page

HOW = ("dots", "colour", "grey")


@pytest.fixture
def page(tmp_path: Path) -> bytes:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(200, 100), pageCompression=0)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(20, 40, "Hutan 2024")
    canvas.rect(150, 20, 30, 30, fill=1)
    canvas.save()
    return (tmp_path / "a.pdf").read_bytes()


def test_a_page_fills_the_screen_at_any_size(page: bytes) -> None:
    drawn = screen_page(page, (151, 299))
    assert drawn.shape == (151, 299)
    assert drawn[0, 0] == 255
    assert drawn[round(0.65 * 151), round(0.83 * 299)] == 0


def test_letters_stand_on_whole_pixels(page: bytes) -> None:
    """Moved by a whole pixel of the screen, a text is drawn the same; this is what a screenshot is read by."""
    drawn = screen_page(page, (200, 400))
    moved = screen_page(page.replace(b"1 0 0 1 20 40 Tm", b"1 0 0 1 20 41 Tm"), (200, 400))
    text = np.s_[:, :280]
    assert np.array_equal(drawn[2:][text], moved[:-2][text])


def test_letters_stand_on_thirds_of_pixels_in_colour_and_on_whole_ones_in_grey(page: bytes) -> None:
    """A third of a pixel to the right is another drawing in colour, and mostly the same one in grey."""
    moved = page.replace(b"1 0 0 1 20 40 Tm", b"1 0 0 1 20.17 40 Tm")
    apart = {how: (screen_page(page, (200, 400), how) != screen_page(moved, (200, 400), how)).sum() for how in HOW}
    assert apart["dots"] > 0 < apart["colour"]
    assert apart["grey"] < apart["colour"]


@pytest.mark.parametrize("shape", [(0, 100), (100, -1), (LONGEST + 1, 10)])
def test_no_screen_is_that_large(page: bytes, shape: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no screen"):
        screen_page(page, shape)
    with pytest.raises(ValueError, match="no screen"):
        screen_page(page, (10, 10), "ink")


def test_what_is_no_pdf_is_told(page: bytes) -> None:
    for broken in (b"", b"no PDF", page[:40]):
        with pytest.raises(RuntimeError):
            screen_page(broken, (100, 100))

"""A PDF page that is one picture is that picture, pixel by pixel; any other page is drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pymupdf
import pytest

from watermark.trace.grey import LONGEST
from watermark.trace.leak import open_leak

COIN = np.random.default_rng(3)
GREY = COIN.integers(0, 256, (400, 300), np.uint8)
SIZE = (216, 288)  # pt: 100 dots an inch


def saved(out: Path, change: str = "") -> Path:
    with pymupdf.open() as document:
        page = document.new_page(width=SIZE[0], height=SIZE[1])
        where = pymupdf.Rect(0, 0, 150, 200) if change == "a part" else page.rect
        pixmap = pymupdf.Pixmap(pymupdf.csGRAY, GREY.shape[1], GREY.shape[0], GREY.tobytes(), False)
        page.insert_image(where, pixmap=pixmap, rotate=90 if change == "laid askew" else 0)
        if change == "words":
            page.insert_text((40, 60), "Kecamatan Ajung")
        elif change == "turned":
            page.set_rotation(90)
        elif change == "a line":
            page.draw_line((20, 20), (100, 20))
        elif change == "a note":
            page.add_text_annot((20, 20), "bocor")
        elif change == "two":
            page.insert_image(pymupdf.Rect(10, 10, 40, 40), pixmap=pixmap)
        document.save(out)
    return out


def test_its_pixels_stay_as_they_are(tmp_path: Path) -> None:
    (leak,) = open_leak(saved(tmp_path / "leak.pdf")).read([0])
    assert np.array_equal(leak.picture, GREY)


def test_larger_ones_than_are_read_are_drawn_smaller(tmp_path: Path) -> None:
    with pymupdf.open() as document:
        page = document.new_page(width=3600, height=100)
        page.insert_image(page.rect, pixmap=pymupdf.Pixmap(pymupdf.csGRAY, 7200, 200, bytes([255, 0]) * 720_000, False))
        document.save(tmp_path / "leak.pdf")
    (leak,) = open_leak(tmp_path / "leak.pdf").read([0])
    assert leak.picture.shape[1] <= LONGEST


def test_unseen_letters_over_a_scan_change_nothing(tmp_path: Path) -> None:
    with pymupdf.open(saved(tmp_path / "scan.pdf")) as document:
        document[0].insert_text((40, 60), "Kecamatan Ajung", render_mode=3)
        document.save(tmp_path / "leak.pdf")
    (leak,) = open_leak(tmp_path / "leak.pdf").read([0])
    assert np.array_equal(leak.picture, GREY)


@pytest.mark.parametrize("change", ["a part", "words", "turned", "a line", "a note", "two", "laid askew"])
def test_any_other_page_is_drawn(tmp_path: Path, change: str) -> None:
    (leak,) = open_leak(saved(tmp_path / "leak.pdf", change)).read([0])
    wide, tall = SIZE[::-1] if change == "turned" else SIZE
    assert leak.picture.shape == pytest.approx((tall * 200 / 72, wide * 200 / 72), abs=1)

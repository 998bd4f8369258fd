"""Pictures that no scanner should make: each comes to a clear end, alone and in a file with others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from ingest import OcrOptions, read_file
from ingest.errors import ImageBomb
from ingest.inspect.images import image_to_pdf
from ingest.limits import Limits
from tests.ingest.makers import image_bomb_png
from tests.ingest.repair.sheets import sheet

DPI = (150, 150)


def pixels_of(path: Path, media_type: str = "image/tiff") -> Image.Image:
    """Wrap a picture as ingest does and give what its page shows."""
    out = path.with_suffix(".pdf")
    image_to_pdf(path, media_type, out, Limits())
    with pikepdf.open(out) as pdf:
        image = pikepdf.PdfImage(next(iter(pdf.pages[0].get_images().values()))).as_pil_image().convert("L")
        return image.rotate(-int(pdf.pages[0].get("/Rotate", 0)), expand=True)


def test_pages_of_every_kind_of_pixel_and_of_one_colour_are_read_side_by_side(tmp_path):
    page = sheet(3, height=160)
    pages = [
        Image.fromarray(page).convert("CMYK"),
        Image.fromarray(page.astype(np.uint16) * 257),
        Image.new("L", (600, 160), 0),
        Image.new("L", (600, 160), 255),
        Image.new("L", (1, 1), 0),
    ]
    pages[0].save(tmp_path / "a.tif", save_all=True, append_images=pages[1:], dpi=DPI)
    reading = read_file(tmp_path / "a.tif", tmp_path / "work", ocr=OcrOptions(jobs=1))
    assert [page.source for page in reading.pages] == ["ocr", "ocr", "none", "none", "none"]
    assert all(page.text.startswith("Jumlah penduduk") for page in reading.pages[:2])
    assert all(page.confidence > 0.9 for page in reading.pages[:2])


@pytest.mark.parametrize("brightest", [255, 4095, 65535])
def test_deep_grey_keeps_its_paper_and_its_ink_apart(tmp_path, brightest):
    page = sheet(3, height=160)
    deep = (page.astype(np.float64) * brightest / 255).astype(np.uint16)
    Image.fromarray(deep).save(tmp_path / "a.tif", dpi=DPI)
    shown = np.array(pixels_of(tmp_path / "a.tif"))
    assert np.abs(shown.astype(int) - page).max() <= 1


def test_black_and_white_is_not_turned_into_its_negative(tmp_path):
    page = Image.fromarray(sheet(3, height=160)).convert("1")
    page.save(tmp_path / "a.tif", dpi=DPI, tiffinfo={262: 0})  # 0: what is 0 is white
    assert np.array(pixels_of(tmp_path / "a.tif")).mean() == pytest.approx(np.array(page).mean() * 255, abs=1)


def test_a_photograph_that_says_how_it_was_held_stands_upright(tmp_path):
    page = sheet(3, height=160)
    held = Image.Exif()
    held[0x0112] = 3
    Image.fromarray(np.rot90(page, 2).copy()).save(tmp_path / "a.jpg", exif=held, quality=95)
    shown = np.array(pixels_of(tmp_path / "a.jpg", "image/jpeg"))
    assert np.abs(shown.astype(int) - page).mean() < 3


def test_hundreds_of_pages_too_small_for_a_letter_are_not_recognised_one_by_one(tmp_path):
    chance = np.random.default_rng(3)
    tiny = [Image.fromarray(chance.integers(0, 255, (12, 12), dtype=np.uint8)) for _ in range(500)]
    tiny[0].save(tmp_path / "a.tif", save_all=True, append_images=tiny[1:])
    reading = read_file(tmp_path / "a.tif", tmp_path / "work")
    assert len(reading.pages) == 500
    assert reading.facts["recognised"] == 0


def test_a_page_of_thirty_thousand_pixels_a_side_is_refused_before_it_is_unpacked(tmp_path):
    with pytest.raises(ImageBomb) as refused:
        read_file(image_bomb_png(tmp_path / "a.png", side=30_000), tmp_path / "work")
    assert refused.value.params["megapixels"] == 900

"""Pictures as publishers store them: wrapped twice, wider than the paper, coded more tightly than we may code."""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
from PIL import Image

from watermark.carriers.images.document import tile_pictures
from watermark.carriers.images.pictures import TiledPage
from watermark.pdf.drawing import grey_page, opened

PAPER = (420.0, 595.0)


def photograph(width: int = 600, height: int = 850, **options: object) -> bytes:
    """Give a JPEG with soft colours and some grain, as photographs on covers have."""
    y, x = np.mgrid[:height, :width]
    grain = np.random.default_rng(3).normal(0, 6, (height, width))
    waves = [128 + 90 * np.sin(x / 37 + turn) * np.cos(y / 53) + grain for turn in (0.0, 1.5, 3.0)]
    out = io.BytesIO()
    picture = Image.fromarray(np.clip(np.stack(waves, axis=-1), 0, 255).astype(np.uint8))
    picture.save(out, "JPEG", **{"quality": 80, **options})
    return out.getvalue()


def tiled(folder: Path, jpeg: bytes, *, at: str = "420 0 0 595 0 0", others: int = 0, **keys: Any) -> TiledPage:
    """Lay a picture on one page of a file that holds so many bytes beside it, and mark it."""
    width, height = Image.open(io.BytesIO(jpeg)).size
    with pikepdf.new() as pdf:
        image = pikepdf.Stream(pdf, zlib.compress(jpeg) if "/Filter" in keys else jpeg)
        for key, value in {
            "/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": width, "/Height": height,
            "/ColorSpace": pikepdf.Name.DeviceRGB, "/BitsPerComponent": 8, "/Filter": pikepdf.Name.DCTDecode, **keys,
        }.items():  # fmt: skip
            image[key] = value
        page = pdf.add_blank_page(page_size=PAPER)
        name = page.add_resource(image, pikepdf.Name.XObject)
        page.obj["/Contents"] = pdf.make_stream(f"q {at} cm {name} Do Q".encode())
        pdf.Root["/Kept"] = pdf.make_stream(np.random.default_rng(1).bytes(others))
        pdf.save(folder / "source.pdf")
    (page_of,) = tile_pictures(folder / "source.pdf", folder / "marked.pdf", io.BytesIO(), b"seed")
    return page_of


def twice(*told: object) -> dict[str, Any]:
    return {
        "/Filter": pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode]),
        "/DecodeParms": pikepdf.Array(list(told)),
    }


def test_a_jpeg_inside_a_deflated_stream_carries_and_its_writers_note_is_gone(tmp_path: Path) -> None:
    page = tiled(tmp_path, photograph(), **twice(None, pikepdf.Dictionary(Quality=65)))
    assert len(page.slots) > 200
    with pikepdf.open(tmp_path / "marked.pdf") as pdf:
        (image,) = pdf.pages[0].get_images().values()
        assert image.Filter == pikepdf.Name.DCTDecode
        assert "/DecodeParms" not in image


@pytest.mark.parametrize(
    "told", [(pikepdf.Dictionary(Predictor=12), None), (None, pikepdf.Dictionary(ColorTransform=0))], ids=str
)
def test_a_picture_whose_filter_was_told_how_to_decode_is_left_alone(
    told: tuple[pikepdf.Object, pikepdf.Object], tmp_path: Path
) -> None:
    assert tiled(tmp_path, photograph(), **twice(*told)).slots == []


def test_what_a_wrapped_cover_hides_beyond_the_paper_is_no_slot(tmp_path: Path) -> None:
    half = tiled(tmp_path, photograph(1200), at="840 0 0 595 -420 0")
    assert len(half.slots) > 200
    boxes = np.array([slot.parts[0] for slot in half.slots])
    assert boxes.min() >= 0
    assert (boxes[:, 2:] <= PAPER).all()


def test_a_cover_that_was_deflated_again_carries_in_low_wide_tiles_within_what_a_copy_may_grow(tmp_path: Path) -> None:
    jpeg = photograph(1200, quality=60)
    page = tiled(tmp_path, jpeg, at="840 0 0 595 -420 0", others=50_000, **twice(None, None))
    assert len(page.slots) > 80
    before, after = ((tmp_path / name).stat().st_size for name in ("source.pdf", "marked.pdf"))
    assert after <= 1.05 * before


def test_a_tightly_coded_cover_takes_what_a_large_file_can_spare_and_nothing_of_a_small_one(tmp_path: Path) -> None:
    tight = photograph(progressive=True, optimize=True, quality=85)
    assert tiled(tmp_path, tight).slots == [], "the test has to begin with a picture that finds no room"
    page = tiled(tmp_path, tight, others=3_000_000)
    assert len(page.slots) > 300
    assert (tmp_path / "marked.pdf").stat().st_size <= 1.015 * (tmp_path / "source.pdf").stat().st_size


def test_a_picture_behind_a_soft_mask_is_padded_together_with_it_and_looks_as_before(tmp_path: Path) -> None:
    width, height = 590, 430  # 37 units of 16 px: a prime number, which no tile divides
    jpeg = photograph(width, height, quality=85, subsampling=2)
    alpha = np.clip(np.linspace(-60, 300, width)[None, :] + np.zeros((height, 1)), 0, 255).astype(np.uint8)
    with pikepdf.new() as pdf:
        keys = {"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": width, "/Height": height}
        mask = pdf.make_stream(
            alpha.tobytes(), {**keys, "/ColorSpace": pikepdf.Name.DeviceGray, "/BitsPerComponent": 8}
        )
        image = pdf.make_stream(
            jpeg,
            {**keys, "/ColorSpace": pikepdf.Name.DeviceRGB, "/BitsPerComponent": 8, "/SMask": mask,
             "/Filter": pikepdf.Name.DCTDecode},
        )  # fmt: skip
        page = pdf.add_blank_page(page_size=PAPER)
        name = page.add_resource(image, pikepdf.Name.XObject)
        page.obj["/Contents"] = pdf.make_stream(f"q 295 0 0 215 50 100 cm {name} Do Q".encode())
        pdf.save(tmp_path / "source.pdf")
    (marked,) = tile_pictures(tmp_path / "source.pdf", tmp_path / "marked.pdf", io.BytesIO(), b"seed")
    assert len(marked.slots) > 40
    assert min(slot.parts[0][2] for slot in marked.slots) > 50 + 295 / 6, "what is transparent carries nothing"
    views = []
    for file in ("source.pdf", "marked.pdf"):
        with opened(tmp_path / file) as document:
            views.append(grey_page(document, 0, 144).astype(float))
    away = np.abs(views[0] - views[1])
    assert 0.1 < away.mean() < 1.0
    assert np.percentile(away, 99.9) < 25


def test_a_picture_whose_mask_cannot_be_padded_with_it_is_left_alone(tmp_path: Path) -> None:
    width, height = 600, 430  # 38 units of 16 px, the last of them not full
    coloured: dict[str, Any] = {"/Mask": pikepdf.Array([0, 3] * 3)}
    page = tiled(tmp_path, photograph(width, height, quality=85, subsampling=2), **coloured)
    assert page.slots == []
    with pikepdf.open(tmp_path / "marked.pdf") as pdf:
        (image,) = pdf.pages[0].get_images().values()
        assert image.Width == width

"""Covers that go around the back of a book: two pages show the halves of one picture, and each gets its own."""

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
from watermark.carriers.images.parts import give_parts
from watermark.carriers.images.pictures import PART, TiledPage
from watermark.carriers.streams import StreamReader
from watermark.pdf.drawing import grey_page, opened

PAPER = (300.0, 400.0)
FRONT, BACK = "600 0 0 400 -300 0", "600 0 0 400 0 0"


def spread(width: int = 1203, height: int = 805) -> bytes:
    """Give a JPEG twice as wide as the paper, with sides that are no whole number of blocks."""
    y, x = np.mgrid[:height, :width]
    grain = np.random.default_rng(5).normal(0, 1.5, (height, width))
    waves = [128 + 80 * np.sin(x / 41 + turn) * np.cos(y / 29) + grain for turn in (0.0, 1.5, 3.0)]
    out = io.BytesIO()
    Image.fromarray(np.clip(np.stack(waves, axis=-1), 0, 255).astype(np.uint8)).save(out, "JPEG", quality=80)
    return out.getvalue()


def book(folder: Path, *places: str, form: bool = False, **keys: Any) -> Path:
    """Make a book of which each page draws the same picture at a place; inside a form of its own, if so wished."""
    jpeg = spread()
    with pikepdf.new() as pdf:
        image = pdf.make_stream(zlib.compress(jpeg) if "/Filter" in keys else jpeg)
        for key, value in {
            "/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": 1203, "/Height": 805,
            "/ColorSpace": pikepdf.Name.DeviceRGB, "/BitsPerComponent": 8, "/Filter": pikepdf.Name.DCTDecode, **keys,
        }.items():  # fmt: skip
            image[key] = value
        for place in places:
            page = pdf.add_blank_page(page_size=PAPER)
            drawing = f"q {place} cm /Im0 Do Q".encode()
            names = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
            if form:
                inner = pdf.make_stream(drawing)
                inner["/Type"], inner["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Form
                inner["/BBox"], inner["/Resources"] = [0, 0, *PAPER], names
                # A page that lists the picture without drawing it, as scanners' software writes it.
                names = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fm0=inner, Unused=image))
                drawing = b"/Fm0 Do"
            page.obj["/Resources"], page.obj["/Contents"] = names, pdf.make_stream(drawing)
        pdf.save(folder / "book.pdf")
    return folder / "book.pdf"


def tiled(source: Path) -> list[TiledPage]:
    return tile_pictures(source, source.with_name("marked.pdf"), io.BytesIO(), b"seed")


def pictures(path: Path) -> list[tuple[int, int]]:
    with pikepdf.open(path) as pdf:
        found = [thing for thing in pdf.objects if str(getattr(thing, "Subtype", "")) == "/Image"]
        assert not any(PART in thing for thing in found)
        return sorted((int(one.Width), int(one.Height)) for one in found)


def drawn(path: Path, page: int) -> np.ndarray:
    with opened(path) as document:
        return grey_page(document, page, 72).astype(np.int16)


def assert_parts_show_the_same(source: Path) -> None:
    with pikepdf.open(source) as pdf:
        assert give_parts(pdf, StreamReader(pdf)) is not None
        pdf.save(source.with_name("parts.pdf"))
    for number in (0, 1):
        apart = np.abs(drawn(source, number) - drawn(source.with_name("parts.pdf"), number))
        assert apart.mean() < 0.7  # a pixel aside it would be 2.5
        assert apart.max() <= 6  # coded once more, and scaled down from other corners


@pytest.mark.parametrize("form", [False, True])
def test_both_pages_carry_their_half_and_nothing_is_left_of_the_whole(tmp_path: Path, form: bool) -> None:
    source = book(tmp_path, FRONT, BACK, form=form)
    pages = tiled(source)
    assert all(len(page.slots) > 30 for page in pages)
    assert all(width < 700 for width, _ in pictures(tmp_path / "marked.pdf"))
    for number in (0, 1):  # the movement is half a pixel here
        apart = np.abs(drawn(source, number) - drawn(tmp_path / "marked.pdf", number))
        assert apart.mean() < 2.5
        assert apart.max() < 40


def test_the_parts_as_such_show_what_the_pages_showed(tmp_path: Path) -> None:
    source = book(tmp_path, FRONT, BACK)
    assert_parts_show_the_same(source)


def test_a_file_grows_no_more_than_any_other(tmp_path: Path) -> None:
    source = book(tmp_path, FRONT, BACK)
    tiled(source)
    assert (tmp_path / "marked.pdf").stat().st_size < 1.06 * source.stat().st_size


def test_the_same_half_shown_twice_is_two_parts_where_that_takes_no_more_room(tmp_path: Path) -> None:
    assert all(len(page.slots) > 30 for page in tiled(book(tmp_path, FRONT, FRONT)))


def test_a_picture_that_its_writer_has_wrapped_twice_is_parted_too(tmp_path: Path) -> None:
    wrapped = {
        "/Filter": pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode]),
        "/DecodeParms": pikepdf.Array([None, pikepdf.Dictionary(Quality=60)]),
    }
    assert all(len(page.slots) > 30 for page in tiled(book(tmp_path, FRONT, BACK, **wrapped)))


@pytest.mark.parametrize(
    "places",
    [("300 0 0 400 0 0",) * 3, ("600 0 0 400 310 0", BACK), (FRONT, BACK, BACK, FRONT, BACK)],
    ids=["all of it on every page", "beside the paper", "too many pages"],
)
def test_what_cannot_be_parted_stays_one_picture(tmp_path: Path, places: tuple[str, ...]) -> None:
    source = book(tmp_path, *places)
    assert not any(page.slots for page in tiled(source))
    assert pictures(tmp_path / "marked.pdf") == [(1203, 805)]


@pytest.mark.parametrize(
    "keys",
    [
        {"/Mask": pikepdf.Array([0, 0, 0, 0, 0, 0])},
        {"/StructParent": 3},
        {"/Width": pikepdf.Name.Wide},
        {"/DecodeParms": pikepdf.Array([7])},
        {"/Height": 806},
    ],
    ids=["a mask", "named in the structure", "a width that is none", "parameters that are none", "another height"],
)
def test_a_picture_that_is_more_than_pixels_or_makes_no_sense_stays_one(tmp_path: Path, keys: dict[str, Any]) -> None:
    source = book(tmp_path, FRONT, BACK, **keys)
    assert not any(page.slots for page in tiled(source))


def test_a_picture_that_a_pattern_draws_too_stays_one(tmp_path: Path) -> None:
    source = book(tmp_path, FRONT, BACK)
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        names = pdf.pages[0].obj["/Resources"]
        pattern = pdf.make_stream(b"q 600 0 0 400 0 0 cm /Im0 Do Q")
        pattern["/PatternType"] = 1
        pattern["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=names["/XObject"]["/Im0"]))
        names["/Pattern"] = pikepdf.Dictionary(P0=pattern)
        pdf.save(source)
    assert not any(page.slots for page in tiled(source))
    assert pictures(tmp_path / "marked.pdf") == [(1203, 805)]


def test_a_turned_page_keeps_the_part_that_it_shows(tmp_path: Path) -> None:
    source = book(tmp_path, FRONT, BACK)
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        for page in pdf.pages:
            page.obj["/Rotate"] = 90
        pdf.save(source)
    assert_parts_show_the_same(source)

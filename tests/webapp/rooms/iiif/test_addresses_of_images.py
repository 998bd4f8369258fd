"""What an image's address asks for, by the letter of the IIIF Image API 3.0."""

from __future__ import annotations

from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug import exceptions
from werkzeug.exceptions import BadRequest

from ingest.rendering.regions import MOST_PIXELS, RegionOrder
from webapp.rooms.iiif.asked import Address, canonical, read_order
from webapp.rooms.iiif.sheet import LONGEST, Sheet, sheet_of

SHEET = Sheet(600, 400)
# With the errors that the official validator tries.
NO_REGIONS = (
    "",
    "0,0,0,10",
    "0,0,10,0",
    "600,0,1,1",
    "0,400,5,5",
    "-1,0,5,5",
    "1,2,3",
    "1,2,3,4,5",
    "pct:0,0,0,0",
    "pct:101,0,1,1",
    "Full",
    " full",
    "0,0,1e3,5",
    "٣,0,5,5",
    "1.5,0,5,5",
    "pct:a,b,c,d",
    "0,0,99999999999999,5",
    "full\n",
    "1,2,3,4,",
    "xyz",
    "0,0,0,0",
    "pct:",
    "pct:1,1,0,1",
    "pct:-1,0,5,5",
    "square,",
)
NO_SIZES = (
    "",
    ",",
    "full",
    "601,",
    ",401",
    "600,401",
    "pct:101",
    "pct:0",
    "0,0",
    "0,",
    "!300,",
    "!,",
    "^",
    "^full",
    "300",
    "-1,5",
    "max,",
    "!0,10",
    "1.5,",
    "pct:",
    "pct:50%",
    "999999999,999999999",
    "٣,",
)


def order(region: str = "full", size: str = "max", rotation: str = "0", quality: str = "default") -> RegionOrder:
    return read_order(Address(region, size, rotation, quality, "jpg"), SHEET)


@pytest.mark.parametrize(
    ("region", "box"),
    [
        ("full", (0, 0, 600, 400)),
        ("square", (100, 0, 400, 400)),
        ("10,20,30,40", (10, 20, 30, 40)),
        ("590,390,100,100", (590, 390, 10, 10)),
        ("pct:50,50,25.5,10", (300, 200, 153, 40)),
        ("pct:0,0,200,200", (0, 0, 600, 400)),
        ("pct:.5,0,1,1", (3, 0, 6, 4)),
    ],
)
def test_a_region_is_read_and_cut_at_the_edge(region: str, box: tuple[int, ...]) -> None:
    found = order(region)
    assert (found.x, found.y, found.width, found.height) == box


@pytest.mark.parametrize("region", NO_REGIONS)
def test_a_region_that_is_none_is_refused(region: str) -> None:
    with pytest.raises(BadRequest):
        order(region)


@pytest.mark.parametrize(
    ("size", "out"),
    [
        ("max", (600, 400)),
        ("^max", (600, 400)),
        ("300,", (300, 200)),
        (",100", (150, 100)),
        ("150,75", (150, 75)),
        ("pct:50", (300, 200)),
        ("pct:33.3", (200, 133)),
        ("!300,300", (300, 200)),
        ("!90,300", (90, 60)),
        ("!9000,9000", (600, 400)),
        ("^300,", (300, 200)),
        ("1,", (1, 1)),
        ("pct:0.01", (1, 1)),
    ],
)
def test_a_size_is_read(size: str, out: tuple[int, int]) -> None:
    found = order(size=size)
    assert (found.out_width, found.out_height) == out


@pytest.mark.parametrize("size", NO_SIZES)
def test_a_size_that_is_none_or_would_be_larger_is_refused(size: str) -> None:
    with pytest.raises(BadRequest):
        order(size=size)


@pytest.mark.parametrize("size", ["^601,", "^,800", "^pct:200", "^!1200,1200", "^999999999,999999999"])
def test_enlarging_is_told_apart_from_nonsense(size: str) -> None:
    with pytest.raises(exceptions.NotImplemented):
        order(size=size)


def test_the_most_of_a_part_would_have_to_be_enlarged() -> None:
    with pytest.raises(exceptions.NotImplemented):
        order("0,0,10,10", "^max")


@pytest.mark.parametrize(
    ("rotation", "read"),
    [("0", (False, 0)), ("90", (False, 90)), ("!180", (True, 180)), ("270.0", (False, 270)), ("360", (False, 0))],
)
def test_a_rotation_is_read(rotation: str, read: tuple[bool, int]) -> None:
    found = order(rotation=rotation)
    assert (found.mirrored, found.rotation) == read


@pytest.mark.parametrize("rotation", ["", "-90", "361", "!", "0!", "abc", "!-1", "1e2", "!!90", "NaN"])
def test_a_rotation_that_is_none_is_refused(rotation: str) -> None:
    with pytest.raises(BadRequest):
        order(rotation=rotation)


def test_odd_angles_are_not_offered() -> None:
    with pytest.raises(exceptions.NotImplemented):
        order(rotation="22.5")


@pytest.mark.parametrize(("quality", "suffix"), [("default", "tif"), ("default", ""), ("sepia", "jpg"), ("", "jpg")])
def test_an_unknown_quality_or_format_is_refused(quality: str, suffix: str) -> None:
    with pytest.raises(BadRequest):
        read_order(Address("full", "max", "0", quality, suffix), SHEET)


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        (("0,0,600,400", "600,400", "360", "color", "jpg"), ("full", "max", "0", "default", "jpg")),
        (("pct:0,0,50,50", "^pct:50", "!0", "gray", "png"), ("0,0,300,200", "150,100", "!0", "gray", "png")),
        (("square", "max", "90.0", "default", "webp"), ("100,0,400,400", "max", "90", "default", "webp")),
    ],
)
def test_the_same_picture_has_one_canonical_address(asked: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    found = canonical(read_order(Address(*asked), SHEET))
    assert astuple(found) == wanted
    assert canonical(read_order(found, SHEET)) == found


@pytest.mark.hypothesis
@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=8))
def test_any_address_is_an_order_within_the_limits_or_refused(region: str, size: str, rotation: str) -> None:
    try:
        found = order(region, size, rotation)
    except (BadRequest, exceptions.NotImplemented):
        return
    assert 1 <= found.out_width <= found.width
    assert 1 <= found.out_height <= found.height


@pytest.mark.parametrize("page", [(419.53, 595.28), (1, 1), (0, 0), (14400, 14400), (3, 14400), (-5, 9)])
def test_a_page_of_any_size_can_be_drawn_whole(page: tuple[float, float]) -> None:
    sheet = sheet_of(*page)
    assert min(sheet.width, sheet.height) >= 1
    assert max(sheet.width, sheet.height) <= LONGEST
    assert sheet.width * sheet.height <= MOST_PIXELS
    assert sheet.sizes()[-1] == {"width": sheet.width, "height": sheet.height}


def test_a_page_of_a_yearbook_is_as_large_as_a_good_scan() -> None:
    sheet = sheet_of(419.53, 595.28)  # A5, pt
    assert (sheet.width, sheet.height) == (1748, 2480)
    assert sheet.scale_factors() == [1, 2]

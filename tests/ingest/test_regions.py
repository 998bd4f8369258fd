"""Parts of pages, on a page of a hundred squares whose colours are known (as the IIIF validator's own image is)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageChops
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import ImageBomb, NoSuchPage
from ingest.rendering import RegionOrder, Renderer
from watermark.pdf.geometry import lengthen

Draw = Callable[..., Image.Image]
SIDE = 240  # pt: at 300 dpi the page is 1,000 px wide, a square 100 px
NEAR = 6  # of 255: what JPEG may change


def colour(column: int, row: int) -> tuple[int, int, int]:
    return 25 * column + 10, 25 * row + 10, (column * 7 + row * 13) % 10 * 25


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("squares") / "squares.pdf"
    sheet = Canvas(str(path), pagesize=(SIDE, SIDE))
    for column in range(10):
        for row in range(10):
            sheet.setFillColorRGB(*(part / 255 for part in colour(column, row)))
            sheet.rect(24 * column, SIDE - 24 * (row + 1), 24, 24, stroke=0, fill=1)
    sheet.save()
    return path


@pytest.fixture(scope="module")
def renderer(book: Path) -> Iterator[Renderer]:
    pool = Renderer([book.parent], workers=1)
    yield pool
    pool.close()


@pytest.fixture
def draw(renderer: Renderer, book: Path) -> Draw:
    def drawn(**wanted: Any) -> Image.Image:
        whole = {"full_width": 1000, "full_height": 1000, "x": 0, "y": 0, "width": 1000, "height": 1000}
        order = {**whole, **wanted}
        size = {"out_width": order["width"], "out_height": order["height"]}
        picture = Image.open(io.BytesIO(renderer.draw_region(book, 1, RegionOrder(**{**size, **order}))))
        picture.load()
        return picture

    return drawn


def is_near(found: Any, wanted: Any) -> bool:
    return all(abs(one - other) <= NEAR for one, other in zip(found, wanted, strict=True))


def test_the_whole_page_shows_every_square_in_its_place(draw: Draw) -> None:
    picture = draw()
    assert picture.size == (1000, 1000)
    places = [(column, row) for column in range(10) for row in range(10)]
    assert all(is_near(picture.getpixel((100 * c + 50, 100 * r + 50)), colour(c, r)) for c, r in places)


def test_the_foot_of_a_copy_lies_beyond_the_sheet(draw: Draw, book: Path, renderer: Renderer) -> None:
    """A page that the stamp made longer is drawn as the publication's page is: nothing is squeezed."""
    longer = book.with_name("longer.pdf")
    with pikepdf.open(book) as pdf:
        lengthen(pdf.pages[0].obj, 30)
        pdf.save(longer)
    order = RegionOrder(1000, 1000, 250, 730, 300, 270, 300, 270)
    seen = Image.open(io.BytesIO(renderer.draw_region(longer, 1, order)))
    plain = draw(x=250, y=730, width=300, height=270)
    assert ImageChops.difference(seen.convert("RGB"), plain).getextrema() <= ((0, NEAR),) * 3


@pytest.mark.parametrize("cut", [(300, 400, 100, 100), (250, 130, 333, 277), (900, 900, 100, 100), (0, 0, 1, 1)])
def test_a_region_shows_what_lies_there_to_the_pixel(draw: Draw, cut: tuple[int, int, int, int]) -> None:
    x, y, width, height = cut
    picture = draw(x=x, y=y, width=width, height=height, format="png")
    whole = draw(format="png")
    assert picture.size == (width, height)
    for across, down in ((0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1), (width // 2, height // 2)):
        assert is_near(picture.getpixel((across, down)), whole.getpixel((x + across, y + down))), (across, down)


def test_tiles_of_a_page_in_small_meet_without_a_gap(draw: Draw) -> None:
    """Scale 4, tiles of 128 px: 512 px of the page each; the last ones are narrower."""
    whole = draw(out_width=250, out_height=250, format="png")
    joined = Image.new("RGB", (250, 250))
    for x, y in ((0, 0), (512, 0), (0, 512), (512, 512)):
        width, height = min(512, 1000 - x), min(512, 1000 - y)
        tile = draw(
            x=x, y=y, width=width, height=height, out_width=-(-width // 4), out_height=-(-height // 4), format="png"
        )
        joined.paste(tile, (x // 4, y // 4))
    for place in range(5, 250, 10):
        if place % 25 in range(3, 22):  # inside a square, not on its edge
            assert is_near(joined.getpixel((place, 62)), whole.getpixel((place, 62)))
            assert is_near(joined.getpixel((62, place)), whole.getpixel((62, place)))


@pytest.mark.parametrize(("rotation", "corner"), [(0, (0, 0)), (90, (0, 9)), (180, (9, 9)), (270, (9, 0))])
def test_a_page_is_turned_clockwise(draw: Draw, rotation: int, corner: tuple[int, int]) -> None:
    assert is_near(draw(rotation=rotation).getpixel((50, 50)), colour(*corner))


def test_a_page_is_mirrored_before_it_is_turned(draw: Draw) -> None:
    assert is_near(draw(mirrored=True).getpixel((50, 50)), colour(9, 0))
    assert is_near(draw(mirrored=True, rotation=90).getpixel((50, 50)), colour(9, 9))


def test_grey_has_one_tone_a_pixel_and_bitonal_only_black_and_white(draw: Draw) -> None:
    assert draw(quality="gray").mode == "L"
    assert set(draw(quality="bitonal", format="png").convert("L").tobytes()) == {0, 255}


@pytest.mark.parametrize(("suffix", "kind"), [("jpg", "JPEG"), ("png", "PNG"), ("webp", "WEBP")])
def test_a_picture_comes_in_the_format_asked_for(draw: Draw, suffix: str, kind: str) -> None:
    assert draw(format=suffix, out_width=60, out_height=50).format == kind


def test_a_picture_too_large_to_draw_is_refused_and_the_worker_goes_on(draw: Draw, renderer: Renderer) -> None:
    with pytest.raises(ImageBomb):
        draw(full_width=90_000, full_height=90_000, width=90_000, height=90_000)
    with pytest.raises(ImageBomb):
        draw(out_width=0)
    assert draw(out_width=20, out_height=20).size == (20, 20)


def test_a_page_that_is_not_there_has_no_regions(renderer: Renderer, book: Path) -> None:
    with pytest.raises(NoSuchPage):
        renderer.draw_region(book, 2, RegionOrder(10, 10, 0, 0, 10, 10, 10, 10))

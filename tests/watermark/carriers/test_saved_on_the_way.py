"""A document of many pictures is saved while it is worked on: what comes of it is the same, nothing is left over."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pytest

from tests.watermark.carriers.test_pictures import PAPER, photograph
from watermark.carriers.images import document
from watermark.carriers.images.document import keyed_images, tile_pictures
from watermark.carriers.images.pictures import KEY

PAGES = 3


def book(path: Path) -> Path:
    """Give pages of a photograph each, and a bilevel scan between them, which MuPDF has to find by its number."""
    with pikepdf.new() as pdf:
        for number in range(PAGES):
            keys = {"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image}
            if number == 1:
                row = b"\xff" * 4 + b"\x0f\xf0" * 30 + b"\xff" * 4
                rows = b"".join(row if y // 14 % 3 else b"\xff" * len(row) for y in range(750))
                size = {"/Width": 8 * len(row), "/Height": 750, "/BitsPerComponent": 1}
                image = pdf.make_stream(rows, {**keys, **size, "/ColorSpace": pikepdf.Name.DeviceGray})
            else:
                size = {"/Width": 600 - 10 * number, "/Height": 850, "/BitsPerComponent": 8}
                filled = {"/ColorSpace": pikepdf.Name.DeviceRGB, "/Filter": pikepdf.Name.DCTDecode}
                image = pdf.make_stream(photograph(600 - 10 * number), {**keys, **size, **filled})
            page = pdf.add_blank_page(page_size=PAPER)
            name = page.add_resource(image, pikepdf.Name.XObject)
            page.obj["/Contents"] = pdf.make_stream(f"q 420 0 0 595 0 0 cm {name} Do Q".encode())
        pdf.save(path)
    return path


def test_a_book_saved_after_every_picture_is_the_one_saved_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, spools, files, found = book(tmp_path / "source.pdf"), [], [], []
    saved: list[Path] = []
    save = document.save_plain
    monkeypatch.setattr(document, "save_plain", lambda pdf, target: (saved.append(target), save(pdf, target)))
    for name, held in (("once", 1 << 40), ("often", 1)):
        monkeypatch.setattr(document, "_HELD", held)
        monkeypatch.setattr(document, "_SAVES", 1 << 40)
        spool = io.BytesIO()
        found.append(tile_pictures(source, tmp_path / f"{name}.pdf", spool, b"seed"))
        spools.append(spool.getvalue())
        files.append(re.sub(rb"/ID \[.*?\]", b"", (tmp_path / f"{name}.pdf").read_bytes()))  # made anew by each saving
    assert [len(page.slots) > 0 for page in found[0]] == [True] * PAGES, "every page has to carry something"
    assert len(saved) == 1 + PAGES
    assert files[0] == files[1]
    assert spools[0] == spools[1]
    assert [page.slots for page in found[0]] == [page.slots for page in found[1]]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["often.pdf", "once.pdf", "source.pdf"]


def test_a_source_that_brings_our_key_along_is_marked_as_if_it_did_not(tmp_path: Path) -> None:
    source = book(tmp_path / "source.pdf")
    expected = tile_pictures(source, tmp_path / "plain.pdf", io.BytesIO(), b"seed")
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        for forged, page in zip((0, pikepdf.Name.Forged, 2), pdf.pages, strict=True):
            (image,) = page.get_images().values()
            image[KEY] = forged
            page.obj["/Contents"][KEY] = 1
        pdf.save(source)
    found = tile_pictures(source, tmp_path / "marked.pdf", io.BytesIO(), b"seed")
    assert [page.slots for page in found] == [page.slots for page in expected]
    with pikepdf.open(tmp_path / "marked.pdf") as pdf:
        assert sorted(keyed_images(pdf)) == [0, 1, 2]
        assert all(KEY not in page.obj["/Contents"] for page in pdf.pages)

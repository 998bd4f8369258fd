"""A page that is drawn alone looks as in the whole copy, and takes along no more than it uses."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pikepdf
import pymupdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.watermark.assembly import awkward
from watermark.assemble import assemble
from watermark.errors import CodeMismatchError, SlotMapError
from watermark.prepare import prepare
from watermark.single_page import assemble_page, open_pages

if TYPE_CHECKING:
    from pathlib import Path

    from watermark.master import Master
    from watermark.stamp import Stamp


def picture_book(path: Path) -> Path:
    """Four pages, each a JPEG picture of its own, a bilevel one last; each page links to the next."""
    chance, canvas = np.random.default_rng(5), Canvas(str(path), pagesize=(420, 595), invariant=1)
    for number in range(3):
        picture = np.clip(chance.normal(210, 12, (620, 440, 3)), 0, 255).astype(np.uint8)
        for line in range(20):
            cv2.putText(picture, f"Halaman {number} {line}", (30, 50 + 28 * line), 0, 0.6, (30, 30, 30), 1)
        buffer = io.BytesIO()
        Image.fromarray(picture).save(buffer, "JPEG", quality=85)
        buffer.seek(0)
        canvas.drawImage(ImageReader(buffer), 0, 0, 420, 595)
        canvas.bookmarkPage(f"p{number}")
        canvas.linkRect("", f"p{(number + 1) % 3}", (0, 0, 50, 50))
        canvas.showPage()
    canvas.save()
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        bits = np.packbits(chance.random((595, 424)) > 0.03, axis=1).tobytes()
        page = pdf.add_blank_page(page_size=(420, 595))
        image = pdf.make_stream(bits, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=424, Height=595)
        image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceGray, 1
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
        page.obj.Contents = pdf.make_stream(b"q 420 0 0 595 0 0 cm /Im0 Do Q")
        pdf.save(path)
    return path


SOURCES = {
    "pictures": picture_book,
    "tags, links, a form on both pages": awkward.tagged,
    "one content for all": awkward.one_content_for_all,
    "contents in pieces": awkward.contents_cut_in_pieces,
}


@pytest.fixture(scope="module", params=SOURCES.values(), ids=SOURCES)
def master(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Master:
    folder = tmp_path_factory.mktemp("single")
    return prepare(request.param(folder / "source.pdf"), folder / "master")


def drawn(data: bytes, page: int) -> np.ndarray:
    with pymupdf.open(stream=data, filetype="pdf") as document:
        pixmap = document[page].get_pixmap(dpi=90)
        return np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride).copy()


def test_a_page_alone_is_drawn_as_in_the_whole_copy_pixel_by_pixel(
    master: Master, stamp: Stamp, tmp_path: Path
) -> None:
    """Whatever it draws with: forms, pictures of A and B, what all pages share; with the stamp and its fonts."""
    bits = np.random.default_rng(7).integers(0, 2, master.report.total).astype(np.uint8)
    whole = assemble(master.body, master.slots, code=bits, stamp=stamp, out=tmp_path / "copy.pdf").path.read_bytes()
    for page in range(master.pages):
        alone = assemble_page(master.body, master.slots, page, bits, stamp)
        assert np.array_equal(drawn(alone, 0), drawn(whole, page))
        with pikepdf.open(io.BytesIO(alone)) as pdf:
            assert pdf.check_pdf_syntax() == []
            assert len(pdf.pages) == 1


def test_a_picture_of_another_page_is_not_copied(tmp_path: Path) -> None:
    """Every page of a scanned book is a picture of its own, and links lead from page to page."""
    master = prepare(picture_book(tmp_path / "source.pdf"), tmp_path / "master")
    pages, bits = open_pages(master.body, master.slots), np.ones(master.report.total, np.uint8)
    for page in range(4):
        with pikepdf.open(io.BytesIO(pages.page(page, bits))) as pdf:
            streams = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
            assert sum(str(stream.get("/Subtype")) == "/Image" for stream in streams) <= 1
    source = (tmp_path / "source.pdf").stat().st_size
    assert sum(len(pages.page(page, bits)) for page in range(4)) < 1.3 * source


def test_pages_that_are_not_there_and_codes_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    first, second = (prepare(awkward.tagged(tmp_path / "a.pdf"), tmp_path / name) for name in ("a", "b"))
    pages = open_pages(first.body, first.slots)
    for page in (-1, first.pages):
        with pytest.raises(IndexError):
            pages.page(page, None)
    with pytest.raises(CodeMismatchError):
        pages.page(0, np.zeros(first.report.total + 1, np.uint8))
    other = prepare(awkward.turned(tmp_path / "c.pdf", 90), tmp_path / "c")
    with pytest.raises(SlotMapError):
        open_pages(other.body, second.slots)

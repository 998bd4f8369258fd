"""Bilevel scans: groups of black pixels move by a pixel or two, none is lost or added."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pikepdf
import pypdfium2
import pytest

from tests.watermark.assembly import readers
from watermark.assemble import assemble
from watermark.carriers.images.words import find_words
from watermark.pdf.ccitt import group4
from watermark.prepare import prepare
from watermark.rendering import render_page
from watermark.slots import read_slots

if TYPE_CHECKING:
    from pathlib import Path

    from watermark.master import Master
    from watermark.stamp import Stamp

LINE = "Peraturan Kepala Badan tentang tata cara"


def letter() -> np.ndarray:
    """Draw a page of text with a frame, 200 dpi; bool, True is black."""
    page = np.zeros((2200, 1654), np.uint8)
    for line in range(40):
        cv2.putText(page, LINE, (180, 260 + 45 * line), cv2.FONT_HERSHEY_SIMPLEX, 1.1, 1, 3)
    cv2.rectangle(page, (120, 180), (1500, 2100), 1, 3)
    return page.astype(bool)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Master]:
    folder = tmp_path_factory.mktemp("bilevel")
    ink = letter()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595.44, 792)).obj
        image = pdf.make_stream(
            group4(ink), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1654, Height=2200,
            ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=1, Filter=pikepdf.Name.CCITTFaxDecode,
            DecodeParms=pikepdf.Dictionary(K=-1, Columns=1654, Rows=2200),
        )  # fmt: skip
        page["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
        page["/Contents"] = pdf.make_stream(b"q 595.44 0 0 792 0 0 cm /Im0 Do Q")
        # group 4 codes ones as black, and a grey image shows black as zero
        image["/DecodeParms"]["/BlackIs1"] = False
        pdf.save(folder / "source.pdf")
    return folder / "source.pdf", prepare(folder / "source.pdf", folder / "master")


def test_a_bilevel_page_can_name_a_reader(made: tuple[Path, Master]) -> None:
    _, master = made
    slots = read_slots(master.slots)
    assert slots.carriers == ("bilevel strips",)
    assert len(slots) >= 63
    assert np.abs(slots.shift[:, 1]).max() < 0.6


def test_groups_and_rest_together_are_the_whole_picture() -> None:
    ink = letter()
    blobs, rest = find_words(ink, (200 / 72, 200 / 72))
    again = rest.copy()
    for blob in blobs:
        x0, y0, x1, y1 = blob.box
        assert not (again[y0:y1, x0:x1] & blob.ink).any()
        again[y0:y1, x0:x1] |= blob.ink
    assert np.array_equal(again, ink)
    assert rest[180, 800]  # the frame stays


def test_moved_groups_keep_all_their_ink_in_mupdf_and_pdfium(
    made: tuple[Path, Master], stamp: Stamp, tmp_path: Path
) -> None:
    source, master = made
    bits = np.random.default_rng(3).integers(0, 2, master.report.total).astype(np.uint8)
    copy = assemble(master.body, master.slots, code=bits, stamp=stamp, out=tmp_path / "copy.pdf")
    assert readers.qpdf_complaints(copy.path) == []
    inner = (slice(200, -200), slice(170, -170))

    def by_pdfium(path: Path) -> np.ndarray:
        document = pypdfium2.PdfDocument(path)
        try:
            return document[0].render(scale=200 / 72).to_numpy()[:, :, 0].copy()
        finally:
            document.close()

    before, after = by_pdfium(source)[inner] < 128, by_pdfium(copy.path)[inner] < 128
    # readers round the edges of each mask outwards, so strokes come out a trace bolder
    assert after.sum() == pytest.approx(before.sum(), rel=0.08)
    low = readers.drawn(source, 0, 200)[inner][:, :, 0] < 128
    high = render_page(master.body, master.slots, 0, 200, bits)[inner] < 128
    assert high.sum() == pytest.approx(low.sum(), rel=0.08)
    assert (high != low).any()

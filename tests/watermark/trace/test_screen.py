"""Screenshots of a viewer that sets letters on whole pixels are read against the page as it draws it."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pymupdf
import pytest

from bench.trace.pictures import cropped
from bench.trace.viewers import by_pdfium, framed
from tests.watermark.trace.conftest import Publication
from watermark.errors import LeakError
from watermark.pdf.screen import screen_page
from watermark.single_page import assemble_page
from watermark.stamp import Stamp
from watermark.trace import window
from watermark.trace.align import Aligned
from watermark.trace.leak import open_leak
from watermark.trace.read import SlotReader, blur_of, read_page
from watermark.trace.readings import SlotReadings
from watermark.trace.recognise import recognise
from watermark.trace.rivals import Found
from watermark.trace.screen import read_screen
from watermark.trace.views import MasterPages

STAMP = Stamp(
    name="Siti Rahmawati", contact="s•••@contoh.go.id", office="BPS Kota Metro", date="21 November 2026",
    request="R-2026-000417", verify_url="https://pustaka.example.go.id/v/000417", notice="Salinan untuk",
)  # fmt: skip


def copy_of(publication: Publication, out: Path, stamp: Stamp | None = None) -> Path:
    out.write_bytes(assemble_page(publication.body, publication.slots, 0, publication.bits, stamp))
    return out


def read(publication: Publication, picture: np.ndarray) -> tuple[SlotReadings, SlotReadings | None]:
    """Read a picture as any other, and as a screen's; None where it is none."""
    rivals = recognise(picture, [publication.known])
    assert rivals is not None
    found = rivals.first
    reader = SlotReader(found.view, blur_of(found.view.middle, found.aligned))
    readings, aligned = read_page(reader, found.aligned)
    after, _ = read_screen(found, aligned, publication.known.pages, readings)
    return readings, None if after is readings else after


def of_screen(publication: Publication, picture: np.ndarray) -> tuple[Found, Aligned, SlotReadings]:
    """Lay a picture over its page; nothing is read."""
    rivals = recognise(picture, [publication.known])
    assert rivals is not None
    slots = rivals.first.view.slots
    unread = SlotReadings(slots, np.zeros(len(slots)), np.full(len(slots), np.inf))
    return rivals.first, rivals.first.aligned, unread


def right(publication: Publication, readings: SlotReadings) -> float:
    """The share of readings that say what the leaker's code says, of those read."""
    told = np.isfinite(readings.noise)
    return float(((readings.value > 0) == (publication.bits[readings.slots] == 1))[told].mean())


@pytest.mark.parametrize("dpi", [96, 120, 144])
def test_a_screenshot_is_read_nearly_without_error(publication: Publication, tmp_path: Path, dpi: int) -> None:
    picture = framed(by_pdfium(copy_of(publication, tmp_path / "copy.pdf", STAMP), dpi))
    before, after = read(publication, picture)
    assert after is not None
    assert right(publication, after) > 0.94
    assert dpi > 96 or right(publication, before) < 0.9, "nothing was rounded, or this is no hard case"
    assert 60 <= np.isfinite(after.noise).sum() < len(after.slots), "words that look the same at A and B are unread"


@pytest.mark.parametrize("smoothing", ["dots", "grey", "rows"])
def test_what_one_page_told_of_the_screen_serves_another(
    publication: Publication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, smoothing: str
) -> None:
    """Pages that look alike lie in the same window, there or a little further down: it is sought once."""
    shape = (994, 703) if smoothing == "rows" else (992, 701)  # 85 dots an inch; a window
    drawn = screen_page(copy_of(publication, tmp_path / "copy.pdf").read_bytes(), shape, smoothing)
    found, aligned, unread = of_screen(publication, drawn)
    pages = publication.known.pages
    first, way = read_screen(found, aligned, pages, unread)
    assert way is not None
    assert (way.window.shape, way.smoothing) == (shape, smoothing)
    there, _ = read_screen(found, aligned, pages, unread, way.drawn)
    monkeypatch.setattr("watermark.trace.screen.find_windows", None)  # calling it would raise
    again, _ = read_screen(found, aligned, pages, unread, way)
    assert np.array_equal(again.value, first.value)
    assert np.array_equal(there.value, first.value)
    assert right(publication, again) > 0.94


@pytest.mark.parametrize("corner", [0, 2])
def test_a_part_of_the_window_is_read_as_well(publication: Publication, tmp_path: Path, corner: int) -> None:
    page = by_pdfium(copy_of(publication, tmp_path / "copy.pdf"), 120)
    _, after = read(publication, framed(cropped(page, 0.6, corner)))
    assert after is not None
    assert right(publication, after) > 0.94
    assert np.isfinite(after.noise).sum() >= 20


def test_a_messengers_compression_does_no_harm(publication: Publication, tmp_path: Path) -> None:
    page = by_pdfium(copy_of(publication, tmp_path / "copy.pdf"), 120)
    pressed = cv2.imdecode(cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, 85])[1], cv2.IMREAD_GRAYSCALE)
    _, after = read(publication, pressed)
    assert after is not None
    assert right(publication, after) > 0.94


@pytest.mark.parametrize("kind", ["drawn by another engine", "printed and laid askew", "scaled by a browser"])
def test_other_pictures_are_none_of_a_screen(publication: Publication, tmp_path: Path, kind: str) -> None:
    if kind == "drawn by another engine":
        picture = publication.page(0, 110)
    elif kind == "printed and laid askew":
        page = publication.page(0, 150)
        turn = cv2.getRotationMatrix2D((600, 800), 1.5, 1.0)
        picture = cv2.warpAffine(page, turn, page.shape[::-1], borderValue=255)
    else:
        page = by_pdfium(copy_of(publication, tmp_path / "copy.pdf"), 110)
        picture = cv2.resize(page, None, fx=1.13, fy=1.13, interpolation=cv2.INTER_LINEAR)
    assert read(publication, picture)[1] is None


@pytest.mark.parametrize("failing", [LeakError("no"), RuntimeError("no")])
def test_a_page_that_the_other_engine_cannot_draw_is_read_as_before(
    publication: Publication, monkeypatch: pytest.MonkeyPatch, failing: Exception
) -> None:
    def fail(*_: object) -> np.ndarray:
        raise failing

    monkeypatch.setattr(type(publication.known.pages), "screen", fail)
    before, after = read(publication, publication.page(0, 100))
    assert np.isfinite(before.noise).any()
    assert after is None


def test_no_screen_is_sought_for_a_page_larger_than_any(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "LONGEST", 500)
    monkeypatch.setattr(type(publication.known.pages), "screen", None)  # calling it would raise
    assert read(publication, publication.page(0, 100))[1] is None


def test_pages_whose_words_carry_nothing_are_left_to_the_alignment(
    publication: Publication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A photograph looks the same in every engine, and between two pixels: whole pixels would only blur its tiles."""
    picture = by_pdfium(copy_of(publication, tmp_path / "copy.pdf"), 96)
    monkeypatch.setattr(type(publication.known.pages), "words", lambda *_: (False, False))
    monkeypatch.setattr(type(publication.known.pages), "screen", None)  # calling it would raise
    assert read(publication, picture)[1] is None


def test_a_page_that_tells_nothing_of_the_screen_leaves_others_to_seek_it(
    publication: Publication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A version without words, or one that the engine cannot draw, is no reason to read the next one worse."""
    found, aligned, unread = of_screen(publication, by_pdfium(copy_of(publication, tmp_path / "copy.pdf"), 110))
    pages = publication.known.pages
    with monkeypatch.context() as lost:
        lost.setattr(type(pages), "words", lambda *_: (False, False))
        assert read_screen(found, aligned, pages, unread) == (unread, None)
    _, way = read_screen(found, aligned, pages, unread, None)
    assert way is not None


@pytest.mark.parametrize("dpi", [110, 150])
def test_pages_that_a_script_made_pictures_are_read_by_rows_of_pixels(
    publication: Publication, tmp_path: Path, dpi: int
) -> None:
    """MuPDF sets lines on whole rows; the picture keeps its pixels, in whatever PDF it is put."""
    out = tmp_path / "pictures.pdf"
    with pymupdf.open(copy_of(publication, tmp_path / "copy.pdf", STAMP)) as copy, pymupdf.open() as flat:
        page = copy[0]
        drawn = page.get_pixmap(dpi=dpi).tobytes("jpeg", jpg_quality=75)
        flat.new_page(width=page.rect.width, height=page.rect.height).insert_image(page.rect, stream=drawn)
        flat.save(out)
    (leak,) = open_leak(out).read([0])
    assert leak.picture.shape == pymupdf.Pixmap(drawn).irect[3:1:-1]
    _, after = read(publication, leak.picture)
    assert after is not None
    assert right(publication, after) > 0.97


def test_where_one_engine_fails_what_the_other_told_stands(
    publication: Publication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = publication.known.pages
    draw = type(pages).screen

    def without_rows(self: MasterPages, page: int, shape: tuple[int, int], smoothing: str, bits: np.ndarray) -> object:
        if smoothing == "rows":
            raise ValueError("no")
        return draw(self, page, shape, smoothing, bits)

    monkeypatch.setattr(type(pages), "screen", without_rows)
    monkeypatch.setattr("watermark.trace.screen._SURE", 1.1)  # nothing is so sure that rows are not tried
    _, after = read(publication, by_pdfium(copy_of(publication, tmp_path / "copy.pdf"), 110))
    assert after is not None
    assert right(publication, after) > 0.94


@pytest.mark.parametrize("contrast", [1.0, 0.4])
def test_a_page_drawn_finely_is_not_read_by_rows_on_which_its_words_nearly_stand(
    publication: Publication, monkeypatch: pytest.MonkeyPatch, contrast: float
) -> None:
    """At 200 dpi a row is never further than 0.18 pt: MuPDF's drawing, too, is 0.99 alike then."""
    picture = 255 - (255 - publication.page(0, 200)) * contrast
    monkeypatch.setattr("watermark.trace.screen._SAME", 0.97)  # more alike than another page would have to be
    before, after = read(publication, picture.round().astype(np.uint8))
    assert after is None
    assert right(publication, before) > 0.97

"""Sheets that were scanned badly are read as if they had been scanned well, and the original stays as it was."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pymupdf
import pytest

from ingest import OcrOptions, Reading, read_file
from ingest.repair.record import PageOrigin
from tests.ingest.repair.sheets import askew, open_book, save, sheet, specked


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Reading]:
    """One scan of a sheet askew, one on its head, a specked one, an empty one and an open book, and its reading."""
    folder = tmp_path_factory.mktemp("scan")
    page = sheet(5, height=240)
    book = open_book(sheet(5, 12, width=360, height=440), sheet(5, 13, width=360, height=440))
    empty = np.full_like(page, 255)
    scan = save(folder / "a.tif", askew(page, 3), np.rot90(page, 2).copy(), specked(page), empty, book)
    return scan, read_file(scan, folder / "work", ocr=OcrOptions(jobs=1))


def repairs(origin: PageOrigin | None) -> list[tuple[str, bool]]:
    return [(each.kind, each.kept) for each in origin.repairs] if origin else []


def test_every_page_is_read_whatever_the_hand_that_scanned_it(shelf):
    pages = shelf[1].pages
    assert len(pages) == 6, "the open book gives two"
    for number in (1, 2, 3, 5, 6):
        assert "Jumlah penduduk" in pages[number - 1].text, number
    assert [page.number for page in pages] == [1, 2, 3, 4, 5, 6]


def test_each_repair_is_told_with_what_was_measured(shelf):
    pages = shelf[1].pages
    assert [repairs(page.origin) for page in pages[:3]] == [
        [("deskew", True)],
        [("turn", True)],
        [("despeckle", True)],
    ]
    skew, turn = pages[0].origin.repairs[0], pages[1].origin.repairs[0]
    assert skew.value == pytest.approx(3, abs=0.15)
    assert (turn.value, turn.reason) == (180, "orientation")
    assert turn.after > 0.8 > turn.before
    assert all(page.confidence is None or page.confidence > 0.6 for page in pages)


def test_an_empty_sheet_is_said_to_be_blank_and_is_not_recognised(shelf):
    blank = shelf[1].pages[3]
    assert (blank.blank, blank.source, blank.confidence, blank.origin) == (True, "none", None, None)
    assert not any(page.blank for page in shelf[1].pages if page.number != 4)


def test_the_halves_of_an_open_book_say_which_page_they_are_of(shelf):
    left, right = shelf[1].pages[4:]
    assert (left.origin.source_page, left.origin.part) == (5, 1)
    assert (right.origin.source_page, right.origin.part) == (5, 2)
    assert left.text.rstrip().endswith("12")
    assert right.text.rstrip().endswith("13")
    assert left.width_pt + right.width_pt == pytest.approx(720 / 150 * 72, abs=0.5)


def test_repairs_go_to_what_is_shown_and_the_original_keeps_its_bytes(shelf):
    scan, reading = shelf
    assert reading.original_sha256 == hashlib.sha256(scan.read_bytes()).hexdigest()
    with pymupdf.open(reading.pdf) as document:
        assert document.page_count == 6
        assert document[1].rotation == 180, "a turn costs no quality: the picture stays as it is"
        words = [word[4] for word in document[0].get_text("words")]
    assert "Jumlah" in words


def test_without_repairs_pages_stay_as_they_came(tmp_path):
    scan = save(tmp_path / "a.tif", askew(sheet(4, height=200), 3))
    reading = read_file(scan, tmp_path / "work", ocr=OcrOptions(jobs=1, repair=False))
    assert reading.pages[0].origin is None
    assert reading.pages[0].confidence is not None

"""The words of a page in reading order, without what was stamped across it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.text.captions import page_captions
from ingest.text.language import language_of
from ingest.text.lines import Line
from ingest.text.order import in_reading_order, to_text
from ingest.text.stamps import is_address, repeated_addresses
from ingest.text.survey import PageSurvey, survey_page
from ingest.text.titles import is_english
from tests.ingest import makers

STAMP = "https://jemberkab.bps.go.id"


def _page(path: Path, draw: Callable[[Canvas], None]) -> PageSurvey:
    canvas = Canvas(str(path), pagesize=makers.A5)
    canvas.setFont("Helvetica", 10)
    draw(canvas)
    canvas.save()
    with pymupdf.open(path) as document:
        return survey_page(document[0])


def _rows(survey: PageSurvey) -> list[list[Line]]:
    return in_reading_order(survey.lines, survey.lines[0].direction) if survey.lines else []


def _text(survey: PageSurvey) -> str:
    return to_text(_rows(survey))


def test_a_diagonal_address_is_no_part_of_the_text(tmp_path: Path) -> None:
    """Neither whole nor letter by letter."""

    def draw(canvas: Canvas) -> None:
        for index, line in enumerate(makers.SENTENCES):
            canvas.drawString(40, 400 - 14 * index, line)
        makers.diagonal(canvas, STAMP)

    assert _text(_page(tmp_path / "a.pdf", draw)) == "\n".join(makers.SENTENCES)


def test_a_stamp_drawn_letter_by_letter_leaves_the_words_it_crosses_whole(tmp_path: Path) -> None:
    """Each letter of the stamp is its own piece of text, in the middle of the lines it crosses."""

    def draw(canvas: Canvas) -> None:
        for index, line in enumerate(makers.SENTENCES):
            canvas.drawString(40, 300 - 14 * index, line)
            for at, letter in enumerate(STAMP):
                canvas.saveState()
                canvas.translate(60 + 8 * at, 250 + 8 * at)
                canvas.rotate(45)
                canvas.drawString(0, 0, letter)
                canvas.restoreState()

    assert _text(_page(tmp_path / "a.pdf", draw)) == "\n".join(makers.SENTENCES)


@pytest.mark.parametrize("angle", [90, 270])
def test_a_vertical_address_on_an_empty_page_leaves_no_text(angle: int, tmp_path: Path) -> None:
    """Although it is all that the page holds, it does not set the reading direction."""

    def draw(canvas: Canvas) -> None:
        canvas.translate(200, 300)
        canvas.rotate(angle)
        canvas.drawString(0, 0, STAMP)

    survey = _page(tmp_path / "a.pdf", draw)
    assert survey.needs_ocr is None
    assert repeated_addresses([survey.lines, survey.lines]) or not survey.lines


def test_a_table_set_sideways_is_read_in_its_own_direction(tmp_path: Path) -> None:
    """A wide table stands on its side on an upright page; its rows come from its top."""

    def draw(canvas: Canvas) -> None:
        canvas.translate(100, 60)
        canvas.rotate(90)
        for index, line in enumerate(makers.SENTENCES):
            canvas.drawString(0, -20 * index, line)

    assert _text(_page(tmp_path / "a.pdf", draw)) == "\n".join(makers.SENTENCES)


def test_two_columns_of_prose_are_read_one_after_the_other(tmp_path: Path) -> None:
    """Left to its end, then right; a heading across both comes first."""
    left = [f"kolom kiri baris {n} dari teks" for n in range(8)]
    right = [f"right column line {n} of text" for n in range(8)]

    def draw(canvas: Canvas) -> None:
        canvas.drawString(40, 540, "Judul yang membentang di atas kedua kolom teks di halaman ini semuanya")
        for index, (one, other) in enumerate(zip(left, right, strict=True)):
            canvas.drawString(40, 500 - 14 * index, one)
            canvas.drawString(215, 500 - 14 * index, other)

    lines = _text(_page(tmp_path / "a.pdf", draw)).split("\n")
    assert lines[0].startswith("Judul")
    assert lines[1:] == left + right


def test_the_cells_of_a_table_row_stay_on_one_line(tmp_path: Path) -> None:
    """A number is found together with the name of its row."""

    def draw(canvas: Canvas) -> None:
        for row in range(12):
            for x, cell in ((40, f"Desa {row}"), (180, f"{row} 215"), (300, f"{row},5")):
                canvas.drawString(x, 500 - 14 * row, cell)

    lines = _text(_page(tmp_path / "a.pdf", draw)).split("\n")
    assert lines[7] == "Desa 7  7 215  7,5"


@pytest.mark.parametrize(
    ("text", "whether"),
    [
        ("https://jemberkab.bps.go.id", True),
        ("di.og.spb.bakrebmej//:sptth", True),
        ("jdih.bapeten.go.id", True),
        ("https ://www . bps . go . id", True),
        ("Sumber: bps.go.id dan dinas", False),
        ("Jumlah penduduk", False),
        ("12.345", False),
    ],
)
def test_an_address_is_told_from_text(text: str, whether: bool) -> None:
    """Alone on its line, in either direction, spaced out or not."""
    assert is_address(text) is whether


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("\n".join(makers.SENTENCES), "id"),
        ("The number of inhabitants grows every year.\nRice production fell because of the long drought.", "en"),
        (makers.SENTENCES[0] + "\nThe population of the district continues to grow every single year.", "id+en"),
        ("12 345\n67 890", "und"),
        ("", "und"),
    ],
)
def test_the_languages_of_a_text_are_named(text: str, language: str) -> None:
    """One, both, or none."""
    assert language_of([text]) == language


def test_titles_of_one_line_are_told_apart_by_small_words() -> None:
    """Too short for a statistical model."""
    assert is_english("Ajung District in Figures")
    assert not is_english("Kecamatan Ajung Dalam Angka")


def test_a_caption_in_two_columns_is_put_together(tmp_path: Path) -> None:
    """The label at the left, title and translation at the right, the table's head left out."""

    def draw(canvas: Canvas) -> None:
        canvas.drawString(42, 520, "Tabel")
        canvas.drawString(42, 508, "Table")
        canvas.drawString(72, 514, "3.2.4")
        canvas.drawString(120, 520, "Jumlah Penduduk Menurut Desa")
        canvas.drawString(120, 508, "dan Jenis Kelamin, 2021")
        canvas.drawString(120, 496, "Population by Village and Sex, 2021")
        canvas.drawString(60, 460, "Desa")
        canvas.drawString(200, 460, "Laki-laki")

    (caption,) = page_captions(7, _rows(_page(tmp_path / "a.pdf", draw)))
    assert (caption.page, caption.kind, caption.number) == (7, "table", "3.2.4")
    assert caption.title == "Jumlah Penduduk Menurut Desa dan Jenis Kelamin, 2021"
    assert caption.parallel_title == "Population by Village and Sex, 2021"


def test_a_caption_in_one_line_is_read_and_a_list_of_tables_is_not(tmp_path: Path) -> None:
    """Rows that lead to a page number with dots belong to the contents."""

    def caption(canvas: Canvas) -> None:
        canvas.drawString(42, 520, "Gambar 2.1 Jumlah Aparatur Desa, 2021")

    def contents(canvas: Canvas) -> None:
        for n in range(5):
            canvas.drawString(42, 520 - 14 * n, f"Tabel 1.{n} Luas Wilayah Menurut Desa ........ {n}")

    (found,) = page_captions(1, _rows(_page(tmp_path / "a.pdf", caption)))
    assert (found.kind, found.number, found.title) == ("figure", "2.1", "Jumlah Aparatur Desa, 2021")
    assert not list(page_captions(1, _rows(_page(tmp_path / "b.pdf", contents))))


@pytest.mark.corpus
def test_no_scattered_letter_of_the_stamp_remains_in_any_yearbook(corpus: Path) -> None:
    """Every page of every yearbook: no address, no run of single letters as the stamp leaves them."""
    scattered = re.compile(r"(?:\b[dihtpsbgo./:]\s+){5,}|di\.og|Dpata|preseint", re.IGNORECASE)
    for path in sorted((corpus / "born").glob("*dalam_angka*.pdf")):
        with pymupdf.open(path) as document:
            for page in document:
                text = _text(survey_page(page))
                assert not scattered.search(text), (path.name, page.number + 1)
                alone = [line for line in text.splitlines() if is_address(line) and "jemberkab" in line]
                # The back cover names the office's site itself, in upright letters.
                assert not alone or page.number + 1 == len(document), (path.name, page.number + 1)


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        ("kepka_bapeten_140_2020_notext.pdf", {"image"}),
        ("pp_46_2009_notext.pdf", {"image"}),
        ("ocrmypdf_c02-22.pdf", {"image"}),
        ("pp_42_2022.pdf", {None}),
        ("pp_28_2025_lamp3.pdf", {None}),
        ("se_bapeten_0555_2020_signed.pdf", {None}),
    ],
)
def test_real_scans_are_recognised_as_such(name: str, reasons: set[str | None], corpus: Path) -> None:
    """A stamped address, one space or 64 dpi do not hide a scan; an OCR layer makes another pass needless."""
    with pymupdf.open(corpus / "scan" / name) as document:
        surveys = [survey_page(page) for page in document]
    assert {survey.needs_ocr for survey in surveys} == reasons
    assert all(survey.has_ocr_layer for survey in surveys) == (reasons == {None})

"""What a publication says of itself, from its imprint page, else from what else there is."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path

import pymupdf
import pytest

from ingest.metadata import numbers, titles
from ingest.metadata.imprint import read_metadata
from ingest.reading import Metadata
from ingest.text.lines import Line
from ingest.text.order import in_reading_order
from ingest.text.survey import survey_page

IMPRINT = (
    "KECAMATAN AJUNG DALAM ANGKA",
    "Ajung Subdistrict in Figures",
    "2022",
    "ISSN: 2620-455x",
    "No. Publikasi/Publication Number: 3509, 2217",
    "Katalog /Catalog:1102001.3509110",
    "Ukuran Buku/Book Size: 14,8 cm x 21 cm",
    "Jumlah Halaman/Number of Pages : xxxvi + 300 hal/pages",
    "Naskah/Manuscript:",
    "BPS Kabupaten Jember",
    "Diterbitkan oleh/Published by:",
    "©BPS Kabupaten Jember/BPS-Statistics of Jember Regency",
)


def _lines(texts: Sequence[str], size: float = 10) -> list[list[Line]]:
    return [
        [Line(text, (40, 50 + 14 * n, 40 + 6 * len(text), 60 + 14 * n), size, (1, 0), n, 0, True)]
        for n, text in enumerate(texts)
    ]


def test_the_imprint_page_is_read_value_by_value() -> None:
    """Raw and normalised, with the place each was read from."""
    read = read_metadata({1: [], 4: _lines(IMPRINT)}, "", "ajung.pdf")
    values = {field: found.value for field, found in vars(read).items() if found}
    assert values == {
        "title": "Kecamatan Ajung Dalam Angka",
        "parallel_title": "Ajung Subdistrict in Figures",
        "year": "2022",
        "issn": "2620-455X",
        "publication_number": "3509.2217",
        "catalogue_number": "1102001.3509110",
        "size": "14.8 × 21 cm",
        "extent": "xxxvi + 300",
        "publisher": "Badan Pusat Statistik Kabupaten Jember",
    }
    assert read.publication_number is not None
    assert read.publication_number.raw == "3509, 2217"
    assert read.publication_number.page == 4
    assert read.publication_number.bbox == (40, 106, 304, 116)


@pytest.mark.parametrize(
    ("printed", "normalised"),
    [
        ("03200.2322", "03200.2322"),
        ("73000.24006", "73000.24006"),
        ("3509.2117", "3509.2117"),
        ("3509, 2217", "3509.2217"),
        ("3509,240", "3509.240"),
        ("13000.05.01", "13000.05.01"),
        ("35092041", "3509.2041"),
        ("belum ada", None),
    ],
)
def test_a_publication_number_is_read_in_all_its_spellings(printed: str, normalised: str | None) -> None:
    """Unit, separator, year and sequence; undivided ones are divided by their region."""
    found = numbers.publication_number(printed, "3509730")
    assert (found and found[0]) == normalised
    if found:
        assert found[1] == printed


@pytest.mark.parametrize(
    ("printed", "normalised"),
    [
        ("1303004", "1303004"),
        ("1102001.73", "1102001.73"),
        ("5204003.7315", "5204003.7315"),
        ("1102001.3509110", "1102001.3509110"),
        ("1102001.", "1102001"),
        ("1102001 . 3509110", "1102001.3509110"),
        ("11020", None),
    ],
)
def test_a_catalogue_number_is_read_with_and_without_its_region(printed: str, normalised: str | None) -> None:
    """Seven digits, then a region of 2, 4 or 7."""
    found = numbers.catalogue_number(printed)
    assert (found and found[0]) == normalised


def test_issn_and_isbn_are_checked_and_kept_even_when_wrong() -> None:
    """A wrong check digit is printed more often than one would think."""
    assert numbers.issn_number("ISSN 2620-679X") == ("2620-679X", "2620-679X", True)
    assert numbers.issn_number("2620-4551") == ("2620-4551", "2620-4551", False)
    assert numbers.isbn_number("978-0-306-40615-7") == ("978-0-306-40615-7", "978-0-306-40615-7", True)
    wrong = numbers.isbn_number("978-0-306-40615-1")
    assert wrong is not None
    assert wrong[2] is False


@pytest.mark.parametrize("stated", ["Microsoft Word - naskah.doc", "untitled", "Layout 1", "scan0001.pdf", "  "])
def test_a_title_that_only_a_program_wrote_is_passed_over(stated: str) -> None:
    """The name of the file says more."""
    read = read_metadata({1: []}, stated, "kota_metro_2023.pdf")
    assert read.title is not None
    assert (read.title.value, read.title.how) == ("Kota metro 2023", "file-name")


def test_a_title_that_the_pdf_states_is_taken_where_no_imprint_is() -> None:
    """With the year that it names."""
    read = read_metadata({1: []}, "Keputusan Kepala No 140/K/I/2020 tentang Wewenang", "x.pdf")
    assert read.title is not None
    assert read.title.how == "pdf-title"
    assert read.year is not None
    assert read.year.value == "2020"


def test_the_largest_type_of_the_cover_is_the_next_best_title() -> None:
    """Two lines of it, in capitals."""
    cover = [*_lines(["STATISTIK DAERAH", "KOTA METRO"], 30), *_lines(["2023"], 12)]
    read = read_metadata({1: cover}, "", "x.pdf")
    assert read.title is not None
    assert (read.title.value, read.title.how) == ("Statistik Daerah Kota Metro", "cover")
    assert read.year is not None
    assert read.year.value == "2023"


def test_a_regulation_is_named_by_kind_number_and_subject() -> None:
    """Its largest type would be an accident of recognition."""
    page = ["PRESIDEN", "REPUBLIK INDONESIA", "PERATURAN PEMERINTAH REPUBLIK INDONESIA", "NOMOR 46 TAHUN 2009"]
    page += ["TENTANG", "BATAS PERTANGGUNGJAWABAN", "KERUGIAN NUKLIR", "DENGAN RAHMAT TUHAN YANG MAHA ESA", "isi"]
    read = read_metadata({1: _lines(page)}, "", "pp.pdf")
    assert read.title is not None
    assert read.title.value == (
        "Peraturan Pemerintah Republik Indonesia Nomor 46 Tahun 2009 tentang Batas Pertanggungjawaban Kerugian Nuklir"
    )
    assert read.year is not None
    assert read.year.value == "2009"


def test_a_title_carried_over_from_another_book_is_outvoted() -> None:
    """The imprint page of one yearbook names its neighbour; its feet and its name agree on the truth."""
    pages = {n: _lines(["isi", f"Kecamatan Silo Dalam Angka Tahun 2020 {n}"]) for n in (1, 3, 5)}
    pages[4] = _lines(["KECAMATAN TANGGUL DALAM ANGKA", "2020", *IMPRINT[4:6]])
    read = read_metadata(pages, "", "silo_dalam_angka_2020.pdf")
    assert read.title is not None
    assert (read.title.value, read.title.how) == ("Kecamatan Silo Dalam Angka", "running-foot")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("../../x", "X"),
        ("../../etc/passwd.pdf", "Passwd"),
        (".pdf", "Tanpa judul"),
        ("\x00\x1b[2J.pdf", "[2J"),
        ("Kota_Metro_dalam_angka_2022.pdf", "Kota Metro dalam angka 2022"),
        ("C:\\naskah\\laporan.PDF", "Laporan"),
        ("a" * 300, "A" + "a" * 199),
    ],
)
def test_a_file_name_becomes_a_clean_title(name: str, title: str) -> None:
    """No folders, no control characters, 200 letters at most."""
    assert titles.name_title(name).value == title


# Where the table, which was made by pattern, differs from what the page shows (each looked at):
CHECKED = {
    ("jelbuk_dalam_angka_2020.pdf", "halaman_colophon"): "xx + 85",  # the table's pattern missed ":xx + 85"
    ("jenggawah_dalam_angka_2022.pdf", "issn"): "2620-455X",  # the table lost the check character
    ("sumbersari_dalam_angka_2022.pdf", "issn"): "2620-679X",  # the same
    ("patrang_dalam_angka_2020.pdf", "nomor_publikasi"): "3509.2041",  # printed without a separator: 35092041
}
COLUMNS = {
    "judul": "title",
    "title_en": "parallel_title",
    "tahun": "year",
    "nomor_publikasi": "publication_number",
    "katalog": "catalogue_number",
    "issn": "issn",
    "halaman_colophon": "extent",
}


@pytest.mark.corpus
def test_at_least_95_percent_of_the_fields_of_20_real_books_are_right(corpus: Path) -> None:
    """All columns of the table for all books of the folder, spelling of separators and capitals aside."""
    with (corpus / "meta" / "colophon_40.tsv").open(encoding="utf-8") as table:
        truth = {row["file"].lower(): row for row in csv.DictReader(table, delimiter="\t")}
    books = sorted((corpus / "front").glob("*.pdf"))
    wrong = []
    for book in books:
        read = _read(book)
        for column, field in COLUMNS.items():
            expected = CHECKED.get((book.name, column), truth[book.name][column])
            found = getattr(read, field)
            if _bare(expected) != _bare(found.value if found else ""):
                wrong.append((book.name, field, expected, found))
    fields = len(books) * len(COLUMNS)
    assert len(books) == 20
    assert 1 - len(wrong) / fields >= 0.95, wrong


def _read(book: Path) -> Metadata:
    rows = {}
    with pymupdf.open(book) as document:
        for page in document:
            lines = survey_page(page).lines
            rows[page.number + 1] = in_reading_order(lines, lines[0].direction) if lines else []
    return read_metadata(rows, "", book.name)


def _bare(value: str) -> str:
    return re.sub(r"[\s.,-]", "", value).lower()

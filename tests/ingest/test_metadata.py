"""What a publication says of itself, from its imprint page, else from what else there is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bench.metadata.__main__ import read_book
from bench.metadata.truth import COLUMNS, books, same, truth
from ingest.metadata import numbers, titles
from ingest.metadata.confidence import DISPUTED
from ingest.metadata.imprint import read_metadata
from ingest.reading import Metadata
from ingest.text.lines import Line

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


def _read(*pages: Sequence[str], name: str = "x.pdf", **more: object) -> Metadata:
    return read_metadata({n: _lines(page) for n, page in enumerate(pages, 1)}, "", name, **more)  # type: ignore[arg-type]


def test_a_title_that_the_feet_contradict_is_doubtful_whichever_wins() -> None:
    """And so is the translation that stands below an outvoted one."""
    foot = ["isi", "Kecamatan Silo Dalam Angka Tahun 2020 3"]
    imprint = ["KECAMATAN TANGGUL DALAM ANGKA", "Tanggul District in Figures", "2020", *IMPRINT[4:6]]
    for name, title in (("silo_2020.pdf", "Silo"), ("x.pdf", "Tanggul")):
        read = _read(foot, foot, foot, imprint, name=name)
        assert read.title is not None
        assert read.parallel_title is not None
        assert title in read.title.value
        assert read.title.confidence <= DISPUTED
        assert (read.parallel_title.confidence <= DISPUTED) == (title == "Silo")


@pytest.mark.parametrize(
    ("printed", "sure"),
    [("3509.2217", True), ("3509.2301", True), ("3509.2117", False), ("35092217", True), ("3509,240", False)],
)
def test_a_publication_number_of_another_year_or_too_short_is_doubtful(printed: str, sure: bool) -> None:
    """The number holds the year of the book, or of the next; else it was left from the book before."""
    read = _read([*IMPRINT[:4], f"Nomor Publikasi: {printed}", *IMPRINT[5:]])
    assert read.publication_number is not None
    assert (read.publication_number.confidence >= 0.75) is sure


def test_a_catalogue_number_without_its_promised_region_is_doubtful() -> None:
    """One of the forty books has "1102001."; national publications have no region and no full stop."""
    for printed, sure in (("1102001.", False), ("1102001", True), ("1102001.3509110", True)):
        read = _read([*IMPRINT[:5], f"Katalog: {printed}", *IMPRINT[6:]])
        assert read.catalogue_number is not None
        assert (read.catalogue_number.confidence >= 0.75) is sure


def test_a_value_from_a_page_that_was_hard_to_recognise_is_doubtful() -> None:
    """The confidence of recognition counts in."""
    read = _read(IMPRINT, recognised={1: 0.6})
    assert read.issn is not None
    assert read.issn.confidence == pytest.approx(0.582)


@pytest.mark.parametrize(
    ("printed", "value"), [("Volume 12, 2022", "12"), ("Edisi/Edition : XIV", "14"), ("Cetakan: 2", "2")]
)
def test_an_edition_is_its_number(printed: str, value: str) -> None:
    """In figures, whatever the imprint page prints."""
    read = _read([*IMPRINT[:3], printed, *IMPRINT[3:]])
    assert read.edition is not None
    assert read.edition.value == value


def test_the_year_over_again_is_no_edition() -> None:
    """ "Edisi 2022" says nothing more."""
    assert _read([*IMPRINT[:3], "Edisi 2022", *IMPRINT[3:]]).edition is None


@pytest.mark.corpus
def test_at_least_95_percent_of_the_fields_of_20_real_books_are_right(corpus: Path) -> None:
    """All columns of the table for all books, with and without the help of the file's name."""
    wanted = truth(corpus)
    assert len(books(corpus)) == 20
    for name in (None, "x.pdf"):
        read = {book.name: read_book(book, name) for book in books(corpus)}
        wrong = [key for key, value in wanted.items() if not same(value, _text(read[key[0]], key[1]))]
        assert len(wanted) == 20 * len(COLUMNS)
        assert 1 - len(wrong) / len(wanted) >= 0.95, wrong
        unnoticed = [key for key in wrong if getattr(read[key[0]], key[1]).confidence >= 0.75]
        assert unnoticed == [], "what is wrong comes to the librarian's eye first"


def _text(read: Metadata, field: str) -> str:
    found = getattr(read, field)
    return found.value if found else ""

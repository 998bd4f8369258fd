"""Tables, figures and chapters of a file: found where they stand, whatever their labels look like."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pymupdf
import pytest

from bench.headings.measure import compare, read
from bench.headings.printed_list import printed_list
from ingest.reading import Caption
from ingest.text.bilingual import split_languages, split_name
from ingest.text.captions import page_captions
from ingest.text.headings import book_headings
from ingest.text.lines import Line
from ingest.text.order import to_text
from ingest.text.outline import read_outline

Words = tuple[float, float, str]


def line(x: float, y: float, text: str, size: float = 10, direction: tuple[int, int] = (1, 0)) -> Line:
    """A line of about 5 pt a letter."""
    return Line(text, (x, y, x + 5 * len(text), y + 12), size, direction, 0, 0, True)


def page(*words: Words) -> list[list[Line]]:
    return [[line(*each)] for each in sorted(words, key=lambda each: each[1])]


def captions(*words: Words) -> list[Caption]:
    return list(page_captions(1, page(*words)))


def told(found: Sequence[Caption]) -> list[tuple[str, str, str, str]]:
    return [(each.kind, each.number, each.title, each.parallel_title) for each in found]


BLOCK = (
    (150.0, 98.0, "Jumlah Penduduk Menurut Desa"),
    (150.0, 110.0, "dan Jenis Kelamin, 2021"),
    (150.0, 122.0, "Population by Village and Sex, 2021"),
)


@pytest.mark.parametrize(
    "label",
    [
        ((42, 98, "Tabel"), (42, 113, "Table"), (72, 105, "3.2.4")),
        ((42, 98, "Tabel   "), (42, 140, "Table"), (80, 120, "3.2.4 ")),
        ((42, 98, "Tabel 3.2.4"), (42, 113, "Table")),
        ((42, 98, "Tabel/Table 3.2.4"),),
        ((42, 98, "Tabe"), (44, 110, "l"), (72, 104, "3.2."), (74, 116, "4"), (42, 122, "Tabl"), (44, 134, "e")),
        ((42, 98, "TabeI 3 . 2,4"),),
    ],
    ids=["stacked", "far apart", "numbered", "one line", "broken", "recognised"],
)
def test_a_label_in_any_of_its_forms_finds_its_title(label: tuple[Words, ...]) -> None:
    title, parallel = "Jumlah Penduduk Menurut Desa dan Jenis Kelamin, 2021", "Population by Village and Sex, 2021"
    assert told(captions(*label, *BLOCK)) == [("table", "3.2.4", title, parallel)]


def test_the_number_of_a_section_above_is_not_taken_for_the_tables() -> None:
    section = ((43, 54, "1.1 "), (80, 54, "KEADAAN GEOGRAFI"))
    label = ((42, 78, "Tabel"), (42, 93, "Table"), (72, 84, "1.1.1"))
    title = ((110, 78, "Luas Daerah Menurut Desa, 2021"), (110, 90, "Total Area by Village, 2021"))
    (found,) = captions(*section, *label, *title)
    assert found.number == "1.1.1"


def test_a_number_and_its_title_in_one_line_beside_the_word_are_told_apart() -> None:
    words = ((42, 54, "Gambar"), (42, 69, "Figures"), (72, 54, "4.2.10    Banyaknya Sekolah, Murid, dan Guru"))
    below = ((119, 66, "di Kecamatan Ajung, 2021"), (119, 78, "Number of Schools, Pupils and Teachers, 2021"))
    assert told(captions(*words, *below)) == [
        (
            "figure",
            "4.2.10",
            "Banyaknya Sekolah, Murid, dan Guru di Kecamatan Ajung, 2021",
            "Number of Schools, Pupils and Teachers, 2021",
        )
    ]


@pytest.mark.parametrize(
    "prose",
    [
        "Tabel 1.2.1 menyajikan jumlah penduduk menurut desa",
        "Table 1.2.1 and Table 1.2.2. present the climate",
        "Gambar 3 yang memperlihatkan luas panen",
    ],
)
def test_a_sentence_that_speaks_of_a_table_is_no_title(prose: str) -> None:
    assert captions((42, 54, prose), (42, 66, "dan keterangan selanjutnya dari bab ini")) == []


def test_titles_of_two_labels_with_one_number_are_two_languages_of_one_table() -> None:
    found = captions((42, 54, "Tabel 2.1 Luas Panen Padi, 2020"), (42, 68, "Table 2.1 Harvested Area of Paddy, 2020"))
    assert told(found) == [("table", "2.1", "Luas Panen Padi, 2020", "Harvested Area of Paddy, 2020")]


def test_a_page_that_leads_to_other_pages_has_no_tables_of_its_own() -> None:
    rows = [(42.0, 54.0 + 14 * n, f"Tabel 1.{n} Luas Wilayah Menurut Desa ........ {n}") for n in range(4)]
    assert captions(*rows) == []


@pytest.mark.parametrize(
    ("lines", "own", "parallel"),
    [
        (["Luas Daerah, 2019 / Total Area by village, 2019"], "Luas Daerah, 2019", "Total Area by village, 2019"),
        (["Jumlah Murid di Kota", "2019", "Number of Pupils"], "Jumlah Murid di Kota 2019", "Number of Pupils"),
        (["Jumlah Desa/Kelurahan, 2020/2021"], "Jumlah Desa/Kelurahan, 2020/2021", ""),
        (["Harvested Area of Paddy"], "Harvested Area of Paddy", ""),
        ([], "", ""),
    ],
)
def test_a_title_in_two_languages_is_taken_apart(lines: list[str], own: str, parallel: str) -> None:
    assert split_languages(lines) == (own, parallel)


def test_a_short_name_is_taken_apart_at_its_only_slash() -> None:
    assert split_name("Pemerintahan/Government") == ("Pemerintahan", "Government")


def table(x: float, y: float, number: str, title: str) -> tuple[Words, ...]:
    return ((x, y, f"Tabel {number} {title}"),)


def test_a_table_that_goes_on_ends_where_its_last_mark_stands() -> None:
    rows = {
        1: page(*table(42, 54, "3.1", "Penduduk Menurut Desa")),
        2: page((200, 54, "Lanjutan Tabel/Continued Table 3.1")),
        3: page((200, 54, "Lanjutan Tabel/ Continue Table 3.1")),
        4: page(*table(42, 54, "3.2", "Luas Panen Padi")),
        5: page(*table(42, 54, "3.2", "Luas Panen Padi (Lanjutan)")),
    }
    assert [(each.number, each.page, each.last_page) for each in book_headings(rows)] == [("3.1", 1, 3), ("3.2", 4, 5)]


def test_a_table_set_sideways_stands_where_it_is_shown() -> None:
    """Its box is that of the page as it lies in the book, not of the turned text."""
    turned = Line("Tabel 5.1 Luas Panen", (100, 60, 112, 160), 10, (0, -1), 0, 0, True)
    (found,) = book_headings({1: [[turned]]})
    assert (found.number, found.bbox) == ("5.1", (100, 60, 112, 160))


CONTENTS = (
    (40.0, 40.0, "DAFTAR ISI/CONTENTS"),
    (40.0, 60.0, "1. Geografi dan Iklim/Geography and Climate ............ 1"),
    (40.0, 74.0, "1.1 Keadaan Geografi/Geography Condition ............ 1"),
    (40.0, 88.0, "2. Pemerintahan/Government ............ 4"),
    (40.0, 102.0, "3. Penduduk/Population ............ 5"),
)


def test_the_outline_is_built_from_the_printed_contents() -> None:
    """A chapter stands where its heading does; one without a heading where its printed number says."""
    rows = {1: page(*CONTENTS)}
    rows |= {1 + n: page((40, 40, "Isi"), (40, 550, f"Ajung Dalam Angka {n}")) for n in range(1, 7)}
    rows[6] = page((40, 40, "2. Pemerintahan/Government"), (40, 550, "Ajung Dalam Angka 5"))
    found = [(each.level, each.number, each.title, each.parallel_title, each.page) for each in book_headings(rows)]
    assert found == [
        (1, "1", "Geografi dan Iklim", "Geography and Climate", 2),
        (2, "1.1", "Keadaan Geografi", "Geography Condition", 2),
        (1, "2", "Pemerintahan", "Government", 6),
        (1, "3", "Penduduk", "Population", 6),
    ]


def test_chapters_without_contents_are_read_from_their_heads() -> None:
    rows = {
        1: page((150, 60, "BAB I"), (120, 80, "KETENTUAN UMUM"), (40, 110, "Dalam peraturan ini")),
        2: page((150, 30, "BAB I"), (40, 60, "lanjutan pasal")),
        3: page((150, 60, "BAB II KELEMBAGAAN"), (40, 90, "Pasal 2")),
    }
    found = [(each.number, each.title, each.page) for each in book_headings(rows)]
    assert found == [("I", "KETENTUAN UMUM", 1), ("II", "KELEMBAGAAN", 3)]


def test_a_files_own_outline_is_taken_as_it_is() -> None:
    rows = {number: page((40, 40, "Isi")) for number in (1, 2, 3)}
    outline = [(1, "1 Pendahuluan", 1), (2, "Latar  belakang", 2), (1, "Nirgendwo", 99), (9, "Tief", 3)]
    found = [(each.level, each.number, each.title, each.page) for each in book_headings(rows, outline)]
    assert found == [(1, "1", "Pendahuluan", 1), (2, "", "Latar belakang", 2), (3, "", "Tief", 3)]


def test_tables_of_an_outline_are_no_chapters() -> None:
    rows = {number: page((40, 40, "Isi")) for number in (1, 2)}
    outline = [(1, "1 Pendahuluan", 1), (2, "Tabel 1.1 Luas panen padi", 1), (2, "Figure 1 Rice", 2), (1, "2 Padi", 2)]
    assert [each.title for each in book_headings(rows, outline)] == ["Pendahuluan", "Padi"]


def test_a_broken_outline_is_no_outline(tmp_path: Path) -> None:
    """Bookmarks in a circle and bookmarks that lead nowhere."""
    with pymupdf.open() as document:
        document.new_page()
        document.set_toc([[1, "Satu", 1], [1, "Dua", 1]])
        kids = document.xref_get_key(document.pdf_catalog(), "Outlines")[1].split()[0]
        document.xref_set_key(int(kids), "First", f"{kids} 0 R")
        document.save(tmp_path / "circle.pdf")
    with pymupdf.open(tmp_path / "circle.pdf") as document:
        assert len(read_outline(document)) <= 2_000


def test_nothing_that_stands_on_a_page_breaks_the_reading_of_headings() -> None:
    noise = [
        "Tabel",
        "Tabel Tabel",
        "1.1.1",
        "Tabel " + "9." * 500,
        "Lanjutan",
        "BAB",
        "…" * 50,
        "(",
        "Tabel 1 " + "a" * 9000,
    ]
    rows = {1: page(*((40.0, 20.0 + 13 * n, text) for n, text in enumerate(noise))), 2: [], 3: [[]]}
    assert all(len(each.title) <= 500 for each in book_headings(rows))


AGES = (
    ("3.2", 83),
    (
        "Jumlah Penduduk Menurut Kelompok Umur dan Jenis Kelamin di Kecamatan Ajung, 2021",
        "Population by Age Groups and Sex in Ajung Subdistrict, 2021",
    ),
)


@pytest.mark.corpus
@pytest.mark.parametrize(("name", "title"), [("ajung_dalam_angka_2020", None), ("ajung_dalam_angka_2022", AGES)])
def test_every_table_and_figure_that_a_yearbook_lists_is_found(name: str, title: tuple | None, corpus: Path) -> None:
    """The book's own lists are the truth; nothing of them is used to find the tables."""
    rows = read(corpus / "born" / f"{name}.pdf")
    texts = {number: to_text(each) for number, each in rows.items()}
    headings = book_headings(rows)
    for kind in ("table", "figure"):
        score = compare(printed_list(kind, texts), [each for each in headings if each.kind == kind])
        assert not score.missed
        assert not score.unlisted
        assert score.titles > 0.95 or not score.pairs
    assert sum(each.kind == "chapter" and each.level == 1 for each in headings) >= 4
    titles = {(each.number, each.page): (each.title, each.parallel_title) for each in headings}
    assert title is None or titles[title[0]] == title[1]

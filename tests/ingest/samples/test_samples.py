"""The sample works: whole, labelled, consistent, the same every time."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf as _pymupdf
import pytest
from stdnum import isbn, issn

from ingest.samples import SampleWork, build_samples
from ingest.samples.books import build_book
from ingest.samples.figures import Figures
from ingest.samples.leaflets import build_leaflet
from ingest.samples.scans import build_scan
from ingest.samples.sheets import Sheet, load_sheets

pymupdf: Any = _pymupdf  # its classes carry no types
SHEETS = {sheet.work.slug: sheet for sheet in load_sheets()}
YEARBOOK = SHEETS["kota-contoh-dalam-angka"]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("samples")


@pytest.fixture(scope="session")
def works(folder: Path) -> dict[str, SampleWork]:
    return {work.path.stem: work for work in build_samples(folder)}


def text_of(work: SampleWork) -> list[str]:
    with pymupdf.open(work.path) as document:
        return [page.get_text() for page in document]


def test_every_kind_of_work_is_there(works: dict[str, SampleWork]) -> None:
    assert len(works) >= 7
    assert {work.access for work in works.values()} == {"open", "restricted"}
    assert {work.office for work in works.values()} == {"1872", "1808", "1600", "1674"}
    assert {sheet.work.kind for sheet in SHEETS.values()} == {"book", "leaflet", "scan"}
    assert {sheet.work.languages for sheet in SHEETS.values()} >= {("id", "en"), ("en",), ("id",)}


def test_a_second_run_changes_nothing_and_makes_nothing(works: dict[str, SampleWork], folder: Path) -> None:
    def state() -> dict[str, tuple[int, int]]:
        return {path.name: (path.stat().st_mtime_ns, path.stat().st_ino) for path in folder.iterdir()}

    before = state()
    assert [work.path.stem for work in build_samples(folder)] == list(works)
    assert state() == before


def test_the_same_program_makes_the_same_bytes_elsewhere(works: dict[str, SampleWork], tmp_path: Path) -> None:
    builders = {"direktori-industri-kota-contoh": build_book, "profil-kota-contoh": build_leaflet}
    builders["statistik-pertanian-kabupaten-contoh"] = build_scan
    for slug, build in builders.items():
        edition = SHEETS[slug].editions[0]
        build(tmp_path / slug, SHEETS[slug], edition)
        assert (tmp_path / slug).read_bytes() == works[f"{slug}-{edition.year}"].path.read_bytes()


def test_a_damaged_sample_is_made_anew_and_the_others_are_left(works: dict[str, SampleWork], folder: Path) -> None:
    leaflet = next(work for name, work in works.items() if name.startswith("profil"))
    book = next(work for name, work in works.items() if name.startswith("kota"))
    original, untouched = leaflet.path.read_bytes(), book.path.stat().st_mtime_ns
    leaflet.path.write_bytes(b"broken")
    build_samples(folder)
    assert leaflet.path.read_bytes() == original
    assert book.path.stat().st_mtime_ns == untouched


def test_progress_counts_up_to_all_works(works: dict[str, SampleWork], folder: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    build_samples(folder, lambda done, total, title: seen.append((done, total, title)))
    assert [done for done, _, _ in seen] == list(range(1, len(works) + 1))
    assert all("Contoh" in title for _, _, title in seen)


def test_every_file_is_sound(works: dict[str, SampleWork]) -> None:
    for work in works.values():
        with pikepdf.open(work.path) as document:
            assert document.check_pdf_syntax() == []
            assert str(document.docinfo["/Title"])


def test_every_page_says_that_it_is_a_sample(works: dict[str, SampleWork]) -> None:
    for name, work in works.items():
        if name.startswith("statistik-pertanian"):
            continue  # its pages are pictures: the cover and the imprint say it in typed letters
        for text in text_of(work):
            assert re.search("bukan data resmi|not official data", text)


def test_a_yearbook_has_an_imprint_as_real_ones_do(works: dict[str, SampleWork]) -> None:
    for edition in YEARBOOK.editions:
        text = text_of(works[f"kota-contoh-dalam-angka-{edition.year}"])[2]
        assert f"No. Publikasi/Publication Number: {edition.publication}" in text
        assert "Katalog/Catalog: 1102001.9972" in text
        assert "ISSN: 9999-9994" in text


def test_the_imprint_counts_the_pages_that_the_book_has(works: dict[str, SampleWork]) -> None:
    with pymupdf.open(works["kota-contoh-dalam-angka-2024"].path) as document:
        found = re.search(r"Number of Pages: ([ivxl]+) \+ (\d+) hal", document[2].get_text())
        assert found is not None
        labels = [page.get_label() for page in document]
        assert int(found[2]) == int(labels[-1])
        assert labels.index("1") == labels.index(found[1]) + 1


def test_issn_and_isbn_have_valid_check_digits() -> None:
    assert all(issn.is_valid(sheet.work.issn) for sheet in SHEETS.values() if sheet.work.issn)
    assert all(isbn.is_valid(sheet.work.isbn) for sheet in SHEETS.values() if sheet.work.isbn)


def test_every_table_is_in_the_outline_at_the_page_that_bears_its_caption(works: dict[str, SampleWork]) -> None:
    with pymupdf.open(works["kota-contoh-dalam-angka-2023"].path) as document:
        outline = [(title, page) for level, title, page in document.get_toc() if level == 2]
        assert len(outline) == sum(len(chapter.tables) for chapter in YEARBOOK.chapters)
        for title, page in outline:
            text = " ".join(document[page - 1].get_text().split())
            number, words = re.fullmatch(r"Tabel (\S+) (.+)", title).groups()  # type: ignore[union-attr]
            assert f"Tabel {number}" in text
            assert words in text


def test_the_contents_link_to_the_pages_that_they_print(works: dict[str, SampleWork]) -> None:
    with pymupdf.open(works["kota-contoh-dalam-angka-2024"].path) as document:
        labels = [page.get_label() for page in document]
        for list_page in (document[4], document[5]):
            rows = [link for link in list_page.get_links() if link["from"].x0 > list_page.rect.width * 0.85]
            assert rows
            for link in rows:
                assert list_page.get_textbox(link["from"]).strip() == labels[link["page"]]


def test_the_scanned_work_has_pictures_and_no_text_layer(works: dict[str, SampleWork]) -> None:
    with pymupdf.open(works["statistik-pertanian-kabupaten-contoh-1987"].path) as document:
        for page in document:
            assert page.get_text().strip() == ""
            assert len(page.get_images()) == 1


def figures_of(sheet: Sheet) -> list[Figures]:
    return [Figures(sheet, edition) for edition in sheet.editions]


@pytest.mark.parametrize(
    "sheet", [sheet for sheet in SHEETS.values() if sheet.work.kind == "book"], ids=lambda s: s.work.slug
)
def test_sums_add_up_and_shares_come_to_a_hundred(sheet: Sheet) -> None:
    for figures in figures_of(sheet):
        for table in (table for chapter in sheet.chapters for table in chapter.tables):
            grid = figures.grid(table.number)
            for index, column in enumerate(table.columns):
                if column.kind == "sum":
                    for line in grid.values:
                        assert line[index] == pytest.approx(sum(line[n - 1] for n in column.of))
                if column.kind == "share":
                    assert sum(line[index] for line in grid.values) == pytest.approx(100, abs=0.05)
                if grid.totals and column.kind in ("count", "value", "fit"):
                    assert grid.totals[index] == pytest.approx(sum(line[index] for line in grid.values))


def test_the_population_is_the_same_in_every_table_of_an_edition() -> None:
    for figures in figures_of(YEARBOOK):
        assert figures.cell("3.1.1|total|1") == figures.cell("3.1.2|total|3")
        assert figures.cell("3.2.1|1|3") == figures.cell("3.2.2|total|1")


def test_editions_agree_on_the_years_that_they_share() -> None:
    first, second, _ = figures_of(YEARBOOK)
    assert first.grid("4.3.1").values[1:] == second.grid("4.3.1").values[:-1]


def test_the_leaflet_quotes_the_yearbook() -> None:
    figures = figures_of(YEARBOOK)[-1]
    quoted = [panel.figure for panel in SHEETS["profil-kota-contoh"].panels]
    places = ("3.1.1|total|1", "9.1.2|5|1", "4.3.1|5|3", "4.1.1|total|1", "5.1.1|1|2")
    for text, place in zip(quoted, places, strict=True):
        value, _ = figures.cell(place)
        assert float(text.removesuffix(" %").replace(".", "").replace(",", ".")) == pytest.approx(value, abs=0.05)

"""Tables and figures as hits of their own: found by number and by words, in step with the records."""

from __future__ import annotations

import shutil

import pytest
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import delete

from ingest.outlining import read_missing_headings
from library import Settings, open_library
from library.care.rebuild import rebuild_index
from library.catalogue import headings, works
from library.catalogue.headings import ArrivingHeading
from library.searching import headings as searching_headings
from library.searching.calls import understand
from library.store.models import Heading, HeadingsRead, Work
from search import BadQuery, IndexTrouble, Query
from tests.library.conftest import HandClock, Stock


def heading(number: str, title: str, parallel: str = "", *, kind: str = "table", page: int = 2) -> ArrivingHeading:
    return ArrivingHeading(
        kind=kind,
        number=number,
        title=title,
        parallel_title=parallel,
        page=page,
        last_page=page,
        level=0,
        box=(0.1, 0.1, 0.9, 0.2),
    )


FOUND = [
    heading("3.2", "Luas Panen Padi Menurut Desa, 2021", "Harvested Area of Paddy by Village, 2021"),
    heading("3.2.4", "Jumlah Penduduk Menurut Umur, 2021", "Population by Age Groups, 2021", page=3),
    heading("1", "Sebaran Hujan", kind="figure"),
    heading("3", "Pertanian", "Agriculture", kind="chapter", page=1),
]


def shelve(stock: Stock) -> Stock:
    """Give the released work four headings."""
    with stock.library.database.write() as session:
        file = works.current_file(session, stock.work_id)
        headings.keep(session, stock.clock(), file.id, FOUND)
        work = session.get(Work, stock.work_id)
        work.year, work.title = 2022, "Metro Dalam Angka"
    stock.library.indexer.handle({"work": stock.work_id})
    return stock


@pytest.fixture(scope="module")
def shelf(stocked_data, tmp_path_factory):
    """A library to look things up in, opened once."""
    source, work_id = stocked_data
    folder = tmp_path_factory.mktemp("shelf")
    shutil.copytree(source, folder / "data")
    clock = HandClock()
    opened = open_library(Settings(data=folder / "data"), clock)
    yield shelve(Stock(opened, work_id, clock))
    opened.close()


@pytest.fixture
def shelved(stock):
    """A library to change."""
    return shelve(stock)


def numbers(stock, words: str, **filters: object) -> list[str]:
    return [hit.number for hit in stock.library.headings.search(Query(words, **filters)).hits]


@pytest.mark.parametrize("typed", ["tabel 3.2.4", "Table 3.2.4 2021", "tabel 3.2.4 2022", "tabel no. 3.2.4"])
def test_a_table_is_found_by_its_number_alone_or_with_a_year(shelf, typed: str) -> None:
    assert numbers(shelf, typed) == ["3.2.4"]


def test_a_table_is_found_by_the_words_of_either_language(shelf) -> None:
    assert numbers(shelf, "panen padi") == numbers(shelf, "harvested paddy") == ["3.2"]


def test_naming_a_kind_leaves_the_others_out(shelf) -> None:
    assert numbers(shelf, "gambar hujan") == ["1"]
    assert numbers(shelf, "tabel hujan") == []
    assert numbers(shelf, "pertanian", kind="chapter") == ["3"]


@pytest.mark.parametrize("condition", ["halaman:1..2", "page: 2", "-kind:scanned", "bentuk:file"])
def test_a_condition_on_pages_finds_no_headings_for_their_numbers_are_others(shelf, condition: str) -> None:
    assert numbers(shelf, f"padi {condition}") == []


def test_a_hit_knows_its_page_and_its_place(shelf) -> None:
    (hit,) = shelf.library.headings.search(Query("tabel 3.2.4")).hits
    assert (hit.page, hit.box, hit.work, hit.parallel_title) == (
        3,
        (0.1, 0.1, 0.9, 0.2),
        shelf.work_id,
        "Population by Age Groups, 2021",
    )


def test_the_kinds_are_counted_whatever_kind_was_asked_for(shelf) -> None:
    found = shelf.library.headings.search(Query("2022", kind="figure"))
    assert found.kinds == {"table": 2, "figure": 1, "chapter": 1}
    assert found.total == 1


def test_a_withdrawn_work_has_no_tables_and_gets_them_back(shelved) -> None:
    library = shelved.library
    with library.database.write() as session:
        works.withdraw(session, shelved.clock(), shelved.work_id, "system", "wrong file")
    library.workers.drain()
    assert numbers(shelved, "tabel 3.2.4") == []
    with library.database.write() as session:
        works.release(session, shelved.clock(), shelved.work_id, "system")
    library.workers.drain()
    assert numbers(shelved, "tabel 3.2.4") == ["3.2.4"]


def test_an_index_that_was_lost_or_damaged_is_made_again(shelved) -> None:
    library = shelved.library
    for spoil in (shutil.rmtree, lambda folder: (folder / "current.json").write_text("broken")):
        library.headings.close()
        spoil(library.folders.headings)
        assert numbers(shelved, "tabel 3.2.4") == ["3.2.4"]


def test_an_update_reads_no_other_work_and_the_next_search_finds_what_is_missing(shelved, monkeypatch) -> None:
    library, made = shelved.library, []
    library.headings.close()
    shutil.rmtree(library.folders.headings)
    every = searching_headings.released_headings
    monkeypatch.setattr(searching_headings, "released_headings", lambda session: made.append(1) or every(session))
    library.headings.update("nowhere", sought=True)
    assert made == []
    assert numbers(shelved, "tabel 3.2.4") == ["3.2.4"]
    assert made == [1]
    library.headings.close()
    (library.folders.headings / "current.json").write_text("broken")
    library.headings.update(shelved.work_id, sought=True)
    assert made == [1, 1], "nothing can be written into a damaged index, so all of it is made again"
    assert numbers(shelved, "tabel 3.2.4") == ["3.2.4"]


def test_an_index_that_could_not_be_made_is_not_taken_for_whole(shelved, monkeypatch) -> None:
    library = shelved.library
    library.headings.close()
    shutil.rmtree(library.folders.headings)
    with monkeypatch.context() as full:
        full.setattr(searching_headings, "released_headings", fail)
        for _ in range(2):
            with pytest.raises(IndexTrouble):
                numbers(shelved, "tabel 3.2.4")
    assert numbers(shelved, "tabel 3.2.4") == ["3.2.4"]


def fail(_session: object) -> None:
    raise IndexTrouble("no space left")


def test_words_without_meaning_are_refused_as_in_every_search(shelf) -> None:
    with pytest.raises(BadQuery):
        numbers(shelf, "tahun:dua")


@pytest.mark.parametrize(
    ("typed", "words", "kind"),
    [
        ("tabel 3.2.4 2021", "nomor:3.2.4 2021", "table"),
        ("penduduk tabel 3,2", "nomor:3.2 penduduk", "table"),
        ("Gambar 4", "nomor:4", "figure"),
        ("bab IV pertanian", "nomor:IV pertanian", "chapter"),
        ("tabel luas panen", "luas panen", "table"),
        ("peta wilayah", "wilayah", "figure"),
        ("luas panen", "luas panen", ""),
        ('"tabel 3.2.4"', '"tabel 3.2.4"', ""),
        ("tabel", "tabel", ""),
        ("", "", ""),
    ],
)
def test_what_is_typed_is_understood_as_a_call(typed: str, words: str, kind: str) -> None:
    call = understand(typed)
    assert (call.words, call.kind) == (words, kind)


def test_impossible_headings_are_left_out_and_long_ones_cut(stock) -> None:
    odd = [
        heading("1", "   "),
        heading("2", "x" * 9_000, page=1),
        heading("3" * 90, "Judul"),
        heading("4", "Judul", kind="evil"),
        heading("5", "Judul", page=0),
    ]
    with stock.library.database.write() as session:
        file = works.current_file(session, stock.work_id)
        assert headings.keep(session, stock.clock(), file.id, odd) == 2
        kept = headings.of_file(session, file.id)
    assert [(len(each.number), len(each.title)) for each in kept] == [(1, 500), (20, 5)]


def test_headings_of_a_withdrawn_work_are_not_found_though_the_index_still_holds_them(shelved: Stock) -> None:
    assert shelved.library.headings.search(Query("penduduk")).hits
    with shelved.library.database.write() as session:
        works.withdraw(session, shelved.clock(), shelved.work_id, "system", "", code="personal-data")
    assert not shelved.library.headings.search(Query("penduduk")).hits


def test_a_library_that_had_no_headings_gets_them_from_its_files(stock) -> None:
    """What was taken in before is read again, once, in the sandbox; the index follows."""
    library = stock.library
    with library.database.write() as session:
        file = works.current_file(session, stock.work_id)
        session.execute(delete(HeadingsRead))
        session.execute(delete(Heading))
    path = library.blobs.path(file.shown)
    canvas = Canvas(str(path.with_name("with-tables.pdf")))
    canvas.drawString(72, 780, "Tabel 2.1 Luas Panen Padi Menurut Desa, 2021")
    canvas.showPage()
    canvas.save()
    path.chmod(0o600)
    path.with_name("with-tables.pdf").replace(path)
    assert read_missing_headings(library, lambda _done, _total: None) == 1
    assert read_missing_headings(library, lambda _done, _total: None) == 0
    rebuild_index(library)
    assert numbers(stock, "tabel 2.1") == ["2.1"]


def test_a_file_that_cannot_be_read_again_does_not_keep_the_others_waiting(stock) -> None:
    library = stock.library
    with library.database.write() as session:
        file = works.current_file(session, stock.work_id)
        session.execute(delete(HeadingsRead))
    path = library.blobs.path(file.shown)
    path.chmod(0o600)
    path.write_bytes(b"%PDF-1.4 broken")
    assert read_missing_headings(library, lambda _done, _total: None) == 0

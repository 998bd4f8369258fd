"""The marks of a work, page by page, as the librarian sees them before release."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest
from flask.testing import FlaskClient

from library.catalogue import works
from library.wiring import Library
from tests.webapp.people import People, post, sign_in
from tests.webapp.rooms.books import make_book
from tests.webapp.rooms.conftest import Stock, take_in
from watermark.master import SLOTS_ALONE
from webapp.rooms.bench.mark_strip import FLOOR, MOST_COLUMNS, draw_strip
from webapp.rooms.bench.marks import _REMOVED, MOST_STRETCHES

A = SLOTS_ALONE


@pytest.fixture
def librarian(client: FlaskClient, people: People) -> FlaskClient:
    people.librarian()
    sign_in(client, "ratna@contoh.id")
    return client


def put(library: Library, work: str, per_page: list[int], **more: object) -> None:
    """Keep other numbers with the work's master."""
    with library.database.write() as records:
        master = works.current_master(records, works.current_file(records, work).id)
        counted = {"per_page": per_page, "pages": len(per_page), "slots": sum(per_page)}
        master.traceability = {**master.traceability, **counted, **more}


def section(client: FlaskClient, work: str) -> str:
    """Give the part of the review that is about tracing."""
    text = client.get(f"/bench/works/{work}").text
    found = re.search(r'<section [^>]*aria-labelledby="trace">.*?</section>', text, re.DOTALL)
    assert found
    return found[0]


def test_the_pages_of_each_kind_are_named_in_words(librarian: FlaskClient, library: Library, stock: Stock) -> None:
    put(library, stock.review, [0, 5, 6, *[A] * 4, 7, A + 1, 0])
    shown = section(librarian, stock.review)
    assert f"5 halaman dapat menunjuk pembacanya sendirian ({A} tanda atau lebih): 4–7, 9" in shown
    assert f"3 halaman menunjuk pembacanya hanya bersama halaman lain (1 sampai {A - 1} tanda): 2–3, 8" in shown
    assert "2 halaman tanpa tanda, tidak menunjuk siapa pun: 1, 10" in shown
    librarian.get("/language/en")
    assert "2 pages bear no mark and name nobody: 1, 10" in section(librarian, stock.review)


def test_a_kind_without_pages_is_not_spoken_of(librarian: FlaskClient, library: Library, stock: Stock) -> None:
    put(library, stock.review, [A, A])
    shown = section(librarian, stock.review)
    assert "bersama halaman lain" not in shown
    assert "tanpa tanda" not in shown


def test_the_marks_of_every_page_are_listed_in_order(librarian: FlaskClient, library: Library, stock: Stock) -> None:
    put(library, stock.review, [A + 3, 5, 0])
    found = re.search(r'<ol class="page-marks[^>]*>(.*?)</ol>', section(librarian, stock.review))
    assert found
    assert found[1] == f"<li>{A + 3}<li><b>5</b><li><b>0</b>"


def test_a_scan_of_a_thousand_poor_pages_stays_a_small_page(
    librarian: FlaskClient, library: Library, stock: Stock
) -> None:
    """Its stretches are cut short and say so; columns stand for several pages."""
    put(library, stock.review, [A, 3] * 500)
    shown = section(librarian, stock.review)
    assert len(shown) < 60_000
    assert f"dan {500 - MOST_STRETCHES} lagi" in shown
    assert "Setiap batang mewakili 9 halaman dan menunjukkan yang tandanya paling sedikit. Yang mencapai" in shown
    assert shown.count("<rect") == 112


def test_what_was_taken_out_is_told_in_words(librarian: FlaskClient, library: Library, stock: Stock) -> None:
    """Kinds that the engine tells apart and the librarian does not are one; an unknown kind is not hidden."""
    put(library, stock.review, [A], removed={"attachments": 1, "file": 2, "script": 1, "from tomorrow": 4})
    shown = section(librarian, stock.review)
    for words in ("Berkas lampiran: di 3 tempat", "Skrip: di 1 tempat", "Bagian lain: di 4 tempat"):
        assert words in shown


def test_every_kind_that_the_engine_takes_out_has_its_words() -> None:
    """The engine's own names, from where it counts them."""
    source = (Path(__file__).parents[4] / "watermark" / "pdf" / "strip.py").read_text("utf-8")
    places = (r'"([a-zA-Z ]+)", removed\)', r'"/\w+": "([a-zA-Z ]+)"', r'removed\["([^"]+)"\]')
    kinds = {kind for place in places for kind in re.findall(place, source)}
    assert kinds == set(_REMOVED)


def test_a_real_file_s_scripts_and_attachments_are_told_after_it_was_read(
    librarian: FlaskClient, library: Library, tmp_path: Path
) -> None:
    """From the file to the page, nothing put in by hand."""
    path = make_book(tmp_path / "x.pdf", "Kecamatan Lampiran Dalam Angka", 2020, "1102001.1872090", ("ubi",))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.attachments["data.csv"] = b"a,b\n"
        pdf.Root.Names.JavaScript = pikepdf.Dictionary(Names=pikepdf.Array([]))
        pdf.save(path)
    work = take_in(library, path)
    shown = section(librarian, work)
    assert "Berkas lampiran" in shown
    assert "Skrip" in shown
    with library.database.read() as records:
        per_page = works.current_master(records, works.current_file(records, work).id).traceability["per_page"]
    assert shown.count("<li>", shown.index('class="page-marks')) >= len(per_page) == 3


def test_nothing_taken_out_is_said_so(librarian: FlaskClient, stock: Stock) -> None:
    assert "tanpa skrip, lampiran, dan sejenisnya" in section(librarian, stock.review)


def test_an_older_report_without_its_pages_shows_its_totals_alone(
    librarian: FlaskClient, library: Library, stock: Stock
) -> None:
    put(library, stock.review, [])
    shown = section(librarian, stock.review)
    assert "mark-strip" not in shown
    assert "Salinan yang bocor" in shown


def test_who_releases_after_the_last_value_sees_the_poor_pages_too(
    librarian: FlaskClient, library: Library, stock: Stock
) -> None:
    put(library, stock.review, [A, 0, 4])
    address = f"/bench/works/{stock.review}/values"
    for _ in range(30):
        page = librarian.get(address).text
        found = re.search(rf'action="({address}/\w+)"', page)
        if not found:
            break
        value = re.search(r'id="value" name="value" value="([^"]*)"', page)
        assert value
        post(librarian, found[1], {"value": value[1]}, page=address)
    assert 'id="release"' in page
    assert "1 halaman tanpa tanda, tidak menunjuk siapa pun: 2" in page
    assert f'href="/bench/works/{stock.review}#trace"' in page


def test_columns_stand_above_the_line_exactly_where_a_page_names_a_reader() -> None:
    strip = draw_strip([A - 1, A, A + 1, 0], A)
    above = [column.y <= strip.line for column in strip.columns]
    assert above == [False, True, True, False]
    assert [column.weak for column in strip.columns] == [True, False, False, True]
    assert strip.columns[3].height == 0


def test_one_poor_page_among_rich_ones_is_never_averaged_away() -> None:
    slots = [900] * 1000
    slots[567] = 2
    strip = draw_strip(slots, A)
    assert len(strip.columns) <= MOST_COLUMNS
    assert [index for index, column in enumerate(strip.columns) if column.weak] == [567 // strip.pages_each]


def test_columns_never_leave_the_picture() -> None:
    for slots in ([1], [0], [10_000] * 5000, list(range(350))):
        strip = draw_strip(slots, A)
        assert all(0 <= column.y <= FLOOR and column.x + column.width <= strip.width for column in strip.columns)
        assert 0 < strip.line < FLOOR

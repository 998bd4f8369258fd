"""Tables and figures on the pages: as hits, as a work's own list, beside the page that is read, while one types."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from library.wiring import open_library
from tests.webapp.people import Clock, People, sign_in
from tests.webapp.rooms.conftest import Browser, Stock, settings_of
from webapp.app import create_app
from webapp.drawing import close_renderer


@pytest.fixture(scope="module")
def visitor(stock: Stock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A browser of somebody who only looks, over a library that is opened once."""
    folder = tmp_path_factory.mktemp("looked-at") / "data"
    shutil.copytree(stock.folder, folder)
    library = open_library(settings_of(folder), Clock())
    app = create_app(library)
    app.test_client_class = Browser
    yield app.test_client()
    close_renderer(app)
    library.close()


def test_a_table_called_by_its_number_stands_first_and_leads_to_its_page(visitor: FlaskClient, stock: Stock) -> None:
    page = visitor.get("/search?q=tabel+2+2022").text
    first = page.index('id="headings-title"')
    assert f"/works/{stock.open}/read?page=4" in page[first:]
    assert re.search(r"<rect x=", page[first:]), "its place on the page is framed"


def test_only_tables_are_shown_where_tables_are_asked_for(visitor: FlaskClient, stock: Stock) -> None:
    page = visitor.get("/search?q=panen&find=table").text
    assert "Luas <mark>panen</mark> kedelai menurut desa" in page
    assert 'class="hit-snippet"' not in page
    assert f"/works/{stock.review}" not in page, "a work in review has no tables for readers"
    narrowed = visitor.get("/search?q=panen&find=table&year_from=2021&year_to=2021").text
    assert stock.restricted in narrowed
    assert stock.open not in narrowed


def test_a_table_of_a_restricted_work_leads_to_the_work(visitor: FlaskClient, stock: Stock) -> None:
    page = visitor.get("/search?q=tembakau&find=table").text
    assert f"/works/{stock.restricted}?page=3" in page
    assert f"/works/{stock.restricted}/read" not in page


def test_words_without_a_meaning_are_explained_where_tables_are_asked_for(visitor: FlaskClient) -> None:
    answer = visitor.get("/search?find=table&q=tahun:abc")
    assert answer.status_code == 400
    assert "tahun:2021" in answer.text


def test_titles_without_the_words_say_where_else_to_look(visitor: FlaskClient) -> None:
    answer = visitor.get("/search?q=zzzqqq&find=figure")
    assert answer.status_code == 200
    assert 'href="/search?q=zzzqqq"' in answer.text


@pytest.mark.parametrize(
    "query", ["q=-padi&find=table", "q=tahun:dua&find=table", "q=padi&find=evil", "q=padi&subject=<b>"]
)
def test_no_address_of_tables_breaks_the_page(visitor: FlaskClient, query: str) -> None:
    answer = visitor.get(f"/search?{query}")
    assert answer.status_code in (200, 400)
    assert "<b>" not in answer.text


def test_an_abbreviation_says_what_else_was_sought_and_lets_it_be(visitor: FlaskClient) -> None:
    page = visitor.get("/search?q=panen+TPT").text
    assert "tingkat pengangguran terbuka" in page
    assert "also=no" in page
    assert "tingkat pengangguran terbuka" not in visitor.get("/search?q=panen+TPT&also=no").text


def test_a_mistake_in_the_syntax_is_answered_with_an_example(visitor: FlaskClient) -> None:
    page = visitor.get("/search?q=tahun:dua").text
    assert "tahun:2021" in page
    assert 'value="tahun:dua"' in page


def test_a_work_lists_its_tables_and_finds_among_them(visitor: FlaskClient, stock: Stock) -> None:
    page = visitor.get(f"/works/{stock.open}/tables").text
    assert page.count("Luas panen") == 3
    assert f"/works/{stock.open}/read?page=5" in page
    found = visitor.get(f"/works/{stock.open}/tables?q=jagung").text
    assert "<mark>jagung</mark>" in found
    assert "kedelai" not in found
    nothing = visitor.get(f"/works/{stock.open}/tables?q=zzz").text
    assert re.search(rf'href="/search\?[^"]*work={stock.open}"', nothing), nothing[3000:]
    assert visitor.get("/works/nothing/tables").status_code == 404
    assert visitor.get(f"/works/{stock.review}/tables").status_code == 404
    assert "Luas panen kedelai" in visitor.get(f"/works/{stock.open}").text


def test_the_reader_names_the_tables_of_the_page_and_leads_through_the_work(
    client: FlaskClient, people: People, stock: Stock
) -> None:
    people.reader()
    sign_in(client, "siti@contoh.id")
    page = client.get(f"/works/{stock.open}/read?page=4").text
    on_page = page[page.index('id="on-page"') :]
    assert "Luas panen kedelai" in on_page
    assert re.search(r'read\?page=4"[^>]*aria-current="true"', page)


def test_typing_offers_tables_by_number_and_by_words(visitor: FlaskClient, stock: Stock) -> None:
    offered = visitor.get("/search/suggest?q=tabel 2").json
    assert any(each.get("url", "").startswith(f"/works/{stock.open}") for each in offered)
    assert {"words": "kedelai"} in visitor.get("/search/suggest?q=kede").json

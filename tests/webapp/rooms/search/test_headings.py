"""Tables and figures on the pages: as hits, as a work's own list, beside the page that is read, while one types."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.webapp.people import People, sign_in
from tests.webapp.rooms.conftest import Stock


def test_a_table_called_by_its_number_stands_first_and_leads_to_its_page(client: FlaskClient, stock: Stock) -> None:
    page = client.get("/search?q=tabel+2+2022").text
    first = page.index('id="headings-title"')
    assert f"/works/{stock.open}/read?page=4" in page[first:]
    assert re.search(r"<rect x=", page[first:]), "its place on the page is framed"


def test_only_tables_are_shown_where_tables_are_asked_for(client: FlaskClient, stock: Stock) -> None:
    page = client.get("/search?q=panen&find=table").text
    assert "Luas <mark>panen</mark> kedelai menurut desa" in page
    assert 'class="hit-snippet"' not in page
    assert f"/works/{stock.review}" not in page, "a work in review has no tables for readers"
    narrowed = client.get("/search?q=panen&find=table&year_from=2021&year_to=2021").text
    assert stock.restricted in narrowed
    assert stock.open not in narrowed


def test_a_table_of_a_restricted_work_leads_to_the_work(client: FlaskClient, stock: Stock) -> None:
    page = client.get("/search?q=tembakau&find=table").text
    assert f"/works/{stock.restricted}?page=3" in page
    assert f"/works/{stock.restricted}/read" not in page


def test_titles_without_the_words_say_where_else_to_look(client: FlaskClient) -> None:
    answer = client.get("/search?q=zzzqqq&find=figure")
    assert answer.status_code == 200
    assert 'href="/search?q=zzzqqq"' in answer.text


@pytest.mark.parametrize(
    "query", ["q=-padi&find=table", "q=tahun:dua&find=table", "q=padi&find=evil", "q=padi&subject=<b>"]
)
def test_no_address_of_tables_breaks_the_page(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/search?{query}")
    assert answer.status_code in (200, 400)
    assert "<b>" not in answer.text


def test_an_abbreviation_says_what_else_was_sought_and_lets_it_be(client: FlaskClient) -> None:
    page = client.get("/search?q=panen+TPT").text
    assert "tingkat pengangguran terbuka" in page
    assert "also=no" in page
    assert "tingkat pengangguran terbuka" not in client.get("/search?q=panen+TPT&also=no").text


def test_a_mistake_in_the_syntax_is_answered_with_an_example(client: FlaskClient) -> None:
    page = client.get("/search?q=tahun:dua").text
    assert "tahun:2021" in page
    assert 'value="tahun:dua"' in page


def test_a_work_lists_its_tables_and_finds_among_them(client: FlaskClient, stock: Stock) -> None:
    page = client.get(f"/works/{stock.open}/tables").text
    assert page.count("Luas panen") == 3
    assert f"/works/{stock.open}/read?page=5" in page
    found = client.get(f"/works/{stock.open}/tables?q=jagung").text
    assert "<mark>jagung</mark>" in found
    assert "kedelai" not in found
    nothing = client.get(f"/works/{stock.open}/tables?q=zzz").text
    assert re.search(rf'href="/search\?[^"]*work={stock.open}"', nothing), nothing[3000:]
    assert client.get("/works/nothing/tables").status_code == 404
    assert client.get(f"/works/{stock.review}/tables").status_code == 404
    assert "Luas panen kedelai" in client.get(f"/works/{stock.open}").text


def test_the_reader_names_the_tables_of_the_page_and_leads_through_the_work(
    client: FlaskClient, people: People, stock: Stock
) -> None:
    people.reader()
    sign_in(client, "siti@contoh.id")
    page = client.get(f"/works/{stock.open}/read?page=4").text
    on_page = page[page.index('id="on-page"') :]
    assert "Luas panen kedelai" in on_page
    assert re.search(r'read\?page=4"[^>]*aria-current="true"', page)


def test_typing_offers_tables_by_number_and_by_words(client: FlaskClient, stock: Stock) -> None:
    offered = client.get("/search/suggest?q=tabel 2").json
    assert any(each.get("url", "").startswith(f"/works/{stock.open}") for each in offered)
    assert {"words": "kedelai"} in client.get("/search/suggest?q=kede").json

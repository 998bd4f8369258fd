"""Searching in the browser."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from library.store.models import SoughtInVain
from library.wiring import open_library
from tests.webapp.rooms.conftest import Stock, settings_of
from webapp.app import create_app


def test_words_that_stand_on_one_page_find_that_page(client: FlaskClient, stock: Stock) -> None:
    page = client.get("/search?q=kedelai").text
    assert f"/works/{stock.open}/read?page=4&amp;q=kedelai" in page
    assert re.search(r"<mark>kedelai</mark>", page, re.IGNORECASE)
    assert f"/works/{stock.open}/pages/4.jpg" in page


def test_a_hit_shows_the_table_whose_title_has_the_words(client: FlaskClient) -> None:
    assert "Luas panen jagung menurut desa" in client.get("/search?q=jagung").text


def test_a_hit_in_a_restricted_work_leads_to_the_work_not_to_its_pages(client: FlaskClient, stock: Stock) -> None:
    page = client.get("/search?q=tembakau").text
    assert f"/works/{stock.restricted}?page=3" in page
    assert f"/works/{stock.restricted}/read" not in page


def test_a_work_in_review_is_not_found(client: FlaskClient, stock: Stock) -> None:
    assert stock.review not in client.get("/search?q=cengkih").text


def test_filters_narrow_and_can_be_taken_off(client: FlaskClient, stock: Stock) -> None:
    page = client.get("/search?q=panen&year_from=2021&year_to=2021").text
    assert stock.restricted in page
    assert stock.open not in page
    assert 'href="/search?q=panen"' in page


def test_searching_inside_a_work_finds_nothing_elsewhere(client: FlaskClient, stock: Stock) -> None:
    page = client.get(f"/search?q=panen&work={stock.open}").text
    assert f"/works/{stock.open}/" in page
    assert f"/works/{stock.restricted}" not in page


def test_a_misspelt_word_is_answered_with_the_one_that_was_meant(client: FlaskClient) -> None:
    assert 'href="/search?q=kedelai"' in client.get("/search?q=kedelei").text


def test_a_search_that_finds_nothing_is_answered_also_while_nothing_can_be_written(
    client: FlaskClient, app: Flask
) -> None:
    library = app.extensions["library"]
    with library.database.write() as writer:
        writer.execute(text("SELECT 1"))  # takes the lock
        answer = client.get("/search?q=zzzqqqvvv")
    assert answer.status_code == 200
    assert "zzzqqqvvv" in answer.text


def test_only_a_search_over_everything_is_counted_as_sought_in_vain(client: FlaskClient, app: Flask) -> None:
    for address in ("q=wwwqqqa&office=1872", "q=wwwqqqb&year_from=1950", "q=wwwqqqc&language=en", "q=wwwqqqd"):
        assert client.get(f"/search?{address}").status_code == 200
    with app.extensions["library"].database.read() as session:
        counted = session.scalars(select(SoughtInVain.words).where(SoughtInVain.words.startswith("wwwqqq"))).all()
    assert counted == ["wwwqqqd"]


def test_nothing_found_says_what_to_do_and_keeps_the_words(client: FlaskClient) -> None:
    answer = client.get("/search?q=zzzqqqxxx&office=1872")
    assert answer.status_code == 200
    assert "zzzqqqxxx" in answer.text
    assert 'href="/search?q=zzzqqqxxx"' in answer.text, "the way without filters"
    assert 'href="/standard"' in answer.text, "the way to an officer"


def test_a_query_without_meaning_is_explained_and_kept(client: FlaskClient) -> None:
    answer = client.get("/search?q=-padi")
    assert answer.status_code == 400
    assert 'value="-padi"' in answer.text


def test_a_damaged_index_leaves_the_catalogue_open(stock: Stock, tmp_path: Path) -> None:
    shutil.copytree(stock.folder, tmp_path / "data")
    for file in (tmp_path / "data" / "derived" / "index").rglob("*"):
        if file.is_file():
            file.write_bytes(b"broken")
    library = open_library(settings_of(tmp_path / "data"))
    client = create_app(library).test_client()
    answer = client.get("/search?q=padi")
    assert answer.status_code == 503
    assert 'href="/works"' in answer.text
    assert 'value="padi"' in answer.text, "what was typed is kept"
    assert stock.open in client.get("/works").text
    assert client.get("/search/suggest?q=pa").json == []
    library.close()


@pytest.mark.parametrize(
    "query",
    ["q=padi&page=-1", "q=padi&page=999999999", "q=padi&year_from=abc", "q=padi&year_to=-5", "q=padi&sort=evil",
     "q=padi&office=%27%22%3Cscript%3E", "q=" + "a" * 5000, "q=%00%ff", "q=padi&work=../../etc", "q=%3Cscript%3Ex"],
)  # fmt: skip
def test_an_address_that_makes_no_sense_is_still_answered(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/search?{query}")
    assert answer.status_code in (200, 404)
    assert "<script>x" not in answer.text


def test_a_page_beyond_the_last_leads_to_the_last(client: FlaskClient) -> None:
    for kind in ("", "&find=table"):
        answer = client.get(f"/search?q=panen&page=999999{kind}")
        assert answer.status_code == 302
        assert "page" not in answer.location, "all hits stand on the first page"
        assert "<mark>" in client.get(answer.location).text


def test_years_the_other_way_round_are_the_same_span(client: FlaskClient, stock: Stock) -> None:
    page = client.get("/search?q=panen&year_from=2022&year_to=2020").text
    assert stock.open in page
    assert 'name="year_from" inputmode="numeric" maxlength="4" value="2020"' in page


def test_words_that_were_cut_off_are_spoken_of(client: FlaskClient) -> None:
    note = "hanya bagian awalnya"
    assert note in client.get(f"/search?q={'+panen' * 60}").text
    assert note in client.get(f"/search?q={'+zzzqq' * 60}").text
    assert note not in client.get("/search?q=panen").text


def test_a_word_as_long_as_the_box_takes_is_named_in_part(client: FlaskClient) -> None:
    page = client.get(f"/search?q={'z' * 199}").text
    headline = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert headline is not None
    assert len(headline[1].strip()) < 130
    assert f'value="{"z" * 199}"' in page, "the box keeps all of it"


def test_what_headings_do_not_know_narrows_pages_alone(client: FlaskClient) -> None:
    page = client.get("/search?q=panen&kind=scanned").text
    assert 'id="headings-title"' not in page, "tables of other kinds of works are not what was asked for"
    tables = client.get("/search?q=panen&find=table&kind=scanned&available=print").text
    assert 'class="hit work"' in tables
    assert "available=print" not in client.get("/search?q=panen&kind=born-digital").text


def test_suggestions_complete_the_word(client: FlaskClient) -> None:
    suggested = client.get("/search/suggest?q=kede").json
    assert {"words": "kedelai"} in suggested


def test_suggestions_for_nothing_are_empty(client: FlaskClient) -> None:
    assert client.get("/search/suggest").json == []

"""A series' page: its editions by year, the missing years, and what librarians do there."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from library.catalogue import series
from library.wiring import Library
from tests.library.catalogue.shelving import described, shelve
from tests.webapp.people import People, post, sign_in
from tests.webapp.rooms.conftest import Stock

NUMBER = "1102001.1872010"


@pytest.fixture
def older(library: Library, stock: Stock) -> str:
    made = shelve(library, "Kecamatan Metro Dalam Angka 2019", 2019, NUMBER, texts=["isi"])
    described(library, stock.open, made)
    return made


def address_of(library: Library, work_id: str) -> str:
    with library.database.read() as records:
        found = series.of_work(records, work_id)
    assert found is not None
    return f"/series/{found.id}"


def test_a_work_leads_to_its_series_which_shows_the_missing_years(
    client: FlaskClient, library: Library, stock: Stock, older: str
) -> None:
    address = address_of(library, older)
    assert address in client.get(f"/works/{stock.open}").text
    page = client.get(address).text
    assert f"/works/{stock.open}" in page
    assert f"/works/{older}" in page
    assert page.count("Belum ada") == 2
    assert "2020, 2021" in page


def test_nobody_learns_of_a_series_of_works_in_review(
    client: FlaskClient, other: FlaskClient, people: People, library: Library, stock: Stock
) -> None:
    described(library, stock.review)
    address = address_of(library, stock.review)
    assert client.get(address).status_code == 404
    assert client.get("/series/nothing").status_code == 404
    people.librarian()
    sign_in(other, "ratna@contoh.id")
    assert other.get(address).status_code == 200


def test_a_librarian_takes_an_edition_out_and_joins_it_again(
    client: FlaskClient, other: FlaskClient, people: People, library: Library, stock: Stock, older: str
) -> None:
    people.librarian()
    sign_in(client, "ratna@contoh.id")
    whole = address_of(library, older)
    bench = whole.replace("/series", "/bench/series")
    assert post(client, f"{bench}/split", page=whole).location.endswith(whole), "nothing was chosen"
    own = post(client, f"{bench}/split", {"works": older}, page=whole).location
    assert older not in other.get(whole).text
    assert older in other.get(own).text
    moved = post(client, f"/bench{own}/merge", {"into": whole.rsplit("/", 1)[1]}, page=own)
    assert moved.location.endswith(whole)
    assert other.get(own).status_code == 301, "what was bookmarked leads on"
    assert older in other.get(whole).text


def test_readers_join_nothing(other: FlaskClient, people: People, library: Library, older: str) -> None:
    people.reader()
    sign_in(other, "siti@contoh.id")
    whole = address_of(library, older)
    answer = post(other, f"/bench{whole}/merge", {"into": "x"}, page=whole)
    assert answer.status_code == 403

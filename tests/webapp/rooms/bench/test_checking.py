"""Checking value by value, and works that look alike."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from library.catalogue import descriptions
from library.store.models import IngestItem, Work
from library.wiring import Library
from tests.library.catalogue.shelving import described, shelve
from tests.webapp.people import People, post, sign_in
from tests.webapp.rooms.conftest import Stock


@pytest.fixture
def librarian(client: FlaskClient, people: People) -> FlaskClient:
    people.librarian()
    sign_in(client, "ratna@contoh.id")
    return client


def shown_field(page: str) -> str:
    """Name the value whose form is on the page; empty when all are accepted."""
    found = re.search(r'id="accepting" method="post" action="[^"]*/values/(\w+)"', page)
    return found[1] if found else ""


def test_a_work_is_checked_with_one_key_a_value_and_then_released(
    librarian: FlaskClient, other: FlaskClient, library: Library, stock: Stock
) -> None:
    address = f"/bench/works/{stock.review}/values"
    seen: list[str] = []
    while field := shown_field(page := librarian.get(address).text):
        assert 'id="accept" autofocus' in page, "Enter presses it"
        value = re.search(r'id="value" name="value" value="([^"]*)"', page)
        assert value is not None
        assert post(librarian, f"{address}/{field}", {"value": value[1]}, page=address).status_code == 303
        assert field not in seen
        seen.append(field)
    assert len(seen) == 14
    assert 'id="release"' in page
    assert other.get(f"/works/{stock.review}").status_code == 404
    post(librarian, address, page=address)
    library.workers.drain()
    assert other.get(f"/works/{stock.review}").status_code == 200


def test_the_value_stands_beside_the_picture_of_its_place(librarian: FlaskClient, stock: Stock) -> None:
    page = librarian.get(f"/bench/works/{stock.review}/values?field=catalogue_number").text
    assert 'value="1102001.1872030"' in page
    assert f"/works/{stock.review}/pages/2/picture" in page
    assert 'class="crop-box"' in page


def test_a_doubtful_value_is_the_first(librarian: FlaskClient, library: Library, stock: Stock) -> None:
    with library.database.write() as records:
        descriptions.of(records, stock.review)["publisher"].confidence = 0.4
        descriptions.of(records, stock.review)["region"].confidence = 0.97
    assert shown_field(librarian.get(f"/bench/works/{stock.review}/values").text) == "publisher"
    assert "isian meragukan" in librarian.get("/bench").text


def test_a_wrong_value_stays_in_its_field_with_the_reason(librarian: FlaskClient, stock: Stock) -> None:
    address = f"/bench/works/{stock.review}/values"
    answer = post(librarian, f"{address}/year", {"value": "dua ribu"}, page=f"{address}?field=year")
    assert answer.status_code == 422
    assert 'value="dua ribu"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert post(librarian, f"{address}/state", {"value": "x"}, page=address).status_code == 404


def test_after_a_release_comes_the_next_of_the_same_batch(
    librarian: FlaskClient, library: Library, stock: Stock
) -> None:
    older, mine = (shelve(library, title, 2020, state="review") for title in ("Lama", "Sekelompok"))
    with library.database.write() as records:
        first = records.query(IngestItem).filter_by(work_id=stock.review).one()
        item = IngestItem(batch=first.batch, name="b.pdf", office="1872", state="done", work_id=mine, original="x")
        item.created_at = item.changed_at = first.created_at
        records.add(item)
    address = f"/bench/works/{stock.review}/values"
    assert post(librarian, address, page=address).location.endswith(f"/bench/works/{mine}/values")
    assert post(librarian, f"/bench/works/{mine}/values", page=address).location.endswith(f"{older}/values")


def test_readers_do_not_check_and_strangers_do_not_compare(
    client: FlaskClient, other: FlaskClient, people: People, stock: Stock
) -> None:
    people.reader()
    sign_in(other, "siti@contoh.id")
    for path in (f"/bench/works/{stock.review}/values", "/bench/alike", f"/bench/alike/{stock.open}/{stock.review}"):
        assert other.get(path).status_code == 403
        assert client.get(path, headers={"Accept": "text/html"}).status_code == 303


@pytest.fixture
def twins(library: Library, stock: Stock) -> tuple[str, str]:
    with library.database.read() as records:
        number = records.get_one(Work, stock.open).catalogue_number
    twin = shelve(library, "Kecamatan Metro Dalam Angka", 2022, number, state="review", texts=["isi"])
    described(library, stock.open, twin)
    return stock.open, twin


def test_two_that_look_alike_are_shown_side_by_side_and_the_newer_takes_the_place(
    librarian: FlaskClient, other: FlaskClient, library: Library, twins: tuple[str, str]
) -> None:
    old, new = twins
    address = f"/bench/alike/{old}/{new}"
    assert address in librarian.get("/bench/alike").text
    assert address in librarian.get(f"/bench/works/{new}/values").text
    page = librarian.get(address).text
    assert page.count("/cover.jpg") == 2
    assert "Nomor katalog, tahun, dan wilayah yang sama" in page
    assert post(librarian, address, {"decision": "perhaps"}).status_code == 422
    assert post(librarian, address, {"decision": "version"}).status_code == 303
    library.workers.drain()
    assert f"/works/{new}" in other.get(f"/works/{old}").text, "the old address answers and names the new one"
    assert f"/works/{old}" in other.get(f"/works/{new}").text
    assert old not in other.get("/works").text
    assert old not in other.get("/search?q=kedelai").text
    assert address not in librarian.get("/bench/alike").text
    assert post(librarian, address, {"decision": "same"}, page="/bench").status_code == 409


def test_a_pair_that_is_none_is_not_found(librarian: FlaskClient, stock: Stock) -> None:
    address = f"/bench/alike/{stock.open}/{stock.review}"
    assert post(librarian, address, {"decision": "same"}, page="/bench").status_code == 404
    assert librarian.get("/bench/alike/nothing/nowhere").status_code == 404

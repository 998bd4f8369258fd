"""A work's page, its cover and its pages in small."""

from __future__ import annotations

import io

import pytest
from flask.testing import FlaskClient
from PIL import Image

from tests.webapp.people import People, sign_in
from tests.webapp.rooms.conftest import Stock


def test_a_work_says_what_it_is_and_offers_reading_and_a_copy(client: FlaskClient, stock: Stock) -> None:
    page = client.get(f"/works/{stock.open}").text
    for fact in ("Kecamatan Metro Dalam Angka", "2022", "1102001.1872010", "BPS Kota Metro"):
        assert fact in page
    assert f"/works/{stock.open}/read" in page
    assert f"/works/{stock.open}/copy" in page
    assert "Luas panen kedelai" in page, "its tables"


def test_a_restricted_work_is_shown_but_not_offered_for_reading(client: FlaskClient, stock: Stock) -> None:
    page = client.get(f"/works/{stock.restricted}").text
    assert f"/works/{stock.restricted}/copy" in page
    assert f"/works/{stock.restricted}/read" not in page


@pytest.mark.parametrize("path", ["", "/cover.jpg", "/pages/1.jpg"])
def test_a_work_in_review_exists_for_librarians_alone(
    client: FlaskClient, other: FlaskClient, people: People, stock: Stock, path: str
) -> None:
    assert client.get(f"/works/{stock.review}{path}").status_code == 404
    people.librarian()
    sign_in(other, "ratna@contoh.id")
    assert other.get(f"/works/{stock.review}{path}").status_code == 200


def test_no_picture_without_a_mark_is_larger_than_320_px(client: FlaskClient, stock: Stock) -> None:
    for path in ("cover.jpg", "pages/1.jpg", "pages/4.jpg"):
        picture = client.get(f"/works/{stock.open}/{path}")
        assert picture.mimetype == "image/jpeg"
        assert max(Image.open(io.BytesIO(picture.data)).size) <= 320


def test_small_pages_of_released_works_may_be_kept_by_everybody(client: FlaskClient, stock: Stock) -> None:
    first = client.get(f"/works/{stock.open}/pages/2.jpg")
    assert "public" in first.headers["Cache-Control"]
    again = client.get(f"/works/{stock.open}/pages/2.jpg", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("number", [0, 99, 10**12, 10**30])
def test_a_page_that_is_not_there_is_not_found(client: FlaskClient, stock: Stock, number: int) -> None:
    assert client.get(f"/works/{stock.open}/pages/{number}.jpg").status_code == 404
    assert client.get(f"/works/{stock.open}/citation/ris?page={number or -1}").status_code == 404
    assert client.get(f"/works?page={number}").status_code in {200, 404}


def test_the_catalogue_lists_released_works_of_an_office(client: FlaskClient, stock: Stock) -> None:
    everything, elsewhere = client.get("/works").text, client.get("/works?office=1674&page=-3").text
    assert stock.open in everything
    assert stock.review not in everything
    assert stock.open not in elsewhere


def test_only_staff_see_how_well_a_leak_can_be_traced(
    client: FlaskClient, other: FlaskClient, people: People, stock: Stock
) -> None:
    people.librarian()
    sign_in(other, "ratna@contoh.id")
    address = f"/bench/works/{stock.open}"
    assert address in other.get(f"/works/{stock.open}").text
    assert address not in client.get(f"/works/{stock.open}").text


def test_an_unknown_work_is_not_found(client: FlaskClient) -> None:
    assert client.get("/works/nosuchwork").status_code == 404

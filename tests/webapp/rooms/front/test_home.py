"""The front page."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.webapp.people import People, sign_in
from tests.webapp.rooms.conftest import Stock


def test_the_front_page_offers_the_search_and_what_is_new(client: FlaskClient, stock: Stock) -> None:
    page = client.get("/").text
    assert 'action="/search"' in page
    assert f"/works/{stock.open}/cover.jpg" in page
    assert "BPS Kota Metro" in page


def test_the_way_in_stands_in_the_head_until_somebody_is_signed_in(client: FlaskClient, people: People) -> None:
    assert 'class="button button-secondary head-login" href="/account/login' in client.get("/").text
    people.reader()
    sign_in(client, "siti@contoh.id")
    assert "head-login" not in client.get("/").text


def test_a_work_in_review_is_not_new_to_anybody(client: FlaskClient, stock: Stock) -> None:
    assert stock.review not in client.get("/").text


def test_choosing_an_office_narrows_what_is_new_and_the_search(client: FlaskClient, stock: Stock) -> None:
    page = client.get("/?office=1674").text
    assert stock.open not in page
    assert '<input type="hidden" name="office" value="1674">' in page


def test_an_unknown_office_means_all_offices(client: FlaskClient, stock: Stock) -> None:
    assert stock.open in client.get("/?office=%00<script>").text

"""Checking a copy's number in public."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from library.store.models import Copy
from library.wiring import Library
from tests.webapp.people import People, sign_in
from tests.webapp.rooms.conftest import Stock
from tests.webapp.rooms.requests.test_requests import get_copy


@pytest.fixture
def number(client: FlaskClient, people: People, library: Library, stock: Stock) -> str:
    """Give the number of a copy that was made for Siti."""
    people.reader()
    sign_in(client, "siti@contoh.id")
    copy_id = get_copy(client, library, stock.open).split("/")[2]
    with library.database.read() as records:
        made = records.get(Copy, copy_id)
    assert made is not None
    return made.number


def test_a_genuine_number_names_the_title_and_the_office_but_nobody(other: FlaskClient, number: str) -> None:
    answer = other.get(f"/verify/{number}")
    assert answer.status_code == 200
    for fact in ("Kecamatan Metro Dalam Angka", "BPS Kota Metro", "21 November 2026"):
        assert fact in answer.text
    for personal in ("Siti", "Rahmawati", "contoh.id", "Universitas"):
        assert personal not in answer.text


def test_the_address_in_the_code_is_in_capitals_and_leads_to_the_answer(
    other: FlaskClient, library: Library, number: str
) -> None:
    with library.database.read() as records:
        made = records.query(Copy).filter_by(number=number).one()
    address = made.stamp["verify_url"]
    assert address == f"{library.settings.base_url.upper()}/V/{number}"
    for path in (urlsplit(address).path, urlsplit(address).path.lower()):
        answer = other.get(path, follow_redirects=True)
        assert answer.status_code == 200
        assert "Kecamatan Metro Dalam Angka" in answer.text


def test_small_letters_spaces_and_look_alikes_do_no_harm(other: FlaskClient, number: str) -> None:
    typed = number.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    answer = other.get("/verify", query_string={"number": f"  {typed} "}, follow_redirects=True)
    assert answer.status_code == 200
    assert number in answer.text


def test_the_number_of_a_request_is_told_from_that_of_a_copy(client: FlaskClient) -> None:
    """It stands in the stamp, where a copy's own number is only in the code."""
    answer = client.get("/verify", query_string={"number": "1872-2026-00001"}, follow_redirects=True)
    assert answer.status_code == 404
    assert "nomor permintaan" in answer.text
    assert "1872-2026-00001" in answer.text
    assert "nomor permintaan" not in client.get("/verify/AAAA-BBBB-CCCC").text


@pytest.mark.parametrize("typed", ["AAAA-BBBB-CCCC", "x", "9" * 500, "%00", "<script>"])
def test_an_unknown_number_is_not_ours(client: FlaskClient, typed: str) -> None:
    answer = client.get("/verify", query_string={"number": typed}, follow_redirects=True)
    assert answer.status_code in (404, 200)
    assert "verdict-good" not in answer.text
    assert '<script>"' not in answer.text


def test_pages_read_on_screen_have_a_number_too(
    client: FlaskClient, other: FlaskClient, people: People, library: Library, stock: Stock
) -> None:
    from library.store.models import ScreenReading

    siti = people.reader()
    sign_in(client, "siti@contoh.id")
    client.get(f"/works/{stock.open}/read")
    with library.database.read() as records:
        read = next(row for row in records.query(ScreenReading) if row.account_id == siti.id)
    assert "Kecamatan Metro Dalam Angka" in other.get(f"/verify/{read.number}").text

"""Exchange with other catalogues on the bench: compare, take over, take along."""

from __future__ import annotations

import io
import json
import re

import pytest
from flask.testing import FlaskClient
from lxml import etree
from sqlalchemy import QueuePool
from werkzeug.test import TestResponse

from ingest.exchange.reading import read_records
from library.catalogue import descriptions, reconciling
from library.readers.roles import Role
from library.wiring import Library
from tests.webapp.people import People, post, sign_in
from tests.webapp.rooms.conftest import Stock
from webapp.rooms.bench import records as records_room

BOOK = {
    "pub_id": "aa17c1286ea6de96e80622b5",
    "title": "Kecamatan Metro Dalam Angka 2022",
    "kat_no": "1102001.1872010",
    "pub_no": "18720.2299",
    "issn": "2620-455X",
}
STRANGER = {"pub_id": "b", "title": "Statistik <b>Lain</b> 2019"}


@pytest.fixture
def librarian(client: FlaskClient, people: People) -> FlaskClient:
    people.librarian()
    sign_in(client, "ratna@contoh.id")
    return client


def bring(client: FlaskClient, data: bytes, name: str = "daftar.json") -> TestResponse:
    return post(client, "/bench/records", {"file": (io.BytesIO(data), name)})


def test_what_bps_says_is_shown_beside_ours_and_only_what_is_ticked_is_taken_over(
    librarian: FlaskClient, library: Library, stock: Stock
) -> None:
    answer = {"data": [{"page": 1, "pages": 1}, [BOOK, STRANGER]]}
    address = bring(librarian, json.dumps(answer).encode()).location
    page = librarian.get(address).text
    assert "18720.2299" in page
    assert "Statistik Lain" in page
    assert "1 dari 2 cantuman" in page
    post(librarian, address)
    with library.database.read() as records:
        assert "issn" not in descriptions.of(records, stock.open), "nothing was ticked"
    post(librarian, address, {"works": stock.open})
    with library.database.read() as records:
        now = descriptions.of(records, stock.open)
    assert (now["issn"].value, now["issn"].origin) == ("2620-455X", "imported")
    assert "2620-455X" in librarian.get(f"/works/{stock.open}").text
    assert "18720.2299" not in librarian.get(address).text


def test_a_long_list_is_compared_a_page_at_a_time_and_taken_over_while_others_write(
    librarian: FlaskClient, library: Library, stock: Stock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records_room, "SHOWN", 1)
    other = {"title": "Kecamatan Rahasia Dalam Angka 2021", "kat_no": "1102001.1872020", "pub_no": "18720.2300"}
    address = bring(librarian, json.dumps({"data": [{}, [STRANGER, BOOK, other]]}).encode()).location
    first, second = librarian.get(address).text, librarian.get(f"{address}?page=2").text
    assert "2 dari 3 cantuman" in first
    assert "2 dari 3 cantuman" in second
    assert ("18720.2299" in first, "18720.2300" in first, "Statistik Lain" in first) == (True, False, True)
    assert ("18720.2299" in second, "18720.2300" in second, "Statistik Lain" in second) == (False, True, False)
    looked: list[int] = []
    sought = reconciling.find
    monkeypatch.setattr(
        reconciling, "find", lambda session, found, office: looked.append(len(found)) or sought(session, found, office)
    )
    assert post(librarian, f"{address}?page=2", {"works": stock.open}).location.endswith("?page=2")
    assert looked == [3, 3, 1], "under the lock only what is ticked is looked at"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"<a>&b;</a>", b'{"data": 1}'])
def test_a_file_that_is_no_list_is_refused_on_the_page(librarian: FlaskClient, data: bytes) -> None:
    answer = bring(librarian, data)
    assert answer.status_code == 422
    assert "CSV" in answer.text


def test_a_form_without_a_file_and_a_question_without_a_key_are_refused(librarian: FlaskClient) -> None:
    assert post(librarian, "/bench/records").status_code == 422
    assert post(librarian, "/bench/records", {"from": "bps", "domain": "../x", "year": "2020"}).status_code == 422
    assert 'name="domain"' not in librarian.get("/bench/records").text


def test_what_one_office_compares_exists_for_no_other(
    librarian: FlaskClient, other: FlaskClient, people: People
) -> None:
    people.add("jauh@contoh.id", "Jauh", Role.LIBRARIAN, "1808")
    people.add("dekat@contoh.id", "Dekat", Role.LIBRARIAN, "1872")
    sign_in(other, "jauh@contoh.id")
    theirs = bring(other, b"title,year\nA,2020\n").location
    assert other.get(theirs).status_code == 200
    assert librarian.get(theirs).status_code == 200, "who belongs to no office sees all"
    assert librarian.get("/bench/records/0000000000000000").status_code == 404
    post(other, "/account/logout", page="/")
    sign_in(other, "dekat@contoh.id")
    assert other.get(theirs).status_code == 404


@pytest.mark.parametrize("form", ["csv", "mrc", "marcxml", "dc"])
def test_all_records_are_given_in_each_format_and_can_be_read_again(
    librarian: FlaskClient, stock: Stock, form: str
) -> None:
    answer = librarian.get(f"/bench/records/all.{form}")
    assert "attachment" in answer.headers["Content-Disposition"]
    _kind, found = read_records(answer.data)
    assert {record.values["catalogue_number"] for record in found} == {"1102001.1872010", "1102001.1872020"}
    assert stock.review.encode() not in answer.data


def test_whoever_takes_all_records_in_slowly_holds_no_lock_and_misses_none(
    librarian: FlaskClient, library: Library, stock: Stock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records_room, "PER_PIECE", 1)
    answer, data, pool = librarian.get("/bench/records/all.mrc", buffered=False), b"", library.database.engine.pool
    for piece in answer.iter_encoded():
        assert isinstance(pool, QueuePool)
        assert pool.checkedout() == 0, "a read that stays open keeps every writer waiting"
        data += piece
    assert len(read_records(data)[1]) == 2


def test_a_released_work_has_a_record_for_everybody_and_others_have_none(client: FlaskClient, stock: Stock) -> None:
    for form, root in (("dc.xml", "dc"), ("marc.xml", "record")):
        answer = client.get(f"/works/{stock.open}/record/{form}")
        assert re.search(r"\bxml\b", answer.content_type)
        assert etree.QName(etree.fromstring(answer.data)).localname == root
        assert f"/works/{stock.open}" in answer.text
        assert client.get(f"/works/{stock.review}/record/{form}").status_code == 404
    assert client.get(f"/works/{stock.open}/record/pdf").status_code == 404

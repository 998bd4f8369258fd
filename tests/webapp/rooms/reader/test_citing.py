"""Citing the page one reads."""

from __future__ import annotations

import html
import json

import pytest
from flask.testing import FlaskClient

from library.catalogue import works
from library.wiring import Library
from tests.webapp.people import People, sign_in
from tests.webapp.rooms.conftest import Stock


def test_the_page_is_cited_in_texts_and_records(client: FlaskClient, people: People, stock: Stock) -> None:
    people.reader()
    sign_in(client, "siti@contoh.id")
    shown = html.unescape(client.get(f"/works/{stock.open}/read?page=4").text)
    address = f"http://localhost/works/{stock.open}/read?page=4"
    title = "Kecamatan Metro Dalam Angka (Katalog 1102001.1872010; Tabel 2, hlm. PDF 4)"
    apa = f"Badan Pusat Statistik Kota Metro. (2022). {title}. {address}"
    assert apa in shown
    assert "(Badan Pusat Statistik Kota Metro, 2022, Tabel 2, hlm. PDF 4)" in shown
    assert "Sumber: Badan Pusat Statistik Kota Metro, Kecamatan Metro Dalam Angka 2022" in shown
    assert "@techreport{bps2022" in shown
    client.get("/language/en")
    assert ", Table 2, PDF p. 4)" in client.get(f"/works/{stock.open}/read?page=4").text


@pytest.mark.parametrize(
    ("form", "kind", "beginning"),
    [
        ("bibtex", "application/x-bibtex; charset=utf-8", "@techreport{bps2022"),
        ("ris", "application/x-research-info-systems; charset=utf-8", "TY  - RPRT\r\n"),
        ("csl", "application/vnd.citationstyles.csl+json; charset=utf-8", "[\n {"),
    ],
)
def test_records_are_metadata_and_for_everybody(
    client: FlaskClient, stock: Stock, form: str, kind: str, beginning: str
) -> None:
    answer = client.get(f"/works/{stock.open}/citation/{form}?page=4")
    assert (answer.status_code, answer.content_type) == (200, kind)
    assert answer.text.startswith(beginning)
    assert f"/works/{stock.open}/read?page=4" in answer.text
    assert "page=" not in client.get(f"/works/{stock.open}/citation/{form}").text, "the work as a whole"


@pytest.mark.parametrize("path", ["citation/word", "citation/ris?page=99", "citation/ris?page=0", "citation/.."])
def test_what_is_not_there_has_no_record(client: FlaskClient, stock: Stock, path: str) -> None:
    assert client.get(f"/works/{stock.open}/{path}").status_code == 404


def test_what_is_not_released_is_not_cited_to_others(client: FlaskClient, stock: Stock) -> None:
    assert client.get(f"/works/{stock.review}/citation/ris").status_code == 404


def test_a_hostile_title_stays_a_title(client: FlaskClient, library: Library, stock: Stock) -> None:
    title = 'Data}},\n@book{x,"><script>alert(1)</script>\r\nER  - '
    with library.database.write() as records:
        works.get(records, stock.open).title = title
    assert client.get(f"/works/{stock.open}/citation/bibtex").text.count("\n@") == 0
    assert client.get(f"/works/{stock.open}/citation/ris").text.count("\r\nER  - ") == 1
    item = json.loads(client.get(f"/works/{stock.open}/citation/csl").data)[0]
    assert item["title"] == 'Data}}, @book{x,"><script>alert(1)</script> ER -'


def test_the_full_viewer_shows_the_readers_own_copy_and_needs_an_account(
    client: FlaskClient, other: FlaskClient, people: People, stock: Stock
) -> None:
    assert client.get(f"/works/{stock.open}/view").status_code == 303
    people.reader()
    sign_in(other, "siti@contoh.id")
    shown = other.get(f"/works/{stock.open}/view?page=99").text
    assert f'data-manifest="/iiif/3/{stock.open}/reading.json"' in shown
    assert 'data-page="5"' in shown, "the last page"
    assert other.get(f"/works/{stock.restricted}/view").status_code == 404

"""Withdrawn works leave a page that says so; announced ones say when they come, and nothing of them gets out before."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from library.catalogue import works
from library.preservation import embargo
from library.wiring import Library
from tests.webapp.people import Clock, People, post, sign_in
from tests.webapp.rooms.conftest import Stock

ELEVEN_WIB = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)


@pytest.fixture
def gone(library: Library, stock: Stock) -> str:
    with library.database.write() as records:
        works.withdraw(records, library.clock(), stock.open, "cli", "atas permintaan Ibu Rina", code="rights")
    library.workers.drain()
    return stock.open


@pytest.fixture
def announced(library: Library, stock: Stock) -> str:
    with library.database.write() as records:
        embargo.announce(records, library.clock(), stock.review, ELEVEN_WIB, "cli")
    library.workers.drain()
    return stock.review


def test_a_withdrawn_work_says_what_it_was_why_and_since_when(client: FlaskClient, gone: str) -> None:
    answer = client.get(f"/works/{gone}")
    assert answer.status_code == 410
    for words in ("Kecamatan Metro Dalam Angka", "1102001.1872010", "21 November 2026", "Kantor tidak berhak"):
        assert words in answer.text
    assert "Rina" not in answer.text, "what the librarian wrote may name people"
    assert f"/works/{gone}/copy" not in answer.text


@pytest.mark.parametrize("path", ["/cover.jpg", "/pages/1.jpg", "/record/dc.xml", "/tables"])
def test_nothing_else_of_a_withdrawn_work_is_given(client: FlaskClient, gone: str, path: str) -> None:
    assert client.get(f"/works/{gone}{path}").status_code == 410


def test_other_systems_learn_that_it_is_gone(client: FlaskClient, gone: str) -> None:
    assert client.get(f"/api/v1/works/{gone}").status_code == 410
    for path in ("/sitemap-1.xml", "/opds/new", "/api/v1/works", "/works"):
        assert gone not in client.get(path).text
    record = client.get("/oai?verb=ListRecords&metadataPrefix=oai_dc").text
    assert 'status="deleted"' in record
    assert gone in record


def test_an_announced_work_says_when_it_comes_and_shows_nothing_else(
    client: FlaskClient, other: FlaskClient, people: People, announced: str
) -> None:
    page = client.get(f"/works/{announced}")
    assert page.status_code == 200
    assert "1 Desember 2026, 11.00 WIB" in page.text
    assert "cengkih" not in page.text
    assert announced in client.get("/works").text, "the catalogue names what is coming"
    people.reader()
    sign_in(other, "siti@contoh.id")
    for path in ("/cover.jpg", "/pages/1.jpg", "/record/marc.xml", "/tables", "/read", "/copy"):
        assert other.get(f"/works/{announced}{path}").status_code == 404, path
    for path in ("/sitemap-1.xml", "/opds/new", "/api/v1/works", "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc"):
        assert announced not in client.get(path).text, path
    assert announced not in client.get("/search?q=cengkih").text


def test_a_librarian_announces_moves_and_lifts(
    client: FlaskClient, people: People, library: Library, stock: Stock, clock: Clock
) -> None:
    people.librarian()
    sign_in(client, "ratna@contoh.id")
    address = f"/bench/works/{stock.review}/embargo"
    assert "11:00" in client.get(address).text, "the hour at which BPS publishes"
    late = post(client, address, {"day": "2026-11-20", "hour": "11:00"})
    assert late.status_code == 422
    assert post(client, address, {"day": "2026-12-01", "hour": "11:00"}).status_code == 303
    assert "1 Desember 2026, 11.00 WIB" in client.get(address).text
    early = post(client, f"/bench/works/{stock.review}", {"do": "release"})
    assert early.status_code == 409, "the button of release does not get around it"
    assert post(client, f"{address}/lift", page=address).status_code == 303
    assert client.get(f"/works/{stock.review}").status_code == 200
    assert post(client, address, {"day": "2026-12-02", "hour": "09:00"}).status_code == 303
    clock.forward(days=11)
    library.workers.drain()
    assert client.get(f"/works/{stock.review}").status_code == 200, "for everybody: her own session is over"


def test_a_librarian_orders_a_copy_for_the_long_run(client: FlaskClient, people: People, stock: Stock) -> None:
    people.librarian()
    sign_in(client, "ratna@contoh.id")
    address = f"/bench/works/{stock.review}/archive"
    assert "Belum ada yang memintanya" in client.get(address).text
    assert post(client, address).status_code == 303
    assert "Sudah dipesan" in client.get(address).text


def test_administrators_see_what_is_lost(client: FlaskClient, people: People, library: Library, stock: Stock) -> None:
    people.administrator()
    sign_in(client, "budi@contoh.id")
    assert "semuanya utuh" in client.get("/administration/keeping").text.lower()
    with library.database.read() as records:
        name = works.current_file(records, stock.open).original
    path = library.blobs.path(name)
    kept = path.read_bytes()
    path.unlink()
    library.keeping.look_at(name, len(kept))
    page = client.get("/administration/keeping").text
    assert "Kecamatan Metro Dalam Angka" in page
    assert name[:16] in page
    assert "hilang" in client.get("/administration").text
    path.write_bytes(kept)
    post(client, "/administration/keeping/look", page="/administration/keeping")
    assert name[:16] not in client.get("/administration/keeping").text
    post(client, "/administration/keeping/archive", page="/administration/keeping")
    asked = client.get("/administration/keeping").text
    assert "salinan PDF/A sudah dipesan" in asked
    assert 'action="/administration/keeping/archive"' not in asked, "nothing is left to ask for"
    assert 'hx-get="/administration/keeping"' in asked, "the bar moves by itself while copies are made"


def test_the_bench_says_that_a_work_is_announced_and_does_not_offer_to_release_it(
    client: FlaskClient, people: People, announced: str
) -> None:
    people.librarian()
    sign_in(client, "ratna@contoh.id")
    review = client.get(f"/bench/works/{announced}").text
    assert "Diumumkan" in review
    assert "1 Desember 2026, 11.00 WIB" in review
    assert "Ditarik" not in review, "it has only to wait"
    assert 'value="release"' not in review
    assert f"/bench/works/{announced}/embargo" in review


def test_whoever_had_a_page_of_it_open_is_led_to_what_became_of_it(
    client: FlaskClient, people: People, gone: str
) -> None:
    people.reader()
    sign_in(client, "siti@contoh.id")
    answer = client.get(f"/works/{gone}/read?page=2")
    assert answer.status_code == 410
    assert f'href="/works/{gone}"' in answer.text

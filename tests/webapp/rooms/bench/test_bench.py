"""The librarian's bench."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from library.wiring import Library
from tests.webapp.people import People, hidden_fields, post, sign_in
from tests.webapp.rooms.books import make_book
from tests.webapp.rooms.conftest import Stock


@pytest.fixture
def librarian(client: FlaskClient, people: People) -> FlaskClient:
    people.librarian()
    sign_in(client, "ratna@contoh.id")
    return client


@pytest.fixture
def book(tmp_path: Path) -> bytes:
    return make_book(tmp_path / "d.pdf", "Kecamatan Timur Dalam Angka", 2024, "1102001.1872040", ("tebu",)).read_bytes()


def upload(client: FlaskClient, *files: tuple[bytes, str], **fields: str) -> TestResponse:
    sent = [(io.BytesIO(data), name) for data, name in files]
    return post(client, "/bench", {"files": sent, "office": "1872", "access": "open", **fields})


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", ["/bench", "/bench/works/{work}"])
def test_readers_and_strangers_stay_outside(
    client: FlaskClient, other: FlaskClient, people: People, stock: Stock, method: str, path: str
) -> None:
    people.reader()
    sign_in(other, "siti@contoh.id")
    fields = hidden_fields(other.get("/").text, "")
    address = path.format(work=stock.review)
    assert getattr(other, method)(address, data=fields).status_code == 403
    answer = getattr(client, method)(
        address, data=hidden_fields(client.get("/").text, ""), headers={"Accept": "text/html"}
    )
    assert answer.status_code == 303
    assert "/account/login" in answer.location


def test_one_bad_file_does_not_stop_the_others(librarian: FlaskClient, library: Library, book: bytes) -> None:
    answer = upload(librarian, (book, "../../timur.pdf"), (b"no pdf at all", "rusak.pdf"), (b"", "kosong.pdf"))
    assert answer.status_code == 303
    library.workers.drain()
    page = librarian.get(answer.location).text
    assert "Kecamatan Timur" in librarian.get("/bench").text
    assert "../" not in page
    assert "0 bita" in page
    assert page.count("/retry") == 3, "each by itself, and both together"


def test_a_batch_shows_itself_live_until_it_is_read(librarian: FlaskClient, library: Library, book: bytes) -> None:
    address = upload(librarian, (book, "timur.pdf")).location
    assert f'hx-get="{address}/part?page=1"' in librarian.get(address).text
    library.workers.drain()
    part = librarian.get(f"{address}/part").text
    assert "hx-get" not in part
    assert "/bench/works/" in part


def test_the_same_form_sent_twice_is_one_batch(librarian: FlaskClient, library: Library, book: bytes) -> None:
    fields = hidden_fields(librarian.get("/bench").text, "/bench")
    send = lambda: librarian.post("/bench", data={**fields, "files": (io.BytesIO(book), "timur.pdf")})  # noqa: E731 - the same twice
    assert send().location == send().location
    assert len(library.incoming.recent()) == 4, "three from before and this one"


def test_a_form_without_a_file_says_so(librarian: FlaskClient) -> None:
    assert upload(librarian).status_code == 422


def test_a_file_that_failed_can_be_put_away(librarian: FlaskClient, library: Library) -> None:
    upload(librarian, (b"no pdf at all", "rusak.pdf"))
    library.workers.drain()
    item = next(item for item in library.incoming.recent() if item.state == "failed")
    assert post(librarian, f"/bench/items/{item.id}/dismiss", page="/bench").status_code == 303
    assert "/retry" not in librarian.get("/bench").text
    assert not library.incoming.quarantined(item.id).exists()


def test_a_review_shows_each_value_beside_its_place_on_the_page(librarian: FlaskClient, stock: Stock) -> None:
    page = librarian.get(f"/bench/works/{stock.review}").text
    assert 'value="1102001.1872030"' in page
    assert f"/works/{stock.review}/pages/2/picture" in page
    assert 'class="crop-box"' in page


def test_accepting_corrects_and_releases_the_work(
    librarian: FlaskClient, other: FlaskClient, library: Library, stock: Stock
) -> None:
    address = f"/bench/works/{stock.review}"
    answer = post(librarian, address, {"title": "Kecamatan Baru Dalam Angka 2023", "year": "2023", "do": "release"})
    assert answer.status_code == 303
    library.workers.drain()
    assert "Kecamatan Baru Dalam Angka 2023" in other.get(f"/works/{stock.review}").text
    assert stock.review in other.get("/search?q=cengkih").text


def test_saving_alone_releases_nothing(librarian: FlaskClient, other: FlaskClient, stock: Stock) -> None:
    post(librarian, f"/bench/works/{stock.review}", {"title": "Judul Lain", "do": "save"})
    assert 'value="Judul Lain"' in librarian.get(f"/bench/works/{stock.review}").text
    assert other.get(f"/works/{stock.review}").status_code == 404


@pytest.mark.parametrize(
    ("name", "value"), [("title", "  "), ("year", "dua ribu"), ("year", "99999"), ("access", "evil")]
)
def test_a_value_that_cannot_be_is_refused_and_kept_on_the_page(
    librarian: FlaskClient, other: FlaskClient, stock: Stock, name: str, value: str
) -> None:
    data = {"title": "Judul", "year": "2023", "do": "release", name: value}
    answer = post(librarian, f"/bench/works/{stock.review}", data)
    assert answer.status_code == 422
    assert other.get(f"/works/{stock.review}").status_code == 404, "nothing was released"


def test_withdrawing_needs_a_reason_and_takes_the_work_out_of_sight(
    librarian: FlaskClient, other: FlaskClient, library: Library, stock: Stock
) -> None:
    page, address = f"/bench/works/{stock.open}", f"/bench/works/{stock.open}/withdraw"
    assert post(librarian, address, {"reason": "Salah cetak"}, page=page).status_code == 422
    assert post(librarian, address, {"code": "other", "reason": " "}, page=page).status_code == 422
    assert post(librarian, address, {"code": "wrong-file", "reason": ""}, page=page).status_code == 303
    library.workers.drain()
    assert other.get(f"/works/{stock.open}").status_code == 410
    assert stock.open not in other.get("/search?q=kedelai").text


@pytest.mark.parametrize("told", [{"traceable": False}, {}], ids=["it-cannot", "nobody-says"])
def test_accepting_what_cannot_be_traced_takes_a_written_reason(
    librarian: FlaskClient, library: Library, stock: Stock, told: dict[str, bool]
) -> None:
    """A master of which nothing is said is accepted in the same way: whoever refuses copies of it shows the form."""
    from library.catalogue import works

    with library.database.write() as records:
        master = works.current_master(records, works.current_file(records, stock.review).id)
        master.traceability = {name: value for name, value in master.traceability.items() if name != "traceable"} | told
    page, address = f"/bench/works/{stock.review}", f"/bench/works/{stock.review}/accept"
    assert 'name="untraceable"' in librarian.get(page).text
    assert post(librarian, address, {"untraceable": "ok"}, page=page).status_code == 422
    reason = {"untraceable": "Selebaran satu halaman."}
    assert post(librarian, address, {"master": "of yesterday"} | reason, page=page).status_code == 409
    assert reason["untraceable"] not in librarian.get(page).text
    assert post(librarian, address, reason, page=page).status_code == 303
    accepted = librarian.get(page).text
    assert "Selebaran satu halaman." in accepted
    assert "Ratna Dewi, 21 November 2026" in accepted, "who reads it later knows whom to ask"

"""Batches in the browser: opened, filled file by file, watched, paused and put away."""

from __future__ import annotations

import io

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from library.errors import StorageFailed
from library.wiring import Library
from tests.webapp.people import People, hidden_fields, post, sign_in

OPEN = {"office": "1872", "name": "rak 7", "expected": "3"}


@pytest.fixture
def librarian(client: FlaskClient, people: People) -> FlaskClient:
    people.librarian()
    sign_in(client, "ratna@contoh.id")
    return client


def opened(client: FlaskClient, **fields: str) -> dict[str, str]:
    """Open a batch as the page's script does; give its addresses."""
    hidden = hidden_fields(client.get("/bench").text, "/bench")
    answer = client.post("/bench/batches", data={**hidden, **OPEN, **fields})
    assert answer.status_code == 200
    return answer.get_json()


def send(client: FlaskClient, address: str, data: bytes, name: str, path: str = "") -> TestResponse:
    fields = {**hidden_fields(client.get("/bench").text, "/bench"), "path": path or name}
    return client.post(address, data={**fields, "file": (io.BytesIO(data), name)})


def test_files_come_one_by_one_and_a_sender_who_was_cut_off_hears_what_is_there(
    librarian: FlaskClient, library: Library
) -> None:
    batch = opened(librarian)
    first = send(librarian, batch["files"], b"no pdf 1", "a.pdf", "rak 7/2019/a.pdf")
    again = send(librarian, batch["files"], b"no pdf 1", "a.pdf", "rak 7/2019/a.pdf")
    assert first.get_json() == again.get_json()
    assert librarian.get(batch["received"]).get_json() == {"files": [["rak 7/2019/a.pdf", 8]]}
    page = librarian.get(batch["page"]).text
    assert "rak 7/2019/a.pdf" in page
    assert "2 berkas yang diumumkan belum datang" in page
    assert f'data-files="{batch["files"]}"' in page, "the rest can be sent from here"


def test_the_same_form_opens_one_batch(librarian: FlaskClient, library: Library) -> None:
    fields = {**hidden_fields(librarian.get("/bench").text, "/bench"), **OPEN}
    first, second = (librarian.post("/bench/batches", data=fields).get_json() for _ in range(2))
    assert first == second


def test_a_file_that_the_disk_refuses_is_asked_for_again(
    librarian: FlaskClient, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = opened(librarian)

    def full(*_args: object) -> None:
        raise StorageFailed("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(type(library.incoming), "receive", full)
        assert send(librarian, batch["files"], b"x", "a.pdf").status_code == 503
    assert send(librarian, batch["files"], b"x", "a.pdf").status_code == 200


def test_a_file_over_the_limit_is_listed_with_its_reason(librarian: FlaskClient, library: Library) -> None:
    batch = opened(librarian)
    library.incoming.max_bytes = 3
    assert send(librarian, batch["files"], b"12345", "besar.pdf").status_code == 200
    page = librarian.get(batch["page"]).text
    assert "besar.pdf" in page
    assert "batasnya" in page
    assert "/retry" not in page.split("besar.pdf")[1], "its bytes were not kept"


def test_a_batch_and_a_file_are_paused_resumed_and_put_away(librarian: FlaskClient, library: Library) -> None:
    batch = opened(librarian)
    item = send(librarian, batch["files"], b"x", "a.pdf").get_json()["item"]
    page = batch["page"]
    for address, state in (
        (f"{page}/pause", "paused"),
        (f"{page}/resume", "waiting"),
        (f"/bench/items/{item}/pause", "paused"),
        (f"/bench/items/{item}/resume", "waiting"),
        (f"{page}/dismiss", "dismissed"),
    ):
        assert post(librarian, address, page=page).status_code == 303, address
        assert library.incoming.get(item).state == state, address
    assert post(librarian, f"{page}/dismiss", page=page).status_code == 409
    assert post(librarian, f"{page}/burn", page=page).status_code == 404
    assert post(librarian, "/bench/items/tiada/pause", page=page).status_code == 404


def test_other_offices_decide_about_nothing_here(
    librarian: FlaskClient, other: FlaskClient, people: People, library: Library
) -> None:
    from library.readers import accounts
    from library.readers.roles import Role
    from tests.webapp.people import PASSWORD

    batch = opened(librarian)
    item = send(librarian, batch["files"], b"x", "a.pdf").get_json()["item"]
    with library.database.write() as records:
        stranger = {"email": "budi@contoh.id", "name": "Budi", "role": Role.LIBRARIAN, "office": "3509"}
        accounts.add(records, library.clock(), password=PASSWORD, **stranger)  # type: ignore[arg-type]
    sign_in(other, "budi@contoh.id")
    assert post(other, f"{batch['page']}/pause", page="/bench").status_code == 403
    assert post(other, f"/bench/items/{item}/pause", page="/bench").status_code == 403
    assert send(other, batch["files"], b"y", "b.pdf").status_code == 403
    assert other.get(batch["received"]).status_code == 403
    assert library.incoming.get(item).state == "waiting"


def test_lists_of_batches_and_files_are_narrowed_and_forgive_any_address(
    librarian: FlaskClient, library: Library
) -> None:
    batch = opened(librarian)
    send(librarian, batch["files"], b"1", "sawah.tif")
    send(librarian, batch["files"], b"2", "<i>kopi</i>.pdf")
    assert "sawah.tif" in librarian.get("/bench/files?kind=tiff&state=waiting&office=1872&name=SAW").text
    narrowed = librarian.get("/bench/files?kind=pdf&state=waiting").text
    assert "sawah.tif" not in narrowed
    assert "<i>kopi" not in narrowed
    assert "rak 7" in librarian.get("/bench/batches?name=sawah").text
    assert "rak 7" not in librarian.get("/bench/batches?state=failed").text
    odd = "?page=-3&kind=%00&state=x&office=../&name=%25"
    for address in ("/bench/batches", "/bench/files", batch["page"], f"{batch['page']}/part"):
        assert librarian.get(address + odd).status_code == 200, address
        for foreign in ("endpoint=x", "_scheme=x", "_external=1&_scheme=javascript", "page=" + "9" * 25, "values=1"):
            answer = librarian.get(f"{address}?{foreign}&state=waiting")
            assert answer.status_code == 200, foreign
            assert "javascript:" not in answer.text
    assert librarian.get("/bench/batches/tiada").status_code == 404


def test_a_form_that_was_cut_off_and_comes_again_brings_the_rest(librarian: FlaskClient, library: Library) -> None:
    fields = hidden_fields(librarian.get("/bench").text, "/bench")
    for names in (("a.pdf",), ("a.pdf", "b.pdf")):
        sent = [(io.BytesIO(name.encode()), name) for name in names]
        answer = librarian.post("/bench", data={**fields, "office": "1872", "files": sent})
        assert answer.status_code == 303
    batch = answer.location.rsplit("/", 1)[-1]
    assert sorted(item.name for item in library.incoming.batch(batch)) == ["a.pdf", "b.pdf"]


def test_a_batch_of_many_files_is_shown_page_by_page(librarian: FlaskClient, library: Library) -> None:
    batch = opened(librarian)
    from library.catalogue.incoming import Intent

    key = batch["page"].rsplit("/", 1)[-1]
    for number in range(45):
        library.incoming.receive(io.BytesIO(b"%d" % number), f"{number}.pdf", Intent(office="1872"), key)
    first, second = (librarian.get(f"{batch['page']}?page={number}").text for number in (1, 2))
    assert (first.count('class="entry-name"'), second.count('class="entry-name"')) == (40, 5)
    assert "page=2" in first


def test_time_left_is_said_in_words(app, librarian: FlaskClient) -> None:
    from webapp.rooms.bench.items import time_left

    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        from flask_babel import force_locale

        with force_locale("en"):
            said = [time_left(seconds) for seconds in (None, 3, 50, 200, 7000)]
    assert said == [
        "Time left: not known yet",
        "Less than a minute left",
        "About one minute left",
        "About 3 minutes left",
        "About 2 hours left",
    ]

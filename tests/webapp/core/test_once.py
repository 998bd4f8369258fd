"""Forms that count once, and bodies that are not too large."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from library.wiring import Library
from tests.webapp.conftest import OpenLibrary
from tests.webapp.people import People, hidden_fields, post, sign_in
from webapp.app import create_app
from webapp.once import post_once
from webapp.security import audience, bodies


@pytest.fixture
def counting(library: Library) -> tuple[Flask, list[str]]:
    app, done = create_app(library), []

    @audience.public
    def deed() -> str:
        def once(_records: object) -> str:
            done.append("done")
            return f"result {len(done)}"

        return post_once("test.deed", once)

    app.add_url_rule("/deed", "deed", deed, methods=["POST"])
    return app, done


def test_the_same_form_twice_is_one_deed_with_one_result(counting: tuple[Flask, list[str]]) -> None:
    app, done = counting
    client = app.test_client()
    first = post(client, "/deed", {"once": "a" * 24}, page="/account/login")
    again = post(client, "/deed", {"once": "a" * 24}, page="/account/login")
    other = post(client, "/deed", {"once": "b" * 24}, page="/account/login")
    assert [first.text, again.text, other.text] == ["result 1", "result 1", "result 2"]
    assert done == ["done", "done"]


def test_somebody_elses_token_leads_to_nothing_of_hers(counting: tuple[Flask, list[str]], people: People) -> None:
    app, done = counting
    people.reader()
    post(app.test_client(), "/deed", {"once": "a" * 24}, page="/account/login")
    reader = app.test_client()
    sign_in(reader, "siti@contoh.id")
    assert post(reader, "/deed", {"once": "a" * 24}, page="/account").text == "result 2"
    assert len(done) == 2


@pytest.mark.parametrize("token", ["", "short", "x" * 65, "x" * 5000])
def test_a_form_without_a_good_token_does_nothing(counting: tuple[Flask, list[str]], token: str) -> None:
    app, done = counting
    assert post(app.test_client(), "/deed", {"once": token}, page="/account/login").status_code == 422
    assert done == []


def token_of(client: FlaskClient) -> str:
    return hidden_fields(client.get("/account/login").text, "")["csrf_token"]


def test_a_large_body_is_refused_where_no_files_are_taken(client: FlaskClient) -> None:
    data = {"csrf_token": token_of(client), "email": "x" * (2 << 20), "password": "y"}
    answer = client.post("/account/login", data=data, headers={"Accept": "text/html"})
    assert answer.status_code == 413
    assert "Ini terlalu besar" in answer.text


def test_a_form_of_very_many_parts_is_refused(client: FlaskClient) -> None:
    data = {f"part{n}": "x" for n in range(400)}
    answer = client.post("/account/login", data=data, content_type="multipart/form-data")
    assert answer.status_code == 413


def multipart(size: int, token: str) -> bytes:
    """Give a form with its token and a file of `size` bytes whose name climbs out of its folder."""
    head = b'--B\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n' + token.encode()
    file = b'\r\n--B\r\nContent-Disposition: form-data; name="file"; filename="../../a.pdf"\r\n\r\n'
    return head + file + b"x" * size + b"\r\n--B--\r\n"


def test_files_are_taken_up_to_the_limit_and_wait_in_the_quarantine(library_with: OpenLibrary) -> None:
    library = library_with(max_bytes=3 << 20)
    app = create_app(library)
    seen: list[str] = []

    @audience.public
    @bodies.takes_files
    def take() -> str:
        stream = request.files["file"].stream
        seen.append(str(Path(f"/proc/self/fd/{stream.fileno()}").readlink().parent))
        return str(len(stream.read()))

    app.add_url_rule("/take", "take", take, methods=["POST"])
    client = app.test_client()

    def send(size: int) -> tuple[int, str]:
        answer = client.post(
            "/take", data=multipart(size, token_of(client)), content_type="multipart/form-data; boundary=B"
        )
        return answer.status_code, answer.text

    assert send(2 << 20) == (200, str(2 << 20))
    assert seen == [str(library.folders.quarantine)]
    assert send(5 << 20)[0] == 413
    assert list(library.folders.quarantine.iterdir()) == []

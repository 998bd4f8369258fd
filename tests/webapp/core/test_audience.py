"""Who is let in."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from library.readers.roles import Right
from library.wiring import Library
from tests.webapp.people import People, sign_in
from webapp.app import create_app
from webapp.security import audience


@audience.right(Right.RELEASE, Right.BACK_UP)
def for_some() -> str:
    return "in"


@pytest.fixture
def with_rooms(library: Library) -> Flask:
    app = create_app(library)
    app.add_url_rule("/forgotten", "forgotten", lambda: "open to all?")
    app.add_url_rule("/some", "some", for_some)
    return app


def test_a_route_that_says_nothing_does_not_answer(with_rooms: Flask) -> None:
    answer = with_rooms.test_client().get("/forgotten")
    assert answer.status_code == 403
    assert "open to all?" not in answer.text


def test_an_application_with_such_a_route_does_not_start(with_rooms: Flask) -> None:
    with pytest.raises(audience.UndeclaredRoute, match="forgotten"):
        audience.refuse_undeclared(with_rooms)


@pytest.mark.parametrize(("who", "status"), [("reader", 403), ("officer", 403), ("librarian", 200)])
def test_a_right_lets_in_who_has_it(with_rooms: Flask, people: People, who: str, status: int) -> None:
    account = getattr(people, who)()
    client = with_rooms.test_client()
    sign_in(client, account.email)
    assert client.get("/some").status_code == status


def test_a_page_asks_to_sign_in_and_anything_else_is_told_so(client: FlaskClient) -> None:
    assert client.get("/account", headers={"Accept": "text/html"}).status_code == 303
    assert client.get("/account", headers={"Accept": "application/json"}).status_code == 401
    assert client.get("/account", headers={"Accept": "*/*", "Sec-Fetch-Dest": "image"}).status_code == 401
    assert client.get("/account", headers={"HX-Request": "true"}).status_code == 401


def test_a_form_without_its_token_changes_nothing(client: FlaskClient, people: People) -> None:
    people.reader()
    sign_in(client, "siti@contoh.id")
    for url in ("/account", "/account/logout", "/account/devices/end-all", "/theme"):
        answer = client.post(url, data={"csrf_token": "made up"}, headers={"Accept": "text/html"})
        assert answer.status_code == 400
        assert "sesi lain" in answer.text
    assert client.get("/account").status_code == 200

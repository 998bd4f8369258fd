"""What the hall may ask and claim: no key of another visitor, no silenced room, no work where nothing moved."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from library.floor import voice_lease
from library.floor.voice_lease import LEASE
from library.store.models import Account
from library.wiring import Library
from tests.webapp.guest.conftest import LINGGAU, METRO, MORNING, Pair
from tests.webapp.guest.test_board import queue_up, speak
from tests.webapp.people import People, post
from webapp.rooms.guest.entrance import door_address


@pytest.fixture
def phone(app: Flask, library: Library) -> FlaskClient:
    """A phone that saw the code at Lubuklinggau's door."""
    with app.test_request_context():
        address = door_address(library.offices[LINGGAU])
    client = app.test_client()
    client.get("/" + address.split("/", 3)[3])
    return client


def call(library: Library, people: People) -> str:
    clerk = people.officer()
    library.floor.open_counter(LINGGAU, 1, ["consultation"], by=clerk.id)
    called = library.floor.call_next(LINGGAU, 1, by=clerk.id)
    assert called is not None
    return called.id


def test_a_phone_is_not_shown_the_keys_of_others(
    phone: FlaskClient, paired: Pair, library: Library, people: People
) -> None:
    screen = paired(LINGGAU)
    post(screen, "/guest/lubuklinggau/number", page="/guest/lubuklinggau")
    called = call(library, people)
    assert called in screen.get("/guest/lubuklinggau/called").text
    page = phone.get("/guest/lubuklinggau/called")
    assert (page.status_code, called in page.text) == (200, False)
    assert "Ponsel ini tidak memegang nomor" in page.text


def test_a_phone_is_shown_its_own_number(phone: FlaskClient, library: Library, people: People) -> None:
    post(phone, "/guest/lubuklinggau/number", page="/guest/lubuklinggau")
    assert call(library, people) in phone.get("/guest/lubuklinggau/called").text


def test_no_screen_claims_to_have_spoken_what_has_not_happened(
    paired: Pair, library: Library, officer: Account
) -> None:
    library.floor.open_counter(METRO, 2, ["consultation"], by=officer.id)
    queue_up(library)
    board = paired(METRO, "board")
    assert speak(board, 10**12)["spoken"] == library.floor.last_event(METRO)
    library.floor.call_next(METRO, 2, by=officer.id)
    assert len(speak(board, 0)["calls"]) == 1  # type: ignore[arg-type]


def test_after_an_older_back_up_the_room_is_not_mute(library: Library) -> None:
    claim = partial(voice_lease.claim, library.database, METRO)
    assert claim("a", MORNING, 900, 900) == 900
    assert claim("a", MORNING + LEASE / 2, 900, 400) == 400
    assert claim("b", MORNING + LEASE * 2, 0, 401) == 400


def statements(library: Library, client: FlaskClient, path: str, after: str = "") -> int:
    """Count what the database was asked."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(library.database.engine, "before_cursor_execute", note)
    try:
        client.get(path, query_string={"after": after})
    finally:
        event.remove(library.database.engine, "before_cursor_execute", note)
    return len(seen)


@pytest.mark.parametrize("shape", ["/board/metro/state", "/queue/{}/state"])
def test_where_nothing_moved_the_board_is_not_read(client: FlaskClient, library: Library, shape: str) -> None:
    path = shape.format(queue_up(library).id)
    version = client.get(path).get_json()["version"]
    assert client.get(path, query_string={"after": version}).status_code == 204
    assert statements(library, client, path, version) < statements(library, client, path) - 2

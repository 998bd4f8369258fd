"""How often programs may ask, how they are known, and that they are always answered in kind."""

from __future__ import annotations

import dataclasses
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
import structlog
from flask.testing import FlaskClient
from sqlalchemy import select
from structlog.testing import capture_logs

from library.exchange.api_keys import forget_ended
from library.readers import sessions
from library.store.models import Account, ApiKey
from library.wiring import Library, open_library
from tests.webapp.people import Clock, People, hidden_fields, sign_in
from tests.webapp.rooms.conftest import settings_of
from webapp.app import create_app
from webapp.security import limits

NUMBERS = count(1)
PLACES = ("/api/v1/offices", "/oai?verb=Identify", "/sitemap.xml", "/opds", "/opds/search?q=padi")


@pytest.fixture(scope="module")
def library(fresh_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """One library with limits for all tests; each asks from an address of its own."""
    folder = tmp_path_factory.mktemp("bounds") / "data"
    shutil.copytree(fresh_data, folder)
    opened = open_library(dataclasses.replace(settings_of(folder), rate_limits=True), Clock())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def door(library: Library) -> FlaskClient:
    return create_app(library).test_client()


@pytest.fixture
def client(door: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A program that may ask five questions a minute, eight with a key."""
    monkeypatch.setattr(limits, "ASKED", 5)
    monkeypatch.setattr(limits, "ASKED_WITH_KEY", 8)
    door.environ_base["REMOTE_ADDR"] = f"203.0.113.{next(NUMBERS)}"
    return door


@pytest.fixture
def reader(library: Library) -> str:
    return People(library).reader(f"siti{next(NUMBERS)}@contoh.id").id


def ask(client: FlaskClient, url: str = PLACES[0], method: str = "GET", **headers: str) -> int:
    return client.open(url, method=method, headers=headers).status_code


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def test_all_interfaces_are_counted_together(client: FlaskClient) -> None:
    assert [ask(client, place) for place in PLACES] == [200] * 5
    assert {ask(client, place) for place in PLACES} == {429}


def test_asking_for_the_head_alone_counts_as_asking(client: FlaskClient) -> None:
    assert [ask(client, method="HEAD") for _ in range(6)] == [200] * 5 + [429]
    assert ask(client) == 429


def test_the_keys_of_an_account_are_counted_together_and_a_new_one_begins_nothing_anew(
    client: FlaskClient, library: Library, reader: str
) -> None:
    first, second = (library.api_keys.make(reader, name) for name in ("a", "b"))
    answers = [ask(client, **bearer(key)) for key in (first, second) * 4]
    assert answers == [200] * 8
    for key in library.api_keys.of(reader):
        library.api_keys.end(reader, key.id)
    assert ask(client, **bearer(library.api_keys.make(reader, "c"))) == 429


def test_wrong_keys_are_counted_for_their_address(client: FlaskClient, library: Library, reader: str) -> None:
    assert [ask(client, **bearer("nonsense")) for _ in range(6)] == [401] * 5 + [429]
    assert ask(client, **bearer(library.api_keys.make(reader, "right"))) == 200


def test_the_scheme_is_read_in_any_case_and_other_schemes_are_not_ours(
    client: FlaskClient, library: Library, reader: str
) -> None:
    assert ask(client, Authorization=f"bearer {library.api_keys.make(reader, 'a')}") == 200
    assert ask(client, Authorization="Basic eDp5") == 200
    assert ask(client, Authorization="BEARER x") == 401


def test_a_key_is_known_while_somebody_else_writes(client: FlaskClient, library: Library, reader: str) -> None:
    key = library.api_keys.make(reader, "a")
    with closing(sqlite3.connect(library.database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert ask(client, **bearer(key)) == 200
    assert library.api_keys.of(reader)[0].used_on == ""
    assert ask(client, **bearer(key)) == 200
    assert library.api_keys.of(reader)[0].used_on == "2026-11-21"


def test_the_log_names_the_key_by_its_id(client: FlaskClient, library: Library, reader: str) -> None:
    structlog.reset_defaults()  # a command that was tried before may have turned the log down
    key = library.api_keys.make(reader, "a")
    with capture_logs() as lines:
        ask(client, **bearer(key))
    assert lines[-1]["key"] == library.api_keys.of(reader)[0].id
    assert key not in str(lines)


def test_keys_end_with_all_sign_ins_and_are_forgotten_later(library: Library, reader: str) -> None:
    key, now = library.api_keys.make(reader, "Skripsi Siti"), library.clock()
    with library.database.write() as records:
        sessions.end_all(records, now, reader)
    assert library.api_keys.knows(key) is None
    with library.database.write() as records:
        assert forget_ended(records, now) == 0
        records.query(ApiKey).filter(ApiKey.ended_at.is_(None)).delete()
        ended = records.query(ApiKey).count()
        later = now.replace(year=now.year + 1)
        assert forget_ended(records, later) == ended > 0


def test_a_form_that_is_sent_twice_makes_one_key(client: FlaskClient, library: Library, reader: str) -> None:
    with library.database.read() as records:
        email = records.scalars(select(Account.email).where(Account.id == reader)).one()
    sign_in(client, str(email))
    page = client.get("/account/keys", headers={"Accept": "text/html"}).text
    form = {**hidden_fields(page, "/account/keys"), "name": "Skripsi"}
    assert [client.post("/account/keys", data=form).status_code for _ in range(2)] == [200, 303]
    assert len(library.api_keys.of(reader)) == 1
    assert client.post("/account/keys", data={**form, "once": ""}).status_code == 422


@pytest.mark.parametrize(
    ("method", "url", "status"),
    [
        ("GET", "/api/v1/nowhere", 404),
        ("POST", "/api/v1/works", 405),
        ("GET", "/opds/nowhere", 404),
        ("DELETE", "/opds", 405),
        ("PUT", "/oai", 405),
    ],
)
def test_programs_are_answered_in_kind_where_there_is_nothing(
    client: FlaskClient, method: str, url: str, status: int
) -> None:
    answer = client.open(url, method=method, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.content_type) == (status, "application/json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_page_of_another_site_may_send_a_key(client: FlaskClient) -> None:
    answer = client.options("/api/v1/works", headers={"Origin": "https://lain.example"})
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Headers"] == "Authorization"


def test_a_cover_may_be_shown_by_another_site_and_a_page_of_ours_may_not(client: FlaskClient) -> None:
    told = [client.get(url).headers["Cross-Origin-Resource-Policy"] for url in ("/works/none/cover.jpg", "/")]
    assert told == ["cross-origin", "same-origin"]

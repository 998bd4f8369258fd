"""Nothing that is nobody's business stands in the logs."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient

from library.wiring import Library
from tests.webapp.people import People, link_in, mails, post, sign_in
from webapp.app import create_app
from webapp.logs import configure_logs, hide
from webapp.security import audience

EMAIL, NAME = "kenari.canary@contoh.id", "Kenari Canarywati"
PASSWORD = "layang-layang-tujuh-warna"


@pytest.fixture
def logged(library: Library, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    configure_logs(library.settings)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_readers_whole_life_leaves_no_secret_in_the_logs(
    app: Flask, client: FlaskClient, library: Library, logged: io.StringIO
) -> None:
    form = {"name": NAME, "email": EMAIL, "password": PASSWORD, "institution": "x"}
    post(client, "/account/register", form)
    verify = link_in(mails(library)[-1])
    post(client, verify)
    post(client, "/account/login", {"email": EMAIL, "password": "salah sama sekali"}, page="/account/register")
    post(app.test_client(), "/account/forgot", {"email": EMAIL})
    reset = link_in(mails(library)[-1])
    app.test_client().get(f"{reset}?q={PASSWORD}")
    client.get(f"/nowhere?email={EMAIL}&password={PASSWORD}")
    with client.session_transaction() as session:
        cookie = session["sign_in"]
    text = logged.getvalue()
    for canary in (EMAIL, NAME, PASSWORD, "salah sama sekali", verify, reset, reset.rsplit("/", 1)[1], cookie):
        assert canary not in text
    assert any(line["event"] == "request" for line in lines(logged))


def test_a_line_says_which_route_answered_whom_how_and_how_fast(
    client: FlaskClient, people: People, logged: io.StringIO
) -> None:
    account = people.reader()
    sign_in(client, "siti@contoh.id")
    answer = client.get("/account")
    line = [line for line in lines(logged) if line["event"] == "request"][-1]
    assert line["route"] == "/account"
    assert line["method"] == "GET"
    assert line["status"] == 200
    assert line["visitor"] == account.id
    assert line["request"] == answer.headers["X-Request-Id"]
    assert isinstance(line["ms"], float)


def test_an_exceptions_text_is_cleaned(library: Library, logged: io.StringIO) -> None:
    app = create_app(library)

    def fail() -> str:
        raise RuntimeError(f"UNIQUE failed\n[parameters: ('{NAME}', '{PASSWORD}')]\nfor {EMAIL} link {'s' * 43}")

    app.add_url_rule("/fail", "fail", audience.public(fail))
    app.test_client().get("/fail")
    text = logged.getvalue()
    for canary in (EMAIL, PASSWORD, "s" * 43):
        assert canary not in text
    assert "UNIQUE failed" in text


def test_messages_of_other_packages_are_json_too(logged: io.StringIO) -> None:
    logging.getLogger("waitress").warning("to %s", EMAIL)
    (line,) = lines(logged)
    assert line["event"] == "to ‹e-mail›"


def test_a_line_cannot_be_forged(logged: io.StringIO) -> None:
    structlog.get_logger("x").info("note", text='a\n{"event": "forged"}')
    assert len(lines(logged)) == 1


def test_hiding_leaves_ids_and_checksums_readable() -> None:
    text = "copy 3k9m2p4q7r8s5t6v sha256 " + "ab" * 32
    assert hide(text) == text


def test_where_nobody_configures_the_log_an_error_is_said_without_the_variables_of_its_frames(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    structlog.reset_defaults()
    create_app(library)
    password = " ".join(reversed(PASSWORD.split("-")))  # stands in a variable, in no line of this file
    try:
        int(f"0x{len(password)}")
    except ValueError:
        structlog.get_logger("x").exception("failed")
    structlog.reset_defaults()
    told = capsys.readouterr().out
    assert "ValueError" in told
    assert password not in told

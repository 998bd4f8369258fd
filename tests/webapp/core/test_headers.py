"""Headers and cookies of every answer."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from library.wiring import Library
from tests.webapp.conftest import OpenLibrary
from tests.webapp.people import People, sign_in
from webapp.app import create_app
from webapp.security import audience
from webapp.security.headers import ALWAYS


@pytest.fixture
def with_fault(library: Library) -> FlaskClient:
    app = create_app(library)
    app.add_url_rule("/fault", "fault", audience.public(lambda: 1 // 0))
    return app.test_client()


@pytest.mark.parametrize(
    ("method", "url", "status"),
    [
        ("GET", "/account/login", 200),
        ("GET", "/account", 303),
        ("GET", "/nowhere", 404),
        ("DELETE", "/account/login", 405),
        ("POST", "/account/login", 400),
        ("OPTIONS", "/account/login", 200),
        ("GET", "/static/img/mark.svg", 200),
        ("GET", "/static/nothing", 404),
        ("GET", "/account/verify/made-up", 410),
        ("GET", "/healthz", 200),
        ("GET", "/fault", 500),
    ],
)
def test_every_answer_carries_every_header(with_fault: FlaskClient, method: str, url: str, status: int) -> None:
    answer = with_fault.open(url, method=method, buffered=True)
    assert answer.status_code == status
    for name, value in ALWAYS.items():
        assert answer.headers[name] == value
    assert answer.headers["Cache-Control"]


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    policy = ALWAYS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy


def test_the_pages_hold_nothing_inline(client: FlaskClient) -> None:
    for url in ("/account/login", "/account/register", "/nowhere"):
        text = client.get(url).text
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick=" not in text
        assert "<script>" not in text


def test_https_brings_strict_transport_and_a_cookie_tied_to_the_host(library_with: OpenLibrary) -> None:
    client = create_app(library_with(secure_cookies=True)).test_client()
    answer = client.get("/account/login", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    cookie = answer.headers["Set-Cookie"]
    for part in ("__Host-pustaka=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client: FlaskClient) -> None:
    for url in ("/account/login", "/language/en"):
        cookie = client.get(url).headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


def test_nothing_that_a_signed_in_reader_saw_is_kept(client: FlaskClient, people: People) -> None:
    people.reader()
    sign_in(client, "siti@contoh.id")
    for url in ("/account", "/nowhere", "/healthz"):
        assert client.get(url).headers["Cache-Control"] == "no-store"


def test_assets_with_their_hash_are_kept_for_ever_and_others_asked_for_again(client: FlaskClient) -> None:
    def kept(url: str) -> str:
        return client.get(url, buffered=True).headers["Cache-Control"]

    assert "immutable" in kept("/static/img/mark.svg?v=abc")
    assert kept("/static/img/mark.svg") == "no-cache"
    assert "immutable" not in kept("/static/missing?v=abc")


def test_a_foreign_host_name_is_refused_with_the_same_headers(app: Flask) -> None:
    for host in ("jahat.example", "localhost.jahat.example", "127.0.0.1.jahat.example", "[", ""):
        answer = app.test_client().get("/account/login", headers={"Host": host})
        assert answer.status_code == 400, host
        assert "jahat" not in answer.text
        assert answer.headers["Content-Security-Policy"] == ALWAYS["Content-Security-Policy"]
    for host in ("localhost:8080", "127.0.0.1", "192.168.1.7:80", "[::1]:8080"):
        assert app.test_client().get("/healthz", headers={"Host": host}).status_code == 200, host

"""How often one address may try, and that nobody is locked out by another."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webapp.conftest import OpenLibrary
from tests.webapp.people import PASSWORD, People, post, sign_in
from webapp.app import create_app
from webapp.security import limits


@pytest.fixture
def limited(library_with: OpenLibrary) -> Flask:
    library = library_with(rate_limits=True)
    People(library).reader()
    return create_app(library)


def attempt(client: FlaskClient, password: str, address: str, email: str = "siti@contoh.id") -> int:
    return post(
        client, "/account/login", {"email": email, "password": password}, environ_base={"REMOTE_ADDR": address}
    ).status_code


def test_guessing_ends_for_the_guesser_and_not_for_the_owner(limited: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    # Hashing is not what is tested here, and ten guesses take long.
    monkeypatch.setattr("library.readers.credentials.password_matches", lambda _stored, given: given == PASSWORD)
    guesser, owner = limited.test_client(), limited.test_client()
    answers = [attempt(guesser, f"tebakan nomor {n}", "203.0.113.5") for n in range(12)]
    assert answers == [403] * 10 + [429] * 2
    assert attempt(guesser, PASSWORD, "203.0.113.5") == 429
    assert attempt(owner, PASSWORD, "198.51.100.7") == 303


def test_signing_in_correctly_is_never_too_often(limited: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("library.readers.credentials.password_matches", lambda _stored, given: given == PASSWORD)
    assert [attempt(limited.test_client(), PASSWORD, "203.0.113.5") for _ in range(12)] == [303] * 12


def test_letters_to_one_address_are_few(limited: Flask) -> None:
    client = limited.test_client()
    answers = [post(client, "/account/forgot", {"email": "SITI@contoh.id"}).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    told = post(client, "/account/forgot", {"email": "siti@contoh.id"})
    assert "Tunggu beberapa menit" in told.text


def test_a_house_with_ipv6_counts_as_one_address(limited: Flask) -> None:
    with limited.test_request_context("/", environ_base={"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}):
        first = limits.address()
    with limited.test_request_context("/", environ_base={"REMOTE_ADDR": "2001:db8:1:2:ffff::1"}):
        assert limits.address() == first == "2001:db8:1:2::/64"


def test_a_made_up_forwarding_header_does_not_change_the_address(limited: Flask) -> None:
    headers = {"X-Forwarded-For": "192.0.2.99"}
    with limited.test_request_context("/", headers=headers, environ_base={"REMOTE_ADDR": "203.0.113.5"}):
        assert limits.address() == "203.0.113.5"


def test_behind_a_proxy_that_the_settings_name_the_readers_own_address_counts(library_with: OpenLibrary) -> None:
    app = create_app(library_with(proxies=1))
    seen: list[str] = []
    app.before_request(lambda: seen.append(limits.address()))
    app.test_client().get("/healthz", headers={"X-Forwarded-For": "198.51.100.1, 192.0.2.99"})
    assert seen == ["192.0.2.99"]


def test_the_switch_for_tests_turns_them_off(client: FlaskClient) -> None:
    assert [post(client, "/account/forgot", {"email": "a@contoh.id"}).status_code for _ in range(7)] == [200] * 7


def test_one_account_cannot_order_copies_without_end(limited: Flask) -> None:
    client = limited.test_client()
    sign_in(client, "siti@contoh.id")
    answers = [post(client, "/works/none/copy", {}, page="/account").status_code for _ in range(61)]
    assert answers == [404] * 60 + [429]

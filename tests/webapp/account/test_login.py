"""Signing in and out."""

from __future__ import annotations

from typing import Literal

import pytest
from argon2 import Parameters, PasswordHasher, extract_parameters
from flask import Flask
from flask.testing import FlaskClient

from library.readers import accounts, credentials
from library.wiring import Library
from tests.webapp.people import PASSWORD, Clock, People, post, sign_in


def test_the_right_password_opens_the_account(client: FlaskClient, people: People) -> None:
    people.reader()
    sign_in(client, " Siti@Contoh.ID ")
    assert "Siti Rahmawati" in client.get("/account").text


@pytest.mark.parametrize(
    ("address", "password"),
    [("siti@contoh.id", "bukan ini sandinya"), ("tidak.ada@contoh.id", PASSWORD), ("", ""), ("x" * 5000, "y" * 5000)],
)
def test_a_refusal_keeps_the_address_and_says_the_same_whoever_it_was(
    client: FlaskClient, people: People, address: str, password: str
) -> None:
    people.reader()
    answer = post(client, "/account/login", {"email": address, "password": password})
    assert answer.status_code == 403
    assert "Surel atau kata sandi tidak cocok" in answer.text
    assert f'value="{address}"' in answer.text
    assert password not in answer.text or not password


def test_an_unknown_address_costs_the_same_hashing_as_a_known_one(
    client: FlaskClient, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hashing is nearly all of the time that an answer takes; counted, not timed, for a busy machine is no leak."""
    people.reader()
    token, costs = _token(client), list[Parameters]()

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - as it is called there
            costs.append(extract_parameters(str(hash)))
            return super().verify(hash, password)

    monkeypatch.setattr(credentials, "_hasher", Counting(time_cost=1, memory_cost=8, parallelism=1))
    for address in ("siti@contoh.id", "tidak.ada@contoh.id"):
        fields = {"email": address, "password": "bukan ini sandinya", "csrf_token": token}
        assert client.post("/account/login", data=fields).status_code == 403
    known, unknown = costs
    assert known == unknown


def _token(client: FlaskClient) -> str:
    text = client.get("/account/login").text
    return text.partition('name="csrf_token" value="')[2].partition('"')[0]


def test_signing_in_changes_the_session_so_that_a_planted_one_is_worth_nothing(app: Flask, people: People) -> None:
    people.reader()
    attacker, victim = app.test_client(), app.test_client()
    attacker.get("/account/login")
    planted = attacker.get_cookie("pustaka")
    assert planted is not None
    victim.set_cookie("pustaka", planted.value)
    sign_in(victim, "siti@contoh.id")
    after = victim.get_cookie("pustaka")
    assert after is not None
    assert after.value != planted.value
    assert attacker.get("/account").status_code == 303


def test_the_cookie_holds_a_secret_and_nothing_about_the_reader(client: FlaskClient, people: People) -> None:
    account = people.reader()
    sign_in(client, "siti@contoh.id")
    with client.session_transaction() as session:
        assert set(session) <= {"sign_in", "csrf_token", "_flashes"}
        assert account.id not in str(dict(session))


def test_signing_out_ends_the_session_on_the_server(app: Flask, client: FlaskClient, people: People) -> None:
    people.reader()
    sign_in(client, "siti@contoh.id")
    kept = client.get_cookie("pustaka")
    assert kept is not None
    answer = post(client, "/account/logout", page="/account")
    assert answer.status_code == 303
    assert '"storage"' in answer.headers["Clear-Site-Data"]
    thief = app.test_client()
    thief.set_cookie("pustaka", kept.value)
    assert thief.get("/account").headers["Location"] == "/account/login?next=/account"


def test_a_session_ends_after_its_hours(client: FlaskClient, people: People, clock: Clock) -> None:
    people.reader()
    sign_in(client, "siti@contoh.id")
    clock.forward(hours=11, minutes=59)
    assert client.get("/account").status_code == 200
    clock.forward(minutes=2)
    assert client.get("/account").status_code == 303


def test_a_shut_account_is_out_at_its_next_click(
    client: FlaskClient, people: People, library: Library, clock: Clock
) -> None:
    account = people.reader()
    sign_in(client, "siti@contoh.id")
    with library.database.write() as records:
        accounts.disable(records, clock(), account.id, "cli")
    assert client.get("/account").status_code == 303
    assert post(client, "/account/login", {"email": "siti@contoh.id", "password": PASSWORD}).status_code == 403


def test_after_signing_in_the_reader_goes_on_where_she_was(client: FlaskClient, people: People) -> None:
    people.reader()
    asked = client.get("/account?x=1")
    assert asked.headers["Location"] == "/account/login?next=/account?x%3D1"
    answer = post(
        client, "/account/login", {"email": "siti@contoh.id", "password": PASSWORD}, page=asked.headers["Location"]
    )
    assert answer.headers["Location"] == "/account?x=1"


@pytest.mark.parametrize(
    "way", ["https://jahat.example/", "//jahat.example", "/\\jahat.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_another_site(client: FlaskClient, people: People, way: str) -> None:
    people.reader()
    answer = post(client, "/account/login", {"email": "siti@contoh.id", "password": PASSWORD, "next": way})
    assert answer.headers["Location"] == "/"


def test_who_is_signed_in_already_is_not_asked_again(client: FlaskClient, people: People) -> None:
    people.reader()
    sign_in(client, "siti@contoh.id")
    assert client.get("/account/login?next=/account").headers["Location"] == "/account"


def test_a_damaged_cookie_is_no_session(client: FlaskClient) -> None:
    client.set_cookie("pustaka", "bukan.kue.yang-benar")
    assert client.get("/account").status_code == 303
    with client.session_transaction() as session:
        session["sign_in"] = ["a", "list"]
    assert client.get("/account").status_code == 303

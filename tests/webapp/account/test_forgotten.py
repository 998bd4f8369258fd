"""A forgotten password."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from library.wiring import Library
from tests.webapp.people import PASSWORD, Clock, People, link_in, mails, post, sign_in, without_tokens

NEW = "gajah kecil mandi sore"


def ask(client: FlaskClient, library: Library) -> str:
    assert post(client, "/account/forgot", {"email": "siti@contoh.id"}).status_code == 200
    return link_in(mails(library)[-1])


def test_a_reader_chooses_a_new_password_and_every_other_device_is_out(
    app: Flask, client: FlaskClient, library: Library, people: People
) -> None:
    people.reader()
    elsewhere = app.test_client()
    sign_in(elsewhere, "siti@contoh.id")
    link = ask(client, library)
    assert client.get(link).status_code == 200
    assert post(client, link, {"password": NEW}).status_code == 303
    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303
    assert post(elsewhere, "/account/login", {"email": "siti@contoh.id", "password": PASSWORD}).status_code == 403
    sign_in(elsewhere, "siti@contoh.id", NEW)
    assert mails(library)[-1]["Subject"] == "Kata sandi Anda telah diganti"


def test_a_weak_password_leaves_the_link_good(client: FlaskClient, library: Library, people: People) -> None:
    people.reader()
    link = ask(client, library)
    for weak in ("pendek", "rahasia1234", "siti@contoh.id", "aaaaaaaaaaaa"):
        assert post(client, link, {"password": weak}).status_code == 422
    assert post(client, link, {"password": NEW}).status_code == 303


def test_a_link_works_once_for_an_hour_and_only_the_newest(
    app: Flask, client: FlaskClient, library: Library, people: People, clock: Clock
) -> None:
    people.reader()
    first = ask(client, library)
    second = ask(client, library)
    assert client.get(first).status_code == 410
    assert post(client, second, {"password": NEW}).status_code == 303
    other = app.test_client()
    assert other.get(second).status_code == 410
    third = ask(other, library)
    clock.forward(hours=1)
    assert other.get(third).status_code == 410


def test_a_link_for_one_purpose_does_not_serve_another(client: FlaskClient, library: Library, people: People) -> None:
    people.reader()
    secret = ask(client, library).rsplit("/", 1)[1]
    for other in ("verify", "invitation"):
        assert client.get(f"/account/{other}/{secret}").status_code == 410


def test_changing_the_password_makes_an_open_link_worthless(
    app: Flask, client: FlaskClient, library: Library, people: People
) -> None:
    people.reader()
    link = ask(app.test_client(), library)
    sign_in(client, "siti@contoh.id")
    post(client, "/account/password", {"old_password": PASSWORD, "password": NEW}, page="/account")
    assert app.test_client().get(link).status_code == 410


def test_the_page_is_the_same_for_an_unknown_address(client: FlaskClient, library: Library, people: People) -> None:
    people.reader()
    known = post(client, "/account/forgot", {"email": "siti@contoh.id"}).text
    unknown = post(client, "/account/forgot", {"email": "tidak@contoh.id"}).text
    assert without_tokens(known, "siti@contoh.id") == without_tokens(unknown, "tidak@contoh.id")
    assert len(mails(library)) == 1

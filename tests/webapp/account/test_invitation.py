"""An account that an administrator opened."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from library.readers.accounts import by_email
from library.wiring import Library
from tests.webapp.people import PASSWORD, Clock, People, link_in, mails, post, sign_in

FORM = {"name": "Made Arya", "email": "made@contoh.id", "role": "officer", "office": "", "language": "id"}


def invite(app: Flask, people: People) -> FlaskClient:
    people.administrator()
    administrator = app.test_client()
    sign_in(administrator, "budi@contoh.id")
    answer = post(administrator, "/administration/people/new", FORM)
    assert answer.status_code == 303, answer.text
    return administrator


def test_the_invited_chooses_the_password_and_is_in(
    app: Flask, client: FlaskClient, people: People, library: Library
) -> None:
    invite(app, people)
    (letter,) = mails(library)
    assert letter["Subject"] == "Akun Pustaka Anda menunggu"
    link = link_in(letter)
    assert client.get(link).status_code == 200
    assert post(client, link, {"password": PASSWORD}).status_code == 303
    assert "Made Arya" in client.get("/account").text
    assert app.test_client().get(link).status_code == 410


def test_before_that_nobody_signs_in_and_no_confirmation_opens_it(
    app: Flask, client: FlaskClient, people: People, library: Library, clock: Clock
) -> None:
    invite(app, people)
    assert post(client, "/account/login", {"email": FORM["email"], "password": ""}).status_code == 403
    post(client, "/account/resend", {"email": FORM["email"]}, page="/account/login")
    (letter,) = mails(library)
    clock.forward(days=7)
    assert client.get(link_in(letter)).status_code == 410


def test_a_new_invitation_makes_the_old_one_worthless(
    app: Flask, client: FlaskClient, people: People, library: Library
) -> None:
    administrator = invite(app, people)
    first = link_in(mails(library)[0])
    with library.database.read() as records:
        page = f"/administration/people/{by_email(records, FORM['email']).id}"
    assert post(administrator, f"{page}/invite", page=page).status_code == 303
    second = link_in(mails(library)[1])
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200

"""Signing in and out."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.webapp.people import People, post, sign_in


def test_the_right_password_opens_the_account(client: FlaskClient, people: People) -> None:
    people.reader()
    sign_in(client, "Siti@Contoh.id")
    assert "Siti Rahmawati" in client.get("/account").text

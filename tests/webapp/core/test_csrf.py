"""Forms prove that they are ours, as early as they can."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webapp.conftest import OpenLibrary
from tests.webapp.people import hidden_fields
from webapp.app import create_app


@pytest.fixture
def read(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the addresses whose bodies were read."""
    addresses: list[str] = []
    load = app.request_class._load_form_data

    def watched(self: object) -> None:
        addresses.append(self.path)  # type: ignore[attr-defined]
        load(self)  # type: ignore[arg-type]

    monkeypatch.setattr(app.request_class, "_load_form_data", watched)
    return addresses


def test_a_wrong_token_in_a_header_is_refused_without_reading_the_body(client: FlaskClient, read: list[str]) -> None:
    client.get("/verify")
    answer = client.post("/verify", data={"file": (io.BytesIO(b"x"), "a.pdf")}, headers={"X-CSRFToken": "wrong"})
    assert (answer.status_code, read) == (400, [])


def test_a_right_token_in_a_header_is_enough(client: FlaskClient) -> None:
    token = hidden_fields(client.get("/verify").text, "/verify")["csrf_token"]
    answer = client.post("/verify", data={"file": (io.BytesIO(b"%PDF-x"), "a.pdf")}, headers={"X-CSRFToken": token})
    assert answer.status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_the_browser_calls_foreign_is_refused_with_any_token(
    client: FlaskClient, read: list[str], site: str
) -> None:
    fields = hidden_fields(client.get("/account/login").text, "/account/login")
    read.clear()
    answer = client.post("/account/login", data=fields, headers={"Sec-Fetch-Site": site})
    assert (answer.status_code, read) == (400, [])


def test_another_site_cannot_use_up_the_tries_of_its_visitor(library_with: OpenLibrary) -> None:
    client = create_app(library_with(rate_limits=True)).test_client()
    token = hidden_fields(client.get("/verify").text, "/verify")["csrf_token"]
    for _ in range(12):
        client.post("/verify", headers={"Sec-Fetch-Site": "cross-site"})
    assert client.post("/verify", headers={"X-CSRFToken": token, "Sec-Fetch-Site": "same-origin"}).status_code == 422

"""A reader and an officer, each in a browser of her own."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from library.readers.roles import Role
from library.wiring import Library
from tests.webapp.people import Clock, People, sign_in
from tests.webapp.rooms.consultations.talking import Talk


@pytest.fixture
def talk(app: Flask, library: Library, people: People, clock: Clock) -> Talk:
    """Give both sides of the counter; the officer belongs to Tulang Bawang."""
    people.reader()
    people.add("petugas@contoh.id", "Wayan Sudarma", Role.OFFICER, "1808")
    reader, officer = app.test_client(), app.test_client()
    for browser, address in ((reader, "siti@contoh.id"), (officer, "petugas@contoh.id")):
        sign_in(browser, address)
    return Talk(library, clock, people, reader, officer)


@pytest.fixture
def stranger(app: Flask, people: People) -> FlaskClient:
    """Give another reader's browser."""
    people.reader("tono@contoh.id", "Tono")
    browser = app.test_client()
    sign_in(browser, "tono@contoh.id")
    return browser

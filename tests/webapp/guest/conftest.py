"""An open office on a working day, with a paired screen, a phone at the door, and officers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from library.floor import devices
from library.readers.roles import Role
from library.store.models import Account
from library.wiring import Library
from tests.webapp.people import Clock, People

METRO, LINGGAU, TULANG, SUMSEL = "1872", "1674", "1808", "1600"
SLUGS = {METRO: "metro", LINGGAU: "lubuklinggau", TULANG: "tulang-bawang", SUMSEL: "sumatera-selatan"}
# Tuesday, 09.00 in Jakarta.
MORNING = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)

ENTRY = {
    "services": "consultation",
    "name": "Siti Rahmawati",
    "email": "siti@contoh.id",
    "id_kind": "ktp",
    "id_last4": "1234",
    "institution_kind": "research",
    "institution": "Universitas Metro",
    "occupation": "student",
    "education": "d4_s1",
    "purpose": "study",
    "consent": "yes",
}

Pair = Callable[..., FlaskClient]


@pytest.fixture
def clock() -> Clock:
    clock = Clock()
    clock.now = MORNING
    return clock


@pytest.fixture
def officer(people: People) -> Account:
    return people.add("wayan@contoh.id", "Wayan Sudarma", Role.OFFICER, METRO)


@pytest.fixture
def paired(app: Flask, library: Library, people: People) -> Pair:
    """Give a maker of browsers that are paired screens."""
    administrator = people.administrator()

    def make(office: str = METRO, kind: str = "terminal", name: str = "Layar") -> FlaskClient:
        with library.database.write() as records:
            now = library.clock()
            _, code = devices.add(records, now, office=office, kind=kind, name=name, actor=administrator.id)
            _, secret = devices.pair(records, now, code)
        client = app.test_client()
        client.set_cookie("device", secret)
        return client

    return make


@pytest.fixture
def kiosk(paired: Pair) -> FlaskClient:
    return paired()

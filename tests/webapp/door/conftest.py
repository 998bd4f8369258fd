"""A weekday morning on the floor, with officers who sit at it and visitors who come in."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from library.floor import GuestEntry, VisitView
from library.offices.lists import load_choices
from library.readers.roles import Role
from library.wiring import Library
from tests.webapp.people import Clock, People, hidden_fields, sign_in

METRO, TULANG_BAWANG, PALEMBANG, LUBUKLINGGAU = "1872", "1808", "1600", "1674"
MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""Monday, 09.00 WIB: all four offices are open."""


@pytest.fixture
def clock() -> Clock:
    """Give a clock that stands on a working day."""
    standing = Clock()
    standing.now = MORNING
    return standing


class Staff:
    """Officers with a browser each."""

    def __init__(self, app: Flask, people: People) -> None:
        self._app, self._people = app, people

    def officer(self, office: str | None, address: str = "wayan@contoh.id") -> FlaskClient:
        self._people.add(address, "Wayan Sudarma", Role.OFFICER, office)
        return self._browser(address)

    def administrator(self) -> FlaskClient:
        self._people.administrator()
        return self._browser("budi@contoh.id")

    def _browser(self, address: str) -> FlaskClient:
        client = self._app.test_client()
        sign_in(client, address)
        return client


@pytest.fixture
def staff(app: Flask, people: People) -> Staff:
    return Staff(app, people)


Come = Callable[..., VisitView]


@pytest.fixture
def come(library: Library) -> Come:
    """Let somebody sign the guest book at a terminal; she gets her number where there is one."""
    catalog = library.settings.catalog

    def sign(name: str, service: str = "consultation", office: str = METRO) -> VisitView:
        entry = GuestEntry(
            name=name,
            email="tamu@contoh.id",
            consent=True,
            service=service,
            services=(service,),
            purpose="research",
            institution_kind=next(iter(load_choices(catalog, "institution"))).code,
            occupation="student",
            education=next(iter(load_choices(catalog, "education"))).code,
        )
        visit = library.floor.sign_guest_book(None, office, entry, by="visitor", token=secrets.token_urlsafe(18))
        if "ticket" in visit.next:
            library.floor.take_ticket(visit.id, service, by="visitor", token=secrets.token_urlsafe(18))
        return library.floor.visit(visit.id)

    return sign


def press(client: FlaskClient, url: str, page: str = "/desk", **data: object) -> str:
    """Press the button that posts to `url` on `page`, follow it, and give the page that is shown then.

    Where several forms post to one address, `data` says which is meant.
    """
    shown = client.get(page, headers={"Accept": "text/html"})
    fields = hidden_fields(shown.text, url)
    assert "once" in fields, f"{page} has no form that posts to {url}"
    sent = client.post(url, data={**fields, **data}, headers={"Referer": f"http://localhost{page}"})
    assert sent.status_code == 303, sent.text
    return client.get(sent.headers["Location"]).text

"""Terminals of an open office, and visitors who signed the guest book."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from library.floor import GuestEntry
from library.floor.views import VisitView
from library.wiring import Library
from tests.webapp.guest.conftest import METRO, Pair, clock, kiosk, officer, paired

__all__ = ["clock", "kiosk", "officer", "paired"]


def sign_book(library: Library, name: str = "Siti Rahmawati", email: str = "siti@contoh.id", **other: str) -> VisitView:
    entry = GuestEntry(
        name=name,
        email=email,
        consent=True,
        service=other.pop("service", "library"),
        purpose="study",
        institution_kind="research",
        institution="Universitas Metro",
        occupation="student",
        education="d4_s1",
        **other,  # type: ignore[arg-type]
    )
    return library.floor.sign_guest_book(None, METRO, entry, by="visitor")


@pytest.fixture
def visit(library: Library) -> VisitView:
    return sign_book(library)


@pytest.fixture
def terminal(paired: Pair) -> FlaskClient:
    return paired(METRO, "terminal", "Terminal 1")

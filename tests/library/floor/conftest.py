"""A real floor over a real database, on a Monday at nine, with an officer at each office."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from library import Library, Settings, open_library
from library.floor import Floor, GuestEntry, LegView, VisitView
from library.offices import Office
from library.readers import accounts
from library.readers.roles import Role
from library.store.models import Account
from tests.library.conftest import HandClock, Stock

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09:00 in Jakarta
METRO, TULANG_BAWANG, SUMSEL, LUBUKLINGGAU = "1872", "1808", "1600", "1674"
OFFICES = (METRO, TULANG_BAWANG, SUMSEL, LUBUKLINGGAU)
FIELDS: dict[str, Any] = {
    "name": "Siti Rahmawati",
    "email": "siti@example.org",
    "consent": True,
    "purpose": "study",
    "institution_kind": "research",
    "institution": "Universitas Lampung",
    "occupation": "student",
    "education": "d4_s1",
}


def entry(**changes: Any) -> GuestEntry:
    return GuestEntry(**{**FIELDS, **changes})


@dataclass
class Room:
    """The floor of one office, and its people."""

    library: Library = field(repr=False)  # of half a megabyte, in the report of a failure
    clock: HandClock
    office: str
    officer: str
    tokens: Iterator[int] = field(default_factory=lambda: iter(range(10**6)))

    @property
    def floor(self) -> Floor:
        return self.library.floor

    @property
    def rules(self) -> Office:
        return self.library.offices[self.office]

    def at(self, office: str) -> Room:
        return replace(self, office=office)

    def token(self) -> str:
        return f"token-of-a-form-{next(self.tokens):06}"

    def change(self, **changes: Any) -> None:
        """Let the office's file say something else from now on."""
        self.library.offices[self.office] = replace(self.rules, **changes)

    def open(self, *numbers: int, services: tuple[str, ...] = ("consultation",)) -> None:
        for number in numbers or (1,):
            self.floor.open_counter(self.office, number, services, by=self.officer)

    def sign(self, service: str = "consultation", **changes: Any) -> VisitView:
        signed = entry(service=service, **changes)
        return self.floor.sign_guest_book(None, self.office, signed, by="visitor", token=self.token())

    def ticket(self, **changes: Any) -> LegView:
        """Bring a visitor into the queue, on the way that the office has."""
        path = self.rules.rules.consultation.path.value
        if path.index("ticketed") < path.index("guest_book"):
            visit = self.floor.arrive(
                self.office, "consultation", channel="terminal", language="id", by="visitor", token=self.token()
            )
            assert visit.leg is not None
            return visit.leg
        return self.floor.take_ticket(self.sign(**changes).id, "consultation", by="visitor", token=self.token())

    def call(self, counter: int = 1) -> LegView:
        leg = self.floor.call_next(self.office, counter, by=self.officer)
        assert leg is not None
        return leg

    def start(self, leg: LegView) -> LegView:
        return self.floor.start(leg.id, by=self.officer)

    def finish(self, leg: LegView, go_on: str | None = None) -> LegView | None:
        return self.floor.finish(leg.id, by=self.officer, go_on=go_on)

    def serve(self, counter: int = 1, *, minutes: float = 5) -> LegView:
        """Call the next, serve her for some minutes, and let her go."""
        leg = self.start(self.call(counter))
        self.clock.forward(minutes=minutes)
        self.finish(leg)
        return leg

    def kinds(self) -> list[str]:
        return [event.kind for event in self.floor.events_after(self.office, 0)]


@pytest.fixture(scope="session")
def empty_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make once: a data folder with an officer at Metro."""
    folder = tmp_path_factory.mktemp("floor")
    opened = open_library(Settings(data=folder / "data"), HandClock(MONDAY))
    opened.close()
    return folder / "data"


@pytest.fixture
def room(tmp_path: Path, empty_data: Path) -> Iterator[Room]:
    shutil.copytree(empty_data, tmp_path / "data")
    clock = HandClock(MONDAY)
    opened = open_library(Settings(data=tmp_path / "data"), clock)
    yield Room(opened, clock, METRO, new_officer(opened, "petugas@example.go.id"))
    opened.close()


@pytest.fixture
def stocked(stock: Stock) -> Room:
    """Give the floor of a library that has a work."""
    stock.clock.now = MONDAY
    stock.accept_untraceable()
    return Room(stock.library, stock.clock, METRO, new_officer(stock.library, "petugas@example.go.id"))


def new_officer(library: Library, email: str) -> str:
    with library.database.write() as session:
        added = accounts.add(session, library.clock(), email=email, name="Petugas", role=Role.OFFICER, office=METRO)
        return added.id


def account_of(library: Library, account_id: str | None) -> Account:
    assert account_id is not None
    with library.database.read() as session:
        return session.get_one(Account, account_id)

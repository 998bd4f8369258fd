"""A reader who has left something everywhere, in a library with a work; and another reader beside her."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.files import Intake
from library import Library, Settings, open_library
from library.catalogue import works
from library.consultations import AskForm
from library.feedback.complaints import handling
from library.feedback.complaints.filing import ComplaintForm
from library.privacy import consents
from library.readers import accounts, sessions
from library.readers.roles import Role
from library.softcopies import requests
from library.softcopies.requests import RequestForm
from library.store.models import Account
from tests.library.conftest import HandClock
from tests.library.feedback.filled import form
from tests.library.floor.conftest import METRO, MONDAY, Room, empty_data, new_officer, room, stocked

__all__ = ["empty_data", "room", "stocked"]
PASSWORD = "kuda hitam lari pagi"
NAME, EMAIL = "Siti Kenanga", "siti.kenanga@example.org"
WORDS = ("kenanga", "melati", "cempaka", "kamboja", "flamboyan", "bougenvil", "seroja", "anggrek")
"""What she wrote, each word in one place: name, request, question, complaint, file, sign-in, guest book, rating."""


@dataclass
class Life:
    """A reader with everything that somebody can leave here."""

    room: Room
    reader: str
    other: str
    work_id: str

    @property
    def library(self) -> Library:
        return self.room.library

    @property
    def clock(self) -> HandClock:
        return self.room.clock

    @property
    def subject(self) -> str:
        return f"account:{self.reader}"

    def dump(self) -> str:
        """Give every value of every row, as text."""
        with self.library.database.engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            return "\n".join(driver.iterdump()).lower()


def visit(room: Room, account_id: str | None, comment: str = "", **changes: object) -> str:
    """Let somebody come, be served, rate and go."""
    signed = room.sign("library", account_id=account_id, **changes)
    leg = room.floor.visit(signed.id).leg
    room.floor.admit(signed.id, by=room.officer)
    room.clock.forward(minutes=3)
    room.floor.leave(signed.id, by=room.officer)
    room.floor.close(signed.id, by=room.officer)
    if leg is not None:
        token = room.floor.rating_token(leg.id)
        if token is not None:
            room.library.ratings.rate(token, form(4, comment=comment), "id")
    return signed.id


def ask_online(room: Room, reader: str, word: str, file: str) -> str:
    """Let a reader ask, be answered, and close."""
    desk = room.library.consultations
    search = desk.look(reader, METRO, word)
    files = (desk.receive(io.BytesIO(_small_pdf()), f"{file}.pdf"),)
    asked = AskForm(title=f"Tentang {word}", question=f"Berapa luas {word} menurut kecamatan?", search_id=search.id)
    case = desk.submit(reader, METRO, asked, files=files)
    desk.answer(case, f"Luas {word} ada di tabel.", by=room.officer)
    desk.finish(case, "resolved", by=reader)
    return case


def _small_pdf() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    canvas.drawString(72, 720, "tabel")
    canvas.save()
    return out.getvalue()


def complain(room: Room, reader: str | None, word: str, name: str = NAME, email: str = EMAIL) -> str:
    """Let somebody complain, and settle it."""
    complaints = room.library.complaints
    given = ComplaintForm(text=f"Saya menunggu {word} dua jam.", name=name, email=email, account_id=reader)
    receipt = complaints.file(METRO, given)
    deeds = (
        lambda step, row: handling.classify(step, row, "waiting", None, None),
        lambda step, row: handling.assign(step, row, room.officer),
        handling.start,
        lambda step, row: handling.resolve(step, row, f"Maaf, {word}."),
    )
    for deed in deeds:
        complaints.do(METRO, receipt.complaint_id, deed, room.officer)
    complaints.accept(receipt.complaint_id)
    return receipt.complaint_id


def ask_copy(room: Room, reader: str, work_id: str, word: str) -> str:
    """Let a reader ask for a copy, and make it."""
    asked = RequestForm(purpose="research", purpose_text=f"skripsi {word}", institution=f"Kampus {word}", declared=True)
    with room.library.database.write() as session:
        account, work = session.get_one(Account, reader), works.get(session, work_id)
        filed = requests.submit(session, room.clock(), account, work, asked, frozenset({"research"})).id
        consents.given(session, room.clock(), consents.SOFTCOPY, room.library.settings.catalog, account=reader)
    room.library.workers.drain({"softcopy.stamp"})
    return filed


@pytest.fixture(scope="session")
def lived_data(tmp_path_factory: pytest.TempPathFactory, stocked_data: tuple[Path, str]) -> tuple[Path, str, str, str]:
    """Make once: the data folder, and the ids of both readers and of the officer."""
    source, work_id = stocked_data
    folder = tmp_path_factory.mktemp("life") / "data"
    shutil.copytree(source, folder)
    clock = HandClock(MONDAY)
    opened = open_library(Settings(data=folder), clock)
    Intake(opened).register()
    with opened.database.write() as session:
        works.current_master(session, works.current_file(session, work_id).id).untraceable_accepted = "small booklet"
        people = [
            accounts.add(session, MONDAY, email=email, name=name, password=PASSWORD)
            for email, name in ((EMAIL, NAME), ("budi@example.org", "Budi Lontar"))
        ]
    here = Room(opened, clock, METRO, new_officer(opened, "petugas@example.go.id"))
    for account, word in zip(people, ("melati", "lontar"), strict=True):
        _live(here, account, work_id, word)
    opened.close()
    return folder, people[0].id, people[1].id, here.officer


def _live(room: Room, account: Account, work_id: str, word: str) -> None:
    hers = word == "melati"
    given = {"name": account.name, "email": account.email, "purpose_text": "seroja" if hers else word}
    visit(room, account.id, "anggrek" if hers else word, **given)
    ask_copy(room, account.id, work_id, word)
    room.library.screens.copy_for(account.id, Role.READER.value, work_id)
    ask_online(room, account.id, "cempaka" if hers else word, "flamboyan" if hers else word)
    complain(room, account.id, "kamboja" if hers else word, account.name, account.email or "")
    with room.library.database.write() as session:
        sessions.begin(session, room.clock(), account, timedelta(hours=12), "Firefox bougenvil" if hers else "Firefox")
    room.library.workers.drain({"mail.send"})


@pytest.fixture
def life(tmp_path: Path, lived_data: tuple[Path, str, str, str], stocked_data: tuple[Path, str]) -> Iterator[Life]:
    folder, reader, other, officer = lived_data
    shutil.copytree(folder, tmp_path / "data")
    clock = HandClock(MONDAY + timedelta(hours=2))
    opened = open_library(Settings(data=tmp_path / "data"), clock)
    Intake(opened).register()
    here = Room(opened, clock, METRO, officer, tokens=iter(range(1000, 10**6)))
    yield Life(here, reader, other, stocked_data[1])
    opened.close()

"""Consultations at a terminal: whoever has shown that the account is hers asks and reads, and takes nothing away."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ingest.files import Intake
from library.consultations import AskForm
from library.floor.views import VisitView
from library.store.models import Account
from library.wiring import Library
from tests.library.conftest import draw_booklet
from tests.webapp.people import PASSWORD, Clock, People, post
from webapp.security import terminals

QUESTION = "Berapa luas panen padi sawah menurut kecamatan?"


@pytest.fixture
def reader(people: People) -> Account:
    return people.reader()


@pytest.fixture
def reading(terminal: FlaskClient, reader: Account) -> FlaskClient:
    answer = post(terminal, "/terminal/account", {"email": "siti@contoh.id", "password": PASSWORD}, page="/terminal")
    assert answer.status_code == 303
    return terminal


def ask(library: Library, account: str) -> str:
    search = library.consultations.look(account, "1872", "padi")
    return library.consultations.submit(
        account, "1872", AskForm(title="Luas panen padi", question=QUESTION, search_id=search.id)
    )


def test_a_reader_asks_at_a_terminal_without_files_and_without_a_draft(reading: FlaskClient) -> None:
    assert 'href="/consultations"' in reading.get("/terminal").text
    look = post(reading, "/consultations/search", {"office": "1872", "words": "padi"}, page="/consultations/new")
    form = reading.get(look.location).text
    assert 'type="file"' not in form
    assert "data-draft=" not in form
    sent = post(reading, "/consultations/new", {"title": "Padi", "question": QUESTION}, page=look.location)
    assert sent.status_code == 303
    page = reading.get(sent.location)
    assert QUESTION in page.text
    assert 'type="file"' not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.text.count('data-module="idle"') == 1


def test_files_and_calendars_of_a_case_stay_where_they_are(
    reading: FlaskClient, library: Library, reader: Account, tmp_path: Path
) -> None:
    Intake(library).register()
    case = ask(library, reader.id)
    content = draw_booklet(tmp_path / "tabel.pdf", pages=1).read_bytes()
    received = library.consultations.receive(io.BytesIO(content), "tabel.pdf")
    library.consultations.say(case, "Terlampir.", by=reader.id, files=[received])
    library.workers.drain()
    page = reading.get(f"/consultations/{case}").text
    assert "tabel.pdf" in page
    assert "/files/" not in page
    (file,) = library.consultations.own_case(case, reader.id).messages[-1].files
    assert file.state == "ready"
    assert reading.get(f"/consultations/{case}/files/{file.id}").status_code == 403


def test_who_came_in_by_the_code_of_a_ticket_shows_first_that_the_account_is_hers(
    terminal: FlaskClient, visit: VisitView, library: Library
) -> None:
    post(terminal, "/terminal/code", {"code": visit.code}, page="/terminal")
    for path in ("/consultations", "/consultations/new"):
        assert terminal.get(path).status_code == 303, path
        assert terminal.get(path).location.startswith(("/terminal/prove", "/terminal/open-account")), path


def test_a_page_that_follows_its_case_by_itself_is_no_sign_of_life(
    reading: FlaskClient, library: Library, reader: Account, clock: Clock
) -> None:
    case = ask(library, reader.id)
    for _ in range(3):
        clock.forward(seconds=terminals.RESTS // 2)
        state = reading.get(f"/consultations/{case}/state", headers={"Accept": "text/html"})
    assert QUESTION not in state.text
    assert reading.get(f"/consultations/{case}").location == "/terminal"

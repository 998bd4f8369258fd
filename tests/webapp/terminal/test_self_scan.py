"""Self-scan: from the scanner or the station's files to a marked copy in the reader's account, and nowhere else."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ingest.files import Intake
from library.catalogue import works
from library.errors import NotFound
from library.floor.views import VisitView
from library.readers.roles import Role
from library.softcopies import requests
from library.softcopies.requests import RequestLine
from library.store.models import IngestItem, Work
from library.wiring import Library
from tests.webapp.conftest import OpenLibrary
from tests.webapp.guest.conftest import METRO, Pair
from tests.webapp.people import PASSWORD, People, mails, post, sign_in
from tests.webapp.rooms.books import make_book
from tests.webapp.terminal.conftest import sign_book
from webapp.app import create_app
from webapp.drawing import close_renderer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    own = tmp_path / "scans" / METRO
    own.mkdir(parents=True)
    return own


@pytest.fixture
def library(library_with: OpenLibrary, folder: Path) -> Library:
    opened = library_with(scan_folder=str(folder.parent))
    Intake(opened).register()
    return opened


@pytest.fixture
def app(library: Library) -> Iterator[Flask]:
    app = create_app(library)
    yield app
    close_renderer(app)


@pytest.fixture
def station(paired: Pair, people: People, library: Library) -> FlaskClient:
    """A terminal with a reader at it, during a visit."""
    reader = people.reader()
    sign_book(library, account_id=reader.id)
    client = paired(METRO, "scanner", "Stasiun")
    answer = post(client, "/terminal/account", {"email": "siti@contoh.id", "password": PASSWORD}, page="/terminal")
    assert answer.status_code == 303
    return client


def scanned(folder: Path, name: str, *crops: str, age: float = 5) -> Path:
    """Write a scan as the machine does; `age` seconds before the office's clock, which stands in the future."""
    path = make_book(folder / name, "Kecamatan Rahasia Dalam Angka", 2022, "1102001.1872010", crops or ("padi",))
    settled = time.time() - age
    os.utime(path, (settled, settled))
    return path


def lines(library: Library) -> list[RequestLine]:
    library.workers.drain()
    with library.database.read() as records:
        account = next(item.owner_id for item in _items(library))
        return requests.of_account(records, str(account))


def _items(library: Library) -> list[IngestItem]:
    with library.database.read() as records:
        return list(records.scalars(select(IngestItem)))


def take(client: FlaskClient) -> int:
    return post(client, "/terminal/scan/take", {"declared": "yes"}, page="/terminal/scan").status_code


def test_scanned_pages_become_a_marked_copy_in_the_account(
    station: FlaskClient, library: Library, folder: Path, people: People, app: Flask
) -> None:
    assert post(station, "/terminal/scan/begin", page="/terminal/scan").status_code == 303
    scanned(folder, "IMG_0001.pdf", "padi", "kedelai")
    assert take(station) == 303
    assert list(folder.iterdir()) == [], "the machine keeps nothing"
    (line,) = lines(library)
    assert (line.request.state, line.request.channel) == ("DISPATCHED", "scan")
    assert line.request.visit_id is not None
    assert line.copy is not None
    text = "".join(page.extract_text() for page in pypdf.PdfReader(library.delivery.path(line.copy.id)).pages)
    assert "Siti Rahmawati" in text
    assert any("salinan" in str(letter["Subject"]).lower() for letter in mails(library))
    assert "dikirim ke akun Anda" in station.get("/terminal/scan").text
    assert station.get(f"/copies/{line.copy.id}/file").status_code == 403, "not at the station"
    exists_for_its_owner_only(library, line.work, app, people)
    home = app.test_client()
    sign_in(home, "siti@contoh.id")
    with home.get(f"/copies/{line.copy.id}/file") as answer:
        assert answer.status_code == 200


def exists_for_its_owner_only(library: Library, work: Work, app: Flask, people: People) -> None:
    """In no catalogue, no search, no bench and no reader: not by title, words, name or address."""
    assert (work.access, work.state) == ("personal", "personal")
    for role in Role:
        with library.database.read() as records, pytest.raises(NotFound):
            works.get(records, work.id, role.value)
    assert library.search.count() == 0
    people.librarian()
    staff = app.test_client()
    sign_in(staff, "ratna@contoh.id")
    for path in ("", "/read", "/copy", "/cover.jpg", "/pages/1.jpg", "/pages/1/picture", "/review"):
        assert staff.get(f"/works/{work.id}{path}", follow_redirects=True).status_code == 404, path
    for path in ("/works", "/search?q=padi", "/bench", "/requests", "/"):
        page = staff.get(path).text
        assert work.id not in page, path
        assert "IMG_0001" not in page, path
        assert "Rahasia" not in page, path


def test_what_lay_in_the_folder_before_is_somebody_else_s(station: FlaskClient, library: Library, folder: Path) -> None:
    before = scanned(folder, "kemarin.pdf")
    post(station, "/terminal/scan/begin", page="/terminal/scan")
    assert "Belum ada pindaian" in station.get("/terminal/scan").text
    assert take(station) == 422
    post(station, "/terminal/leave", page="/terminal")
    assert before.is_file(), "and it is not thrown away"


def test_one_reader_scans_at_a_time_and_what_she_leaves_is_deleted(
    station: FlaskClient, paired: Pair, people: People, library: Library, folder: Path
) -> None:
    post(station, "/terminal/scan/begin", page="/terminal/scan")
    people.reader("joko@contoh.id", "Joko")
    other = paired(METRO, "terminal", "Terminal 2")
    post(other, "/terminal/account", {"email": "joko@contoh.id", "password": PASSWORD}, page="/terminal")
    left = scanned(folder, "punya-siti.pdf")
    post(other, "/terminal/scan/begin", page="/terminal/scan")
    page = other.get("/terminal/scan").text
    assert "Orang lain sedang memindai" in page
    assert take(other) == 422
    post(station, "/terminal/leave", page="/terminal")
    assert not left.exists()
    post(other, "/terminal/scan/begin", page="/terminal/scan")
    assert "Belum ada pindaian" in other.get("/terminal/scan").text


def test_files_of_the_station_go_the_same_way(station: FlaskClient, library: Library, tmp_path: Path) -> None:
    book = make_book(tmp_path / "b.pdf", "Kecamatan Lain Dalam Angka", 2021, "1102001.1872020", ("jagung",))
    with book.open("rb") as stream:
        answer = post(station, "/terminal/scan", {"files": (stream, "b.pdf"), "declared": "yes"})
    assert answer.status_code == 303, answer.text
    (line,) = lines(library)
    assert line.request.state == "DISPATCHED"


def test_without_the_declaration_nothing_is_taken(station: FlaskClient, library: Library, tmp_path: Path) -> None:
    book = make_book(tmp_path / "b.pdf", "Kecamatan Lain Dalam Angka", 2021, "1102001.1872020", ("jagung",))
    with book.open("rb") as stream:
        assert post(station, "/terminal/scan", {"files": (stream, "b.pdf")}).status_code == 422
    assert _items(library) == []


def test_a_visit_without_an_account_opens_one_first(
    paired: Pair, visit: VisitView, library: Library, tmp_path: Path
) -> None:
    client = paired(METRO, "scanner", "Stasiun")
    post(client, "/terminal/code", {"code": visit.code}, page="/terminal")
    assert client.get("/terminal/scan").headers["Location"].startswith("/terminal/open-account")
    answer = post(client, "/terminal/scan/begin", page="/terminal")
    assert answer.status_code == 303
    book = make_book(tmp_path / "b.pdf", "Kecamatan Lain Dalam Angka", 2021, "1102001.1872020", ("jagung",))
    with book.open("rb") as stream:
        data = {"files": (stream, "b.pdf"), "declared": "yes"}
        assert post(client, "/terminal/scan", data, page="/terminal").status_code == 404
    assert _items(library) == []


def test_an_office_without_self_scan_has_no_station(paired: Pair, people: People, library: Library) -> None:
    people.reader()
    client = paired("1808", "scanner", "Stasiun")
    post(client, "/terminal/account", {"email": "siti@contoh.id", "password": PASSWORD}, page="/terminal")
    assert client.get("/terminal/scan").status_code == 404

"""Self-scan: from the scanner or the station's files to a marked copy in the reader's account, and nowhere else."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from ingest.files import Intake
from library.catalogue import scanner, works
from library.errors import NotFound
from library.floor.views import VisitView
from library.readers.roles import Role
from library.softcopies import requests
from library.softcopies.requests import RequestLine
from library.store.models import IngestItem, Page, Work, WorkFile
from library.wiring import Library
from tests.ingest.makers import one_page_many_times, page_picture
from tests.webapp.conftest import OpenLibrary
from tests.webapp.guest.conftest import METRO, Pair
from tests.webapp.people import PASSWORD, Clock, People, hidden_fields, mails, post, sign_in
from tests.webapp.rooms.books import make_book
from tests.webapp.terminal.conftest import sign_book
from webapp.app import create_app
from webapp.drawing import close_renderer


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The scanner's folder, in which a scan is whole as soon as it is seen."""
    monkeypatch.setattr(scanner, "SETTLED", 0)
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


def scanned(folder: Path, name: str, *crops: str) -> Path:
    """Write a scan as the machine does."""
    return make_book(folder / name, "Kecamatan Rahasia Dalam Angka", 2022, "1102001.1872010", crops or ("padi",))


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
    assert "halaman akan dikirim, sebagai satu salinan" in station.get("/terminal/scan").text
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
    assert "Belum ada halaman" in station.get("/terminal/scan").text
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
    assert "Belum ada halaman" in other.get("/terminal/scan").text


def upload(client: FlaskClient, *files: tuple[Path, str], **more: object) -> int:
    streams = [(path.open("rb"), name) for path, name in files]
    return post(client, "/terminal/scan", {"files": streams}, **more).status_code


def picture(path: Path, words: str) -> Path:
    """A page as a scanner of single pages writes it: large enough to carry a mark."""
    page_picture(words, dpi=200, mode="RGB").save(path, "JPEG", dpi=(200, 200), quality=92)
    return path


def test_single_pages_of_one_sitting_are_one_copy_in_the_reader_s_order(
    station: FlaskClient, library: Library, folder: Path, tmp_path: Path
) -> None:
    words = ("Jumlah penduduk\nmenurut kecamatan", "Produksi padi\ndan kedelai", "Panjang jalan\nkabupaten")
    post(station, "/terminal/scan/begin", page="/terminal/scan")
    for number, text in enumerate(words):
        picture(folder / f"{number}.jpg", text)
    book = make_book(tmp_path / "b.pdf", "Kecamatan Lain Dalam Angka", 2021, "1102001.1872020", ("jagung",))
    assert upload(station, (book, "b.pdf")) == 303
    page = station.get("/terminal/scan").text
    buttons = re.findall(r'name="do" value="([^"]+)"', page)
    second = next(value for value in buttons if value.startswith("drop 1 ") and value.endswith("1.jpg"))
    third = next(value for value in buttons if value.startswith("earlier 1 ") and value.endswith("2.jpg"))
    for do in (second, third, third):
        answer = post(station, "/terminal/scan/arrange", {"do": do}, page="/terminal/scan")
        assert answer.status_code == 303
    assert take(station) == 303
    (line,) = lines(library)
    assert line.request.state == "DISPATCHED"
    assert line.copy is not None
    (item,) = _items(library)
    with library.database.read() as records:
        file = records.scalars(select(WorkFile).where(WorkFile.work_id == item.work_id)).one()
        texts = [page.text for page in records.scalars(select(Page).where(Page.file_id == file.id))]
    assert len(texts) == 2 + len(pypdf.PdfReader(book).pages)
    assert ("jalan" in texts[0], "penduduk" in texts[1]) == (True, True)
    assert not any("kedelai" in text for text in texts)
    assert len(pypdf.PdfReader(library.delivery.path(line.copy.id)).pages) == len(texts)
    assert list(library.folders.sheets.iterdir()) == []


def test_pages_are_shown_small_to_her_alone(station: FlaskClient, paired: Pair, folder: Path, people: People) -> None:
    post(station, "/terminal/scan/begin", page="/terminal/scan")
    picture(folder / "a.jpg", "Rahasia")
    found = re.search(r'<img src="(/terminal/scan/sheet[^"]+)"', station.get("/terminal/scan").text)
    assert found
    address = html.unescape(found[1])
    answer = station.get(address)
    with Image.open(io.BytesIO(answer.data)) as shown:
        assert max(shown.size) == 320, "what may leave without a mark"
    assert answer.headers["Cache-Control"] == "no-store"
    people.reader("joko@contoh.id", "Joko")
    other = paired(METRO, "terminal", "Terminal 2")
    post(other, "/terminal/account", {"email": "joko@contoh.id", "password": PASSWORD}, page="/terminal")
    assert other.get(address).status_code == 404
    assert other.get("/terminal/scan/sheet?sheet=../../pustaka.db&page=1").status_code == 404


def test_a_sheet_that_cannot_be_read_is_named_and_not_sent(
    station: FlaskClient, library: Library, folder: Path
) -> None:
    post(station, "/terminal/scan/begin", page="/terminal/scan")
    (folder / "rusak.jpg").write_bytes(b"\xff\xd8\xff broken")
    assert "rusak.jpg tidak dapat dibaca" in station.get("/terminal/scan").text
    assert take(station) == 422
    assert _items(library) == []


def test_a_file_of_another_sort_is_refused_at_once(station: FlaskClient, library: Library, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04 something")
    assert upload(station, (tmp_path / "a.docx", "a.docx")) == 422
    assert list(library.folders.sheets.iterdir()) == []


@pytest.mark.parametrize("do", ["", "burn 1 a", "drop x a", "drop -1 a"])
def test_a_deed_that_does_not_exist_changes_nothing(station: FlaskClient, do: str) -> None:
    post(station, "/terminal/scan/begin", page="/terminal/scan")
    assert post(station, "/terminal/scan/arrange", {"do": do}, page="/terminal/scan").status_code in (400, 422)


def test_without_the_declaration_nothing_is_taken(station: FlaskClient, library: Library, tmp_path: Path) -> None:
    book = make_book(tmp_path / "b.pdf", "Kecamatan Lain Dalam Angka", 2021, "1102001.1872020", ("jagung",))
    upload(station, (book, "b.pdf"))
    assert post(station, "/terminal/scan/take", page="/terminal/scan").status_code == 422
    assert _items(library) == []
    assert "b.pdf" in station.get("/terminal/scan").text, "and nothing is lost"


def test_nothing_is_sent_while_one_more_page_is_coming(
    station: FlaskClient, library: Library, folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(station, "/terminal/scan/begin", page="/terminal/scan")
    scanned(folder, "a.pdf")
    station.get("/terminal/scan")
    monkeypatch.setattr(scanner, "SETTLED", 1.5)
    late = scanned(folder, "b.pdf")
    assert take(station) == 303
    assert "Satu halaman lagi sedang masuk. Belum ada yang dikirim" in station.get("/terminal/scan").text
    assert (_items(library), late.exists()) == ([], True)
    clock.forward(seconds=2)
    assert take(station) == 303
    assert len(_items(library)) == 1


def test_a_second_touch_of_done_is_no_second_deed_and_no_complaint(
    station: FlaskClient, library: Library, tmp_path: Path
) -> None:
    book = make_book(tmp_path / "b.pdf", "Kecamatan Lain Dalam Angka", 2021, "1102001.1872020", ("jagung",))
    upload(station, (book, "b.pdf"))
    fields = {**hidden_fields(station.get("/terminal/scan").text, "/terminal/scan/take"), "declared": "yes"}
    assert [station.post("/terminal/scan/take", data=fields).status_code for _ in range(2)] == [303, 303]
    assert len(_items(library)) == 1


def test_a_file_that_names_one_page_ten_thousand_times_is_told_to_be_too_long(
    station: FlaskClient, tmp_path: Path
) -> None:
    assert upload(station, (one_page_many_times(tmp_path / "bom.pdf", 10_000), "bom.pdf")) == 303
    page = station.get("/terminal/scan").text
    assert "bom.pdf tidak dikirim: satu salinan paling banyak 300 halaman" in page
    assert page.count('class="scan-page') == 2, "the list and one entry"


def test_a_scanner_that_refuses_to_delete_keeps_nobody_signed_in(
    station: FlaskClient, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(station, "/terminal/scan/begin", page="/terminal/scan")
    left, unlink = scanned(folder, "a.pdf"), Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path == left:
            raise PermissionError(path)
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    answer = post(station, "/terminal/leave", page="/terminal")
    assert (answer.status_code, left.exists()) == (303, True)
    assert "cookies" in answer.headers["Clear-Site-Data"]


def test_a_visit_without_an_account_opens_one_first(
    paired: Pair, visit: VisitView, library: Library, tmp_path: Path
) -> None:
    client = paired(METRO, "scanner", "Stasiun")
    post(client, "/terminal/code", {"code": visit.code}, page="/terminal")
    assert client.get("/terminal/scan").headers["Location"].startswith("/terminal/open-account")
    assert post(client, "/terminal/scan/begin", page="/terminal").status_code == 404
    book = make_book(tmp_path / "b.pdf", "Kecamatan Lain Dalam Angka", 2021, "1102001.1872020", ("jagung",))
    assert upload(client, (book, "b.pdf"), page="/terminal") == 404
    assert post(client, "/terminal/scan/take", {"declared": "yes"}, page="/terminal").status_code in (404, 422)
    assert _items(library) == []


def test_an_office_without_self_scan_has_no_station(paired: Pair, people: People, library: Library) -> None:
    people.reader()
    client = paired("1808", "scanner", "Stasiun")
    post(client, "/terminal/account", {"email": "siti@contoh.id", "password": PASSWORD}, page="/terminal")
    assert client.get("/terminal/scan").status_code == 404

"""Checking a file in public: the bytes that were made, or not."""

from __future__ import annotations

import io
from pathlib import Path

import pymupdf
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from library.wiring import Library
from tests.webapp.people import People, post, sign_in
from tests.webapp.rooms.books import make_book
from tests.webapp.rooms.conftest import Stock
from tests.webapp.rooms.requests.test_requests import get_copy
from webapp.app import create_app
from webapp.rooms.verification import looking

PERSONAL = ("Siti", "Rahmawati", "contoh.id", "Universitas")


@pytest.fixture
def copy(client: FlaskClient, people: People, library: Library, stock: Stock) -> bytes:
    """Give the file that was made for Siti."""
    people.reader()
    sign_in(client, "siti@contoh.id")
    copy_id = get_copy(client, library, stock.open).split("/")[2]
    return client.get(f"/copies/{copy_id}/file").data


def check(client: FlaskClient, data: bytes, name: str = "salinan.pdf") -> TestResponse:
    return post(client, "/verify", {"file": (io.BytesIO(data), name)})


def left_behind(library: Library) -> list[Path]:
    folders = (library.folders.work, library.folders.quarantine, library.folders.leaks)
    return [path for folder in folders for path in folder.iterdir()]


def test_the_very_bytes_that_were_made_are_genuine(other: FlaskClient, library: Library, copy: bytes) -> None:
    before = left_behind(library)
    text = check(other, copy).text
    assert "verdict-good" in text
    for fact in ("Kecamatan Metro Dalam Angka", "BPS Kota Metro", "21 November 2026"):
        assert fact in text
    assert not any(personal in text for personal in PERSONAL)
    assert left_behind(library) == before


@pytest.mark.parametrize("way", ["appended", "saved anew", "a figure painted over"])
def test_a_copy_that_was_changed_is_altered(other: FlaskClient, library: Library, copy: bytes, way: str) -> None:
    before = left_behind(library)
    text = check(other, changed(copy, way)).text
    assert "Berkas ini sudah diubah" in text
    assert "Kecamatan Metro Dalam Angka" in text
    assert "verdict-good" not in text
    assert not any(personal in text for personal in PERSONAL)
    assert left_behind(library) == before


def changed(copy: bytes, way: str) -> bytes:
    if way == "appended":
        return copy + b"\n"
    with pymupdf.open(stream=copy, filetype="pdf") as document:
        if way != "saved anew":
            document[2].draw_rect(pymupdf.Rect(100, 100, 140, 110), fill=(1, 1, 1))
        return bytes(document.tobytes())


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7 rusak", b"%PDF-" + b"\x00" * 5000, b"%PDF-1.7\n" + b"1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj " * 99],
    ids=["broken", "zeros", "loop"],
)
def test_hostile_files_are_unknown_and_nothing_stays(other: FlaskClient, library: Library, data: bytes) -> None:
    before = left_behind(library)
    answer = check(other, data, "../../x.pdf")
    assert answer.status_code == 200
    assert "Kami tidak mengenal berkas ini" in answer.text
    assert left_behind(library) == before


@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 5000, b"\x89PNG\r\n\x1a\n" + b"\x00" * 99], ids=["empty", "zeros", "a picture"]
)
def test_what_is_no_pdf_is_told_so(other: FlaskClient, library: Library, data: bytes) -> None:
    """A photograph of a page has a code to scan; that nobody knows it as a file would say nothing."""
    before = left_behind(library)
    answer = check(other, data, "halaman.png")
    assert answer.status_code == 422
    assert "Ini bukan PDF." in answer.text
    assert left_behind(library) == before


def test_a_file_from_elsewhere_is_unknown(other: FlaskClient, tmp_path: Path) -> None:
    book = make_book(tmp_path / "x.pdf", "Kecamatan Lain Dalam Angka", 2020, "1", ("ubi",))
    assert "Kami tidak mengenal berkas ini" in check(other, book.read_bytes()).text


def test_many_checks_at_once_do_not_hold_up_the_readers(
    other: FlaskClient, copy: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever finds no place is asked to come again; a genuine file needs none."""
    monkeypatch.setattr(looking, "_PATIENCE", 0.01)
    with looking._places, looking._places:
        assert check(other, copy + b"x").status_code == 503
        assert check(other, copy).status_code == 200
    assert check(other, copy + b"x").status_code == 200


def test_without_a_file_one_is_asked_for(other: FlaskClient) -> None:
    answer = post(other, "/verify", {})
    assert answer.status_code == 422
    assert "Pilih sebuah berkas." in answer.text


def test_a_copy_of_the_largest_publication_may_be_checked(other: FlaskClient, library: Library) -> None:
    """What is said to be as long as that gets as far as its missing token; the page names the same limit."""
    most = library.settings.max_copy_bytes
    assert most > library.settings.max_bytes
    assert "1,3 GB" in other.get("/verify").text
    form = {"data": b"csrf_token=none", "content_type": "application/x-www-form-urlencoded"}
    for size, code in ((most, 400), (most + (2 << 20), 413)):
        told = {"CONTENT_LENGTH": str(size)}
        assert other.post("/verify", **form, environ_overrides=told).status_code == code  # type: ignore[arg-type]


def test_more_than_the_limit_is_refused_before_it_is_read(other: FlaskClient, library: Library) -> None:
    told = {"CONTENT_LENGTH": str(library.settings.max_copy_bytes + (2 << 20))}
    sent = {"file": (io.BytesIO(b"x"), "a.pdf")}
    assert other.post("/verify", data=sent, environ_overrides=told).status_code == 413


def test_one_address_may_check_only_so_often(library_with: object, copy: bytes) -> None:
    limited = library_with(rate_limits=True)  # type: ignore[operator]
    client = create_app(limited).test_client()
    codes = [check(client, b"%PDF-x").status_code for _ in range(12)]
    assert codes[:10] == [200] * 10
    assert codes[10:] == [429, 429]


def test_what_is_one_too_many_is_not_even_read(
    library_with: object, copy: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is its token looked for: the address counts first, and the answer says when to come again."""
    app = create_app(library_with(rate_limits=True))  # type: ignore[operator]
    client = app.test_client()
    for _ in range(10):
        check(client, b"x")
    read: list[str] = []
    monkeypatch.setattr(app.request_class, "_load_form_data", lambda self: read.append(self.path))
    answer = client.post("/verify", data={"file": (io.BytesIO(b"x"), "a.pdf")})
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 61
    assert read == []

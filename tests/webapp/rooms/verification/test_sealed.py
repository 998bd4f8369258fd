"""Checking a sealed file in public, also when the records do not know it."""

from __future__ import annotations

import dataclasses
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient

from ingest.files import Intake
from library.softcopies.seals import make_own_seal
from library.store.models import Copy
from library.wiring import Library, open_library
from tests.webapp.people import Clock, People, post, sign_in
from tests.webapp.rooms.conftest import Stock, settings_of
from tests.webapp.rooms.requests.test_requests import get_copy

PERSONAL = ("Siti", "Rahmawati", "contoh.id", "Universitas")


@pytest.fixture
def library(stock: Stock, tmp_path: Path, clock: Clock) -> Iterator[Library]:
    """Give the library with the three works, and a seal."""
    shutil.copytree(stock.folder, tmp_path / "data")
    make_own_seal(tmp_path / "seal.pem", "BPS Kota Metro", clock())
    settings = dataclasses.replace(settings_of(tmp_path / "data"), seal=str(tmp_path / "seal.pem"))
    opened = open_library(settings, clock)
    Intake(opened).register()
    yield opened
    opened.close()


def check(client: FlaskClient, data: bytes) -> str:
    text = post(client, "/verify", {"file": (io.BytesIO(data), "salinan.pdf")}).text
    assert not any(personal in text for personal in PERSONAL)
    return text


def test_a_sealed_file_is_judged_by_its_bytes_its_seal_and_its_number(
    client: FlaskClient, other: FlaskClient, app: Flask, people: People, library: Library, stock: Stock
) -> None:
    """One copy, in the order in which it is spoilt."""
    people.reader()
    sign_in(client, "siti@contoh.id")
    address = get_copy(client, library, stock.open)
    data = client.get(f"/copies/{address.split('/')[2]}/file").data
    assert "persis sama" in check(other, data)
    # A part of the file, as a download goes on that broke off: the seal changes nothing in that.
    rest = client.get(f"/copies/{address.split('/')[2]}/file", headers={"Range": "bytes=5000-"})
    assert (rest.status_code, rest.data) == (206, data[5000:])
    with library.database.write() as session:
        session.query(Copy).update({"sha256": "0" * 64})  # as after a restore: the records know another file
    told = check(other, data)
    assert "memuat segel perpustakaan ini. Tidak ada yang diubah" in told
    assert "Kecamatan Metro Dalam Angka" in told
    appended = check(other, data + b"\n")
    assert "Berkas ini sudah diubah" in appended
    # All pages but the seal gone: no number is left, but the certificate is.
    assert "segelnya tidak berlaku" in check(other, without_pages(data))


def without_pages(data: bytes) -> bytes:
    """Blank the pages and leave the signature where it is."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.obj["/Contents"] = pdf.make_stream(b"")
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()

"""Pages scanned from a book in the catalogue belong to its edition, stay private, and may be offered to librarians."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from library.catalogue import duplicates
from library.holdings import copies, printed_works
from library.holdings.copies import CopyForm
from library.store.models import EditionScan, IngestItem, Work
from library.wiring import Library
from tests.webapp.people import People, hidden_fields, post, sign_in
from tests.webapp.terminal.test_self_scan import app, folder, library, lines, scanned, station

__all__ = ["app", "folder", "library", "station"]


def printed(library: Library) -> str:
    with library.database.write() as records:
        values = {"title": "Kecamatan Lama Dalam Angka", "year": "1987"}
        work = printed_works.enter(records, library.clock(), "1872", values, "cli")
        copies.add(records, library.clock(), work.id, "1872", CopyForm(number="P-7"), "cli")
        return work.id


def send(station: FlaskClient, folder: Path, edition: str, **more: str) -> None:
    post(station, "/terminal/scan/begin", page="/terminal/scan")
    scanned(folder, "a.pdf")
    page = station.get("/terminal/scan?book=P-7").text
    assert f'value="{edition}" checked' in page, "one book has this label"
    fields = hidden_fields(page, "/terminal/scan/take")
    form = {**fields, "declared": "yes", "edition": edition, **more}
    assert station.post("/terminal/scan/take", data=form).status_code == 303
    library_page = station.get("/terminal/scan").text
    assert "Kecamatan Lama Dalam Angka" in library_page


def test_an_offered_scan_becomes_a_file_of_its_edition_and_stays_its_readers(
    station: FlaskClient, folder: Path, library: Library, people: People, app: Flask
) -> None:
    edition = printed(library)
    send(station, folder, edition, offer="yes")
    own = lines(library)[0].work.id
    people.librarian()
    librarian = app.test_client()
    sign_in(librarian, "ratna@contoh.id")
    page = librarian.get("/bench/printed/offers").text
    assert "Kecamatan Lama Dalam Angka" in page
    assert "Siti" not in page
    assert "siti@contoh.id" not in page
    item = page.split("/bench/printed/offers/")[1].split("/")[0]
    assert librarian.get(f"/bench/printed/offers/{item}/1.jpg", buffered=True).mimetype == "image/jpeg"
    assert librarian.get(f"/works/{own}").status_code == 404, "the work itself is hers alone"
    accept = f"/bench/printed/offers/{item}/accept"
    unseen = post(librarian, accept, {"access": "open"}, page="/bench/printed/offers")
    assert unseen.status_code == 422, "the rights have to be looked at"
    assert f'id="rights-{item}-error"' in unseen.text, "it stands beside the box of this offer"
    assert 'value="open" selected' in unseen.text, "and what was chosen stays"
    taken = post(librarian, accept, {"access": "restricted", "rights": "yes"}, page="/bench/printed/offers")
    assert taken.status_code == 303
    library.workers.drain()
    with library.database.read() as records:
        made = records.scalars(select(Work).where(Work.state == "review")).one()
        pairs = [(pair.older.id, pair.newer.id) for pair in duplicates.of_work(records, made.id)]
        assert (made.access, made.owner_id, pairs) == ("restricted", None, [(edition, made.id)])
        kept = records.get_one(Work, own)
        assert (kept.state, kept.owner_id is not None) == ("personal", True)
    assert librarian.get(f"/bench/printed/offers/{item}/1.jpg").status_code == 409, "what is decided is seen no more"
    version = f"/bench/alike/{edition}/{made.id}"
    assert post(librarian, version, {"decision": "version"}).status_code == 303
    library.workers.drain()
    assert "P-7" in app.test_client().get(f"/works/{made.id}").text, "the new file stands with the printed copies"


def test_pages_that_are_not_offered_are_seen_by_nobody_and_a_refusal_needs_a_reason(
    station: FlaskClient, folder: Path, library: Library, people: People, app: Flask
) -> None:
    edition = printed(library)
    send(station, folder, edition)
    library.workers.drain()
    people.librarian()
    librarian = app.test_client()
    sign_in(librarian, "ratna@contoh.id")
    assert "Kecamatan Lama" not in librarian.get("/bench/printed/offers").text
    with library.database.write() as records:
        scan = records.scalars(select(EditionScan)).one()
        assert (scan.edition_id, scan.state) == (edition, "kept")
        scan.state, item = "open", scan.item_id
        row = records.get_one(IngestItem, item)
        row.name, name = "", row.name
    assert "Kecamatan Lama" not in librarian.get("/bench/printed/offers").text, "erased: nothing is offered any more"
    assert librarian.get(f"/bench/printed/offers/{item}/1.jpg").status_code == 404
    with library.database.write() as records:
        records.get_one(IngestItem, item).name = name
    address = f"/bench/printed/offers/{item}/decline"
    assert post(librarian, address, {"reason": ""}, page="/bench/printed/offers").status_code == 422
    assert post(librarian, address, {"reason": "terlalu buram"}, page="/bench/printed/offers").status_code == 303
    assert "Kecamatan Lama" not in librarian.get("/bench/printed/offers").text
    assert len(lines(library)) == 1, "her copy is hers all the same"

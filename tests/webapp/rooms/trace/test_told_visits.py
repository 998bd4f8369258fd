"""What the page of a finished trace says: of a copy that was read at a visit, and of what was left out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from library.readers.opening import LINKED
from library.store.models import Account, AuditEntry, FloorEvent, RecordView, TraceCase, Visit
from library.tracing.keeping import plain_verdict
from library.wiring import Library
from tests.library.tracing.test_keeping import VERDICT
from tests.webapp.people import People, sign_in
from tests.webapp.terminal.conftest import sign_book

STRANGER = "orang.lain@contoh.id"
PAGE = f"/trace/{'c' * 16}"


@pytest.fixture
def visit(client: FlaskClient, people: People, library: Library) -> Visit:
    """Let a finished trace lead to a visit whose guest book names an address that nobody proved; a librarian looks."""
    librarian = people.librarian()
    signed = sign_book(library, "Budi Santoso", STRANGER, channel="desk")
    (accused,) = VERDICT.accused
    verdict = replace(VERDICT, evidence=(), accused=(replace(accused, identity=str(signed.account_id)),))
    values = {"created_at": library.clock(), "state": "done", "outcome": "identified", "finished_at": library.clock()}
    with library.database.write() as records:
        records.get_one(Account, signed.account_id).email = STRANGER
        records.add(TraceCase(id="c" * 16, created_by=librarian.id, verdict=plain_verdict(verdict), **values))
    sign_in(client, librarian.email)
    with library.database.read() as records:
        return records.scalars(select(Visit).where(Visit.id == signed.id)).one()


def test_a_visit_is_told_as_a_visit_and_its_address_is_not_shown(client: FlaskClient, visit: Visit) -> None:
    text = client.get(PAGE).text
    for words in ("“Budi Santoso” di buku tamu", "tidak ada yang membuktikannya", visit.id, "Hari kunjungan"):
        assert words in text
    assert STRANGER not in text
    assert "sudah dihapus" not in text


def test_the_account_to_which_the_visit_went_over_is_named_beside_it(
    client: FlaskClient, visit: Visit, library: Library, people: People
) -> None:
    reader = people.reader()
    with library.database.write() as records:
        event = {"office": visit.office, "service_date": visit.service_date, "version": visit.version}
        details = {"identity": visit.account_id}
        records.add(
            FloorEvent(at=library.clock(), kind=LINKED, visit_id=visit.id, actor=reader.id, details=details, **event)
        )
        records.get_one(Visit, visit.id).account_id = reader.id
    client.get("/language/en")
    text = client.get(PAGE).text
    assert "The copy read at a visit, “Budi Santoso” in the guest book" in text
    assert "The visit went over to" in text
    assert f"{reader.name}, {reader.email}" in text
    assert STRANGER not in text


def test_the_page_says_which_publications_could_not_be_looked_at(
    client: FlaskClient, visit: Visit, library: Library
) -> None:
    assert "Tidak semuanya dapat diperiksa" not in client.get(PAGE).text
    with library.database.write() as records:
        case = records.get_one(TraceCase, "c" * 16)
        case.verdict = {**case.verdict, "left_out": [{"work": "jagung", "version": "m2", "why": "key-missing"}]}
    text = client.get(PAGE).text
    assert "Tidak semuanya dapat diperiksa" in text
    assert "jagung: kunci salinannya hilang" in text


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/part"])
def test_who_looked_at_an_answer_is_written_down_however_it_was_fetched(
    client: FlaskClient, visit: Visit, library: Library, path: str
) -> None:
    assert visit.name in client.get(path).text
    with library.database.read() as records:
        looks = records.scalars(select(RecordView).where(RecordView.kind == "trace")).all()
        assert [look.record for look in looks] == ["c" * 16]
        seen = records.scalars(select(AuditEntry).where(AuditEntry.action == "trace.view")).all()
        assert [entry.subject for entry in seen] == [f"trace:{'c' * 16}"]

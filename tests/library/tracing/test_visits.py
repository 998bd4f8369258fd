"""A copy that was read at a visit leads to what the guest book says, and to no address that nobody proved."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pymupdf
import pytest
from sqlalchemy import select

from library.floor import VisitView
from library.readers import opening
from library.readers.roles import Role
from library.store.models import Account, Mail, ScreenReading
from library.tracing.naming import NamedReader
from library.tracing.results import TraceResult
from tests.library.floor.conftest import METRO, MONDAY, Room, new_officer
from tests.library.tracing.conftest import Leaky, photographed

KEY = b"k" * 32
STRANGER = "orang.lain@example.org"
"""Whoever signs the guest book may type it; its owner has never been here."""


@pytest.fixture
def room(leaky: Leaky) -> Room:
    """Give the floor of the library from which a copy went out."""
    leaky.stock.clock.now = MONDAY
    return Room(
        leaky.stock.library, leaky.stock.clock, METRO, new_officer(leaky.stock.library, "petugas@example.go.id")
    )


def sign(room: Room, email: str) -> VisitView:
    """Sign the guest book, and ask for a code to the address that stands there."""
    visit = room.sign("library", name="Budi Santoso", email=email)
    with room.library.database.write() as session:
        opening.mail_code(session, room.clock(), visit.id, KEY)
    return visit


def read(leaky: Leaky, visit: VisitView) -> bytes:
    """Read a page on screen at a visit and photograph it."""
    assert visit.account_id is not None
    return photographed(leaky.stock.library.screens.copy_for(visit.account_id, "visitor", leaky.stock.work_id))


def test_the_stamp_of_what_is_read_at_a_visit_bears_no_address_that_was_merely_typed(leaky: Leaky, room: Room) -> None:
    visit = sign(room, STRANGER)
    read(leaky, visit)
    with room.library.database.read() as session:
        reading = session.scalars(select(ScreenReading).where(ScreenReading.account_id == visit.account_id)).one()
    assert (reading.stamp["name"], reading.stamp["contact"]) == ("Budi Santoso", "—")


def confirm(room: Room, visit: VisitView) -> Account | None:
    """Type the code that was mailed."""
    with room.library.database.write() as session:
        mail = session.scalars(select(Mail).order_by(Mail.created_at.desc())).first()
        assert mail is not None
        code = "".join(re.findall(r"\b(\d{3}) (\d{3})\b", mail.subject)[0])
        return opening.confirm(session, room.clock(), visit.id, code, KEY)


def traced(leaky: Leaky, leak: bytes) -> tuple[TraceResult, NamedReader]:
    case_id = leaky.trace((leak, "layar.jpg"), work=leaky.stock.work_id)
    result = leaky.stock.library.traces.answer(case_id, actor=leaky.librarian.id)
    (reader,) = result.readers
    return result, reader


def test_a_copy_read_at_a_visit_leads_to_the_visit_and_never_to_the_address_that_was_typed(
    leaky: Leaky, room: Room, tmp_path: Path
) -> None:
    visit = sign(room, STRANGER)
    result, reader = traced(leaky, read(leaky, visit))
    assert (reader.kind, reader.identity, reader.name) == ("visit", visit.account_id, "Budi Santoso")
    (accused,) = result.to_json()["accused"]
    assert {name: accused[name] for name in ("kind", "account", "name", "visit", "linked_account")} == {
        "kind": "visit",
        "account": None,
        "name": "Budi Santoso",
        "visit": {"id": visit.id, "office": METRO, "date": "2026-11-23"},
        "linked_account": None,
    }
    report = tmp_path / "bukti.pdf"
    leaky.stock.library.traces.write_report("c" * 16, report, actor=leaky.librarian.id)
    with pymupdf.open(report) as document:
        text = " ".join("".join(page.get_text() for page in document).split())
    assert f"Visit {visit.id} of 2026-11-23 at office {METRO}" in text
    assert "“Budi Santoso” is what the guest book says, proven by nobody" in text
    assert "erased" not in text
    for told in (text, json.dumps(result.to_json()), reader.in_words(), *map(str, reader.records)):
        assert STRANGER not in told


def test_a_copy_read_before_the_visit_went_over_to_an_account_names_that_account_beside_the_visit(
    leaky: Leaky, room: Room, tmp_path: Path
) -> None:
    visit = sign(room, "siti@example.org")
    leak = read(leaky, visit)
    assert confirm(room, visit) is not None
    assert room.floor.visit(visit.id).account_id == leaky.reader.id
    result, reader = traced(leaky, leak)
    assert (reader.kind, reader.identity, reader.email) == ("visit", visit.account_id, None)
    (accused,) = result.to_json()["accused"]
    assert accused["visit"]["id"] == visit.id
    assert accused["linked_account"] == {
        "id": leaky.reader.id,
        "account": "siti@example.org",
        "name": "Siti Rahmawati",
        "since": MONDAY.isoformat(),
    }
    report = tmp_path / "bukti.pdf"
    leaky.stock.library.traces.write_report("c" * 16, report, actor=leaky.librarian.id)
    with pymupdf.open(report) as document:
        text = " ".join("".join(page.get_text() for page in document).split())
    assert "the visit went over to: Siti Rahmawati <siti@example.org>, since 2026-11-23" in text
    assert reader.in_words("id").endswith("“Budi Santoso” menurut buku tamu, tidak dibuktikan siapa pun")
    assert reader.linked_in_words("id").startswith("Siti Rahmawati <siti@example.org>, sejak 2026-11-23")


def named(leaky: Leaky, identity: str | None) -> NamedReader:
    """Put a name to an identity as if a trace had led to it."""
    from tests.library.tracing.test_keeping import VERDICT

    (accused,) = VERDICT.accused
    accused = type(accused)(**{**vars(accused), "identity": identity, "work": leaky.stock.work_id})
    verdict = type(VERDICT)(**{**vars(VERDICT), "accused": (accused,)})
    (reader,) = leaky.stock.library.tracing.named(verdict, [], []).readers
    return reader


def test_an_account_opened_at_the_desk_has_no_address_until_it_is_proven(leaky: Leaky, room: Room) -> None:
    visit = room.sign("library", name="Budi Santoso", email=STRANGER, id_kind="ktp", id_last4="1234")
    room.floor.confirm_identity(visit.id, "ktp", "1234", by=room.officer)
    with room.library.database.write() as session:
        code = opening.code_at_desk(session, room.clock(), visit.id, room.officer, KEY)
        account = opening.confirm(session, room.clock(), visit.id, code, KEY)
        assert account is not None
        assert (account.role, account.email, account.verified_at) == (Role.READER, STRANGER, None)
    reader = named(leaky, visit.account_id)
    assert (reader.kind, reader.address, reader.email) == ("account", "unproven", None)
    assert "address never proven" in reader.in_words()
    with room.library.database.write() as session:
        session.get_one(Account, account.id).verified_at = room.clock()
    assert named(leaky, visit.account_id).email == STRANGER


def test_a_visit_whose_page_was_erased_is_told_without_a_name(leaky: Leaky, room: Room) -> None:
    visit = sign(room, STRANGER)
    room.floor.leave(visit.id, by=room.officer)
    room.floor.close(visit.id, by=room.officer)
    room.floor.erase_visit(visit.id, by=room.officer)
    reader = named(leaky, visit.account_id)
    assert (reader.kind, reader.name) == ("visit", "")
    assert reader.in_words() == f"Visit {visit.id} of 2026-11-23 at office {METRO}: its name was erased"
    assert reader.in_words("id") == f"Kunjungan {visit.id} pada 2026-11-23 di kantor {METRO}: namanya sudah dihapus"

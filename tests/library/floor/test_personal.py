"""What a person gave can be handed to her and erased; what counts stays."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta

import pytest

from library.catalogue.incoming import Intent
from library.feedback.complaints.filing import ComplaintForm
from library.floor.errors import CustodyOut
from library.readers import accounts, opening, sessions
from library.store.models import Account, Complaint, Mail, ScreenReading, SoftcopyRequest, Visit
from tests.library.conftest import Stock
from tests.library.floor.conftest import Room, account_of


def leave(room: Room, visit_id: str) -> None:
    room.floor.leave(visit_id, by=room.officer)
    room.floor.close(visit_id, by=room.officer)


def test_everything_she_gave_comes_out_as_a_file(room: Room):
    visit = room.sign("library", id_kind="ktp", id_last4="1234", purpose_text="skripsi", birth_year="2001")
    room.floor.take_card(visit.id, "ktp", by=room.officer)
    text = json.dumps(room.floor.export_visit(visit.id))
    given = ("Siti Rahmawati", "siti@example.org", "Universitas Lampung", "skripsi", "1234", "2001", "card_taken")
    assert all(word in text for word in given)


def test_the_file_tells_also_of_her_identity_sign_ins_readings_requests_and_scans(stocked: Room, stock: Stock):
    room, now = stocked, stocked.clock()
    with room.library.database.write() as session:
        reader = accounts.add(session, now, email="siti@example.org", name="Siti Rahmawati")
    visit, other = room.sign("library"), room.sign("library", account_id=reader.id)
    for each in (visit, other):
        assert each.account_id is not None
        room.library.screens.copy_for(each.account_id, "visitor", stock.work_id)
        intent = Intent(office=room.office, owner_id=each.account_id, visit_id=each.id)
        room.library.incoming.receive(io.BytesIO(each.id.encode()), f"{each.id}.pdf", intent, "b" * 16)
        with room.library.database.write() as session:
            account = session.get_one(Account, each.account_id)
            sessions.begin(session, now, account, timedelta(hours=1), "terminal", visit=each.id, how=sessions.CODE)
            values = {"number": each.id, "office": room.office, "purpose": "study", "submitted_at": now}
            session.add(SoftcopyRequest(account_id=each.account_id, work_id=stock.work_id, visit_id=each.id, **values))
    room.clock.forward(hours=1)
    for each in (visit, other):
        kept = room.floor.export_visit(each.id)
        assert [row["id"] for row in kept["identities"]] == [each.account_id]
        assert [(row["account_id"], row["how"]) for row in kept["sign_ins"]] == [(each.account_id, "code")]
        assert [row["account_id"] for row in kept["readings"]] == [each.account_id]
        assert [row["number"] for row in kept["requests"]] == [each.id]
        assert [row["name"] for row in kept["scans"]] == [f"{each.id}.pdf"]
        assert "secret" not in json.dumps(kept)


def test_erasing_takes_what_she_wrote_and_leaves_the_counts(room: Room):
    visit = room.floor.admit(room.sign("library", id_kind="ktp", id_last4="1234").id, by=room.officer)
    leave(room, visit.id)
    before = room.floor.figures(room.office, date(2026, 11, 23))
    erased = room.floor.erase_visit(visit.id, by=room.officer)
    assert (erased.name, erased.email, erased.answers, erased.id_last4) == ("", "", {}, "")
    assert account_of(room.library, visit.account_id).name == ""
    assert room.floor.figures(room.office, date(2026, 11, 23)) == before
    assert "Siti" not in json.dumps(room.floor.export_visit(visit.id))


def test_her_complaints_go_with_her_visit_and_stay_when_only_its_page_is_forgotten(room: Room):
    asking, forgotten = room.sign("library"), room.sign("library")
    for visit in (asking, forgotten):
        form = ComplaintForm(text="Saya menunggu dua jam.", name="Siti Rahmawati", account_id=visit.account_id)
        room.library.complaints.file(room.office, form)
        leave(room, visit.id)
    assert "dua jam" in json.dumps(room.floor.export_visit(asking.id)["complaints"])
    room.floor.erase_visit(asking.id, by=room.officer)
    room.clock.forward(days=366)
    room.floor.forget_old(room.office)
    with room.library.database.read() as session:
        kept = session.query(Complaint).order_by(Complaint.number)
        assert [(row.name, row.text) for row in kept] == [("", ""), ("Siti Rahmawati", "Saya menunggu dua jam.")]
    room.floor.erase_visit(forgotten.id, by=room.officer)
    with room.library.database.read() as session:
        assert {(row.name, row.text) for row in session.query(Complaint)} == {("", "")}


def test_who_has_something_of_ours_is_not_erased_yet(room: Room):
    visit = room.floor.take_card(room.sign("library").id, "ktp", by=room.officer)
    with pytest.raises(CustodyOut):
        room.floor.erase_visit(visit.id, by=room.officer)


def test_the_guest_book_is_kept_a_year_and_the_identity_behind_a_marked_page_five(stocked: Room, stock: Stock):
    room = stocked
    plain, reader = room.sign("library"), room.sign("library")
    for visit in (plain, reader):
        leave(room, visit.id)
    assert reader.account_id is not None
    room.library.screens.copy_for(reader.account_id, "visitor", stock.work_id)
    room.clock.forward(days=365)
    assert room.floor.forget_old(room.office) == 0
    room.clock.forward(days=1)
    assert room.floor.forget_old(room.office) == 2
    assert [account_of(room.library, visit.account_id).name for visit in (plain, reader)] == ["", "Siti Rahmawati"]
    room.clock.forward(days=4 * 365 + 1)
    assert room.floor.forget_old(room.office) == 0
    assert account_of(room.library, reader.account_id).name == ""
    with room.library.database.read() as session:
        assert session.query(ScreenReading).one().stamp == {}
        assert session.query(Visit).count() == 2


def test_an_account_of_her_own_outlives_her_visit(room: Room):
    with room.library.database.write() as session:
        reader = accounts.add(session, room.clock(), email="siti@example.org", name="Siti")
    visit = room.sign("library", account_id=reader.id)
    leave(room, visit.id)
    room.floor.erase_visit(visit.id, by=room.officer)
    with room.library.database.read() as session:
        assert session.get_one(Account, reader.id).name == "Siti"


def test_erasing_takes_the_mails_that_were_not_sent_yet(room: Room):
    visit = room.sign("library")
    with room.library.database.write() as session:
        opening.mail_code(session, room.clock(), visit.id, b"k" * 32)
    leave(room, visit.id)
    room.floor.erase_visit(visit.id, by=room.officer)
    with room.library.database.read() as session:
        assert session.query(Mail).count() == 0

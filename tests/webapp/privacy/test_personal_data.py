"""One's own data in pages: for everybody, for the reader, at the desk, for administrators."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from library.consultations import EnteredCase
from library.feedback.complaints.filing import ComplaintForm
from library.floor import GuestEntry
from library.privacy import ledger
from library.readers import sessions
from library.readers.roles import Role
from library.store.models import Account, AuditEntry, Complaint, Consent, Erasure, RecordView, Visit
from library.wiring import Library
from tests.webapp.people import PASSWORD, Clock, People, link_in, mails, post, sign_in
from webapp.security.sessions import COOKIE_KEY

MINE = "/account/personal-data"
METRO, TULANG_BAWANG = "1872", "1808"


@pytest.fixture
def reader(client: FlaskClient, people: People) -> FlaskClient:
    people.reader()
    sign_in(client, "siti@contoh.id")
    return client


@pytest.fixture
def staff(app: Flask, people: People) -> FlaskClient:
    people.administrator()
    browser = app.test_client()
    sign_in(browser, "budi@contoh.id")
    return browser


def account_id(library: Library, address: str = "siti@contoh.id") -> str:
    with library.database.read() as records:
        return records.query(Account.id).filter_by(email=address).scalar()


def signed_visit(library: Library, name: str = "Tamu Desa", *, close: bool = True) -> str:
    fields = {"purpose": "study", "institution_kind": "research", "institution": "Unila", "occupation": "student"}
    entry = GuestEntry(
        name=name, email="tamu@contoh.id", consent=True, education="d4_s1", service="library", channel="desk", **fields
    )
    visit = library.floor.sign_guest_book(None, METRO, entry, by="cli", token=f"token-of-{name:12}-form")
    if close:
        library.floor.leave(visit.id, by="system")
        library.floor.close(visit.id, by="system")
    return visit.id


def test_the_overview_is_for_everybody_in_both_languages(client: FlaskClient) -> None:
    text = client.get("/privacy").text
    assert "Buku tamu dan kunjungan" in text
    assert "Pasal 46" in text
    english = client.get("/privacy", headers={"Accept-Language": "en"}).text
    assert "Guest book and visits" in english
    assert "1 year, from the visit" in english


def test_she_takes_everything_with_her_password_and_nothing_without_it(reader: FlaskClient, library: Library) -> None:
    wrong = post(reader, f"{MINE}/export", {"password": "bukan ini", "form": "zip"}, page=MINE)
    assert wrong.status_code == 422
    assert "bukan kata sandi" in wrong.text.lower()
    assert post(reader, f"{MINE}/export", {"password": PASSWORD, "form": "exe"}, page=MINE).status_code == 422
    answer = post(reader, f"{MINE}/export", {"password": PASSWORD, "form": "zip"}, page=MINE, buffered=True)
    assert "no-store" in answer.headers["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as pack:
        assert json.loads(pack.read("data.json"))["account"][0]["email"] == "siti@contoh.id"
    with library.database.read() as records:
        assert records.query(RecordView).count() == 0


def test_at_a_sign_in_by_a_code_on_paper_nothing_is_handed_out_or_erased(
    reader: FlaskClient, library: Library, clock: Clock
) -> None:
    with library.database.write() as records:
        account = records.get_one(Account, account_id(library))
        secret = sessions.begin(records, clock(), account, timedelta(hours=1), how=sessions.CODE)
    with reader.session_transaction() as session:
        session[COOKIE_KEY] = secret
    for deed in ("export", "erase"):
        given = {"password": PASSWORD, "erase_password": PASSWORD, "understood": "yes", "form": "json"}
        assert post(reader, f"{MINE}/{deed}", given, page=MINE).status_code == 403


def test_erasing_waits_and_the_letters_button_takes_it_back(
    reader: FlaskClient, app: Flask, library: Library, clock: Clock
) -> None:
    given = {"erase_password": PASSWORD, "understood": "yes"}
    assert post(reader, f"{MINE}/erase", {**given, "understood": ""}, page=MINE).status_code == 422
    assert post(reader, f"{MINE}/erase", {**given, "erase_password": "x"}, page=MINE).status_code == 422
    assert post(reader, f"{MINE}/erase", given, page=MINE).status_code == 303
    assert "akan dihapus pada 28 November 2026" in reader.get(MINE).text
    link = link_in(mails(library)[-1])
    stranger = app.test_client()
    assert "Pertahankan akun saya" in stranger.get(link).text  # looking changes nothing
    assert post(stranger, link).status_code == 303
    assert post(stranger, link, page="/privacy").status_code == 410
    clock.forward(days=8)
    library.privacy.retention.sweep()
    assert account_id(library)


def test_when_its_days_are_over_she_is_signed_out_and_the_address_is_free(
    reader: FlaskClient, app: Flask, library: Library, clock: Clock, people: People
) -> None:
    post(reader, f"{MINE}/erase", {"erase_password": PASSWORD, "understood": "yes"}, page=MINE)
    clock.forward(days=7)
    library.privacy.retention.sweep()
    assert reader.get(MINE).status_code == 303
    again = post(app.test_client(), "/account/login", {"email": "siti@contoh.id", "password": PASSWORD})
    assert "tidak cocok" in again.text
    people.reader()


def test_what_is_open_is_named_instead_of_the_form(reader: FlaskClient, library: Library) -> None:
    visit = signed_visit(library, close=False)
    with library.database.write() as records:
        records.get_one(Visit, visit).account_id = account_id(library)
    assert "Masih ada kunjungan" in reader.get(MINE).text
    given = {"erase_password": PASSWORD, "understood": "yes"}
    assert post(reader, f"{MINE}/erase", given, page=MINE).status_code == 409
    with library.database.read() as records:
        assert records.query(Erasure).count() == 0


def test_registering_notes_which_notice_was_shown(client: FlaskClient, library: Library) -> None:
    form = {"email": "baru@contoh.id", "name": "Baru", "password": PASSWORD}
    assert "/privacy" in client.get("/account/register").text
    post(client, "/account/register", form)
    with library.database.read() as records:
        noted = records.query(Consent).one()
        assert (noted.text, noted.account_id) == ("account", account_id(library, "baru@contoh.id"))


def test_the_guest_book_notes_which_text_was_agreed_to(library: Library) -> None:
    visit = signed_visit(library)
    with library.database.read() as records:
        assert [(row.text, row.visit_id) for row in records.query(Consent)] == [("guest-book", visit)]


def test_she_sees_who_looked_by_role_and_office_and_no_name(
    reader: FlaskClient, staff: FlaskClient, library: Library
) -> None:
    person = account_id(library)
    assert staff.get(f"/administration/people/{person}").status_code == 200
    assert staff.get("/administration/people/nothing").status_code == 404
    text = reader.get(MINE).text
    assert "Administrator" in text
    assert "Budi" not in text
    listed = staff.get(f"/privacy/looks?person={person}").text
    assert person in listed
    assert "siti@contoh.id" not in listed
    assert "Tidak ada yang cocok" in staff.get("/privacy/looks?person=nobody").text


def test_an_officer_who_saw_the_card_serves_a_visitor_without_an_account(
    app: Flask, people: People, library: Library, clock: Clock
) -> None:
    people.add("wayan@contoh.id", "Wayan", Role.OFFICER, METRO)
    officer = app.test_client()
    visit = signed_visit(library)
    clock.forward(days=3)
    sign_in(officer, "wayan@contoh.id")
    day = "2026-11-21"
    assert "Tamu Desa" in officer.get(f"/door/personal-data?day={day}&name=desa").text
    assert "Tamu Desa" not in officer.get(f"/door/personal-data?day={day}&name=de").text  # not leafed through
    page = f"/door/visits/{visit}/personal-data"
    given = {"id_kind": "ktp", "last4": "1234", "seen": "yes", "form": "json", "deed": "export"}
    assert post(officer, page, {**given, "seen": ""}).status_code == 422
    with library.database.write() as records:
        records.get_one(Visit, visit).id_last4 = "9999"
    other = post(officer, page, given)
    assert other.status_code == 422
    assert "Jangan serahkan" in other.text
    data = json.loads(post(officer, page, {**given, "last4": "9999"}, buffered=True).data)
    assert data["visits"][0]["name"] == "Tamu Desa"
    assert post(officer, page, {**given, "last4": "9999", "deed": "erase"}).status_code == 303
    assert officer.get(page).status_code == 404
    with library.database.read() as records:
        looks = [(row.kind, row.purpose) for row in records.query(RecordView).filter_by(kind="export")]
        assert looks == [("export", "id:ktp")]


def test_an_officer_of_another_office_finds_no_such_visit(app: Flask, people: People, library: Library) -> None:
    people.add("wayan@contoh.id", "Wayan", Role.OFFICER, "1600")
    officer = app.test_client()
    sign_in(officer, "wayan@contoh.id")
    visit = signed_visit(library)
    assert officer.get(f"/door/visits/{visit}/personal-data").status_code == 404
    assert "Tamu Desa" not in officer.get("/door/personal-data?day=2026-11-21&name=tamu").text


def complained(library: Library) -> str:
    form = ComplaintForm(text="Antrean kelapa panjang.", name="Tamu Kelapa", phone="081234567890")
    complaint = library.complaints.file(METRO, form).complaint_id
    with library.database.write() as records:
        records.get_one(Complaint, complaint).state = "CLOSED"
    return complaint


def entered(library: Library, officer: str) -> str:
    asked = EnteredCase(
        channel="whatsapp",
        title="Kelapa",
        question="Berapa luas kebun kelapa?",
        words="kelapa",
        contact_name="Tamu Kelapa",
        contact="081234567890",
    )
    case = library.consultations.enter(TULANG_BAWANG, asked, by=officer)
    library.consultations.close(case, "cancelled", by=officer)
    return case


@pytest.mark.parametrize("kind", ["case", "complaint"])
def test_whoever_wrote_without_an_account_is_served_from_the_page_of_what_she_wrote(
    app: Flask, people: People, library: Library, kind: str
) -> None:
    office = TULANG_BAWANG if kind == "case" else METRO
    officer_id = people.add("wayan@contoh.id", "Wayan", Role.OFFICER, office).id
    officer = app.test_client()
    sign_in(officer, "wayan@contoh.id")
    key = entered(library, officer_id) if kind == "case" else complained(library)
    page = f"/door/personal-data/{kind}/{key}"
    assert page in officer.get(f"/advice/{key}" if kind == "case" else f"/complaints/desk/{key}").text
    assert "081234567890" in officer.get(page).text
    given = {"form": "json", "deed": "export"}
    assert post(officer, page, given).status_code == 422
    given["understood"] = "yes"
    assert "Tamu Kelapa" in post(officer, page, given, buffered=True).text
    assert post(officer, page, {**given, "deed": "erase"}).status_code == 303
    assert officer.get(page).status_code == 404
    with library.database.engine.connect() as connection:
        assert "Kelapa" not in "\n".join(connection.connection.driver_connection.iterdump())
    assert [entry.subject for entry in ledger.read(library.folders.erasures)] == [f"{kind}:{key}"]


def test_an_administrator_says_on_whose_letter_she_exports_and_erases_nobody_without_a_tick(
    reader: FlaskClient, staff: FlaskClient, library: Library
) -> None:
    person = account_id(library)
    page = f"/administration/people/{person}/personal-data"
    assert post(staff, f"{page}/export", {"form": "json"}, page=page).status_code == 422
    answer = post(staff, f"{page}/export", {"form": "json", "purpose": "B-12/2026"}, page=page, buffered=True)
    assert json.loads(answer.data)["subject"] == f"account:{person}"
    assert "Ekspor semua data" in reader.get(MINE).text
    assert post(staff, f"{page}/erase", page=page).status_code == 422
    assert post(staff, f"{page}/erase", {"understood": "yes"}, page=page).status_code == 303
    assert staff.get(page).status_code == 404
    assert reader.get(MINE).status_code == 303
    own = f"/administration/people/{account_id(library, 'budi@contoh.id')}/personal-data"
    assert post(staff, f"{own}/erase", {"understood": "yes"}, page=own).status_code == 422


def test_a_form_that_is_refused_shows_the_person_once_more_and_that_is_noted(
    reader: FlaskClient, staff: FlaskClient, library: Library
) -> None:
    person = account_id(library)
    page = f"/administration/people/{person}"
    assert post(staff, f"{page}/personal-data/erase", page=page).status_code == 422
    assert post(staff, f"{page}/role", {"role": "king"}, page=page).status_code == 422
    visit = f"/door/visits/{signed_visit(library)}/personal-data"
    assert post(staff, visit).status_code == 422
    with library.database.read() as records:
        seen = [row.kind for row in records.query(RecordView).order_by(RecordView.id)]
    assert seen == ["account"] * 4 + ["visit"] * 2  # each form was opened, and shown again


def test_numbers_that_no_page_gives_out_and_days_of_no_calendar_are_no_faults(staff: FlaskClient) -> None:
    large = 2**63
    for page in ("/privacy/looks", "/administration/trail"):
        assert staff.get(f"{page}?before={large}").status_code == 200
    assert staff.get(f"/administration/people?page={10**19}").status_code == 200
    assert staff.get(f"/administration/changes/{large}").status_code == 404
    for known_at in ("0001-01-01T00:00", "9999-12-31T23:00"):
        assert post(staff, "/privacy/breaches", {"known_at": known_at, "what": "x"}).status_code == 422


def test_a_breach_is_asked_put_on_record_and_its_clock_runs_on_the_page(
    reader: FlaskClient, staff: FlaskClient, library: Library, clock: Clock
) -> None:
    form = {"known_at": "2026-11-21T09:00", "kinds": "account", "what": "Cadangan dicuri."}
    for wrong in ({"known_at": ""}, {"known_at": "2027-01-01T00:00"}, {"kinds": "gossip"}, {"office": "9999"}):
        assert post(staff, "/privacy/breaches", {**form, **wrong}).status_code == 422
    opened = post(staff, "/privacy/breaches", form)
    assert opened.status_code == 303
    page = opened.headers["Location"]
    text = staff.get(page).text
    assert "Siti Rahmawati" in text
    assert "tersisa 71 jam" in text
    assert b"siti@contoh.id" in staff.get(f"{page}/people.csv").data
    assert staff.get(f"{page}/people.json").json["total"] == 2
    assert staff.get(f"{page}/letter.pdf").data.startswith(b"%PDF")
    clock.forward(days=3)
    sign_in(staff, "budi@contoh.id")
    assert "Lewat waktu" in staff.get(page).text
    for whom in ("people", "authority"):
        assert post(staff, f"{page}/told", {"whom": whom}, page=page).status_code == 303
    assert "sudah diberi tahu" in staff.get(page).text
    with library.database.read() as records:
        assert records.query(AuditEntry).filter_by(action="breach.ask").count() > 0


def test_pages_of_the_staff_are_for_their_rights_alone(client: FlaskClient, people: People) -> None:
    people.add("wayan@contoh.id", "Wayan", Role.OFFICER, METRO)
    sign_in(client, "wayan@contoh.id")
    answers = {
        page: client.get(page).status_code for page in ("/privacy/looks", "/privacy/breaches", "/door/personal-data")
    }
    assert list(answers.values()) == [403, 403, 200]

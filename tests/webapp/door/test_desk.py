"""The front desk: who is here, what comes next, and which cards and keys are out."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from library.offices.lists import load_choices
from library.store.models import AuditEntry
from library.wiring import Library
from tests.webapp.door.conftest import LUBUKLINGGAU, METRO, PALEMBANG, TULANG_BAWANG, Come, Staff, press
from tests.webapp.people import Clock, hidden_fields, post


def test_a_reader_goes_through_the_desk_by_its_one_big_button_at_each_step(
    library: Library, staff: Staff, come: Come
) -> None:
    officer, visit = staff.officer(METRO), come("Siti Rahmawati", "library")
    step = f"/desk/visits/{visit.id}"
    assert "Terima kartu" in officer.get("/desk").text
    assert "Beri loker" in press(officer, f"{step}/card")
    assert "Serahkan kunci loker 1." in press(officer, f"{step}/locker", number="")
    assert "Di ruang baca" in press(officer, f"{step}/admit")
    leg = library.floor.visit(visit.id).legs[-1]
    assert "Kembalikan kartu, ambil kunci 1" in press(officer, f"/desk/legs/{leg.id}/finish", go_on="")
    assert "Tutup kunjungan" in press(officer, f"{step}/give-back", what="both")
    assert "Belum ada pengunjung" in press(officer, f"{step}/close")
    assert library.floor.visit(visit.id).closing == "done"


def test_a_visit_is_not_closed_while_a_card_or_key_is_out_and_the_desk_says_so(
    app: Flask, library: Library, staff: Staff, come: Come
) -> None:
    officer, visit = staff.officer(METRO), come("Siti Rahmawati", "library")
    by = library.floor.day(METRO).visits[0].id
    press(officer, f"/desk/visits/{visit.id}/card")
    press(officer, f"/desk/visits/{visit.id}/locker")
    press(officer, f"/desk/visits/{visit.id}/leave")
    # Somebody whose page is older than the step tries all the same.
    fields = hidden_fields(officer.get("/desk").text, f"/desk/visits/{by}/give-back")
    officer.post(f"/desk/visits/{visit.id}/close", data=fields)
    shown = officer.get("/desk").text
    assert "kartu identitas atau kunci loker belum kembali" in shown
    assert library.floor.visit(visit.id).state == "LEAVING"


def test_the_map_of_lockers_tells_in_words_which_are_free_taken_and_broken(
    library: Library, staff: Staff, come: Come
) -> None:
    officer, visit = staff.officer(METRO), come("Siti Rahmawati", "library")
    press(officer, f"/desk/visits/{visit.id}/card")
    press(officer, f"/desk/visits/{visit.id}/locker", number="3")
    shown = press(officer, "/desk/lockers/broken", number="5")
    assert shown.count(">kosong<") == 18
    assert shown.count(">rusak<") == 1
    assert "Loker 5 dapat dipakai lagi." in press(officer, "/desk/lockers/broken", number="5")


def test_an_identity_card_is_ticked_with_kind_and_four_digits_only(library: Library, staff: Staff, come: Come) -> None:
    officer, visit = staff.officer(METRO), come("Siti Rahmawati")
    assert "Identitas belum dilihat" in officer.get("/desk").text
    refused = press(officer, f"/desk/visits/{visit.id}/identity", kind="ktp", last4="1871014107900001")
    assert "Tulis empat angka atau huruf terakhir" in refused
    press(officer, f"/desk/visits/{visit.id}/identity", kind="ktp", last4="0001")
    seen = library.floor.visit(visit.id)
    assert (seen.id_seen, seen.id_kind, seen.id_last4) == (True, "ktp", "0001")


def test_an_office_that_does_not_ask_for_a_card_shows_no_tick(staff: Staff, come: Come) -> None:
    come("Siti Rahmawati", office=PALEMBANG)
    assert "Identitas belum dilihat" not in staff.officer(PALEMBANG).get("/desk").text


def filled(library: Library, **more: object) -> dict[str, object]:
    catalog = library.settings.catalog
    return {
        "name": "Agus Prasetyo",
        "email": "agus@contoh.id",
        "services": "consultation",
        "purpose": "research",
        "institution_kind": next(iter(load_choices(catalog, "institution"))).code,
        "occupation": "student",
        "education": next(iter(load_choices(catalog, "education"))).code,
        "language": "id",
        "consent": "yes",
        **more,
    }


def test_a_clerk_signs_for_a_visitor_and_the_number_comes_with_it(library: Library, staff: Staff) -> None:
    officer = staff.officer(METRO)
    sent = post(officer, "/desk/visits/new", filled(library))
    assert sent.status_code == 303
    shown = officer.get("/desk").text
    assert "Buku tamu sudah diisi. Nomornya A 001." in shown
    assert library.floor.day(METRO).visits[0].channel == "desk"


def test_a_guest_book_that_is_sent_twice_makes_one_visit(library: Library, staff: Staff) -> None:
    officer = staff.officer(METRO)
    fields = hidden_fields(officer.get("/desk/visits/new").text, "/desk/visits/new")
    for _ in range(2):
        assert officer.post("/desk/visits/new", data={**fields, **filled(library)}).status_code == 303
    assert len(library.floor.day(METRO).visits) == 1


def test_what_is_missing_is_said_beside_its_field_and_what_was_typed_stays(library: Library, staff: Staff) -> None:
    shown = post(staff.officer(METRO), "/desk/visits/new", filled(library, consent="", purpose=""))
    assert shown.status_code == 422
    assert "tanpa persetujuan tidak ada yang disimpan" in shown.text
    assert 'value="Agus Prasetyo"' in shown.text


def test_where_the_number_comes_first_the_desk_gives_it_first(library: Library, staff: Staff) -> None:
    officer = staff.officer(LUBUKLINGGAU)
    assert "Nomornya A 001." in press(officer, "/desk/numbers/consultation")
    visit = library.floor.day(LUBUKLINGGAU).visits[0]
    assert (visit.state, visit.name) == ("TICKETED", "")
    assert "Giliran berikutnya" in officer.get("/desk").text


def test_without_a_queue_the_desk_begins_and_ends_the_service_itself(
    library: Library, staff: Staff, come: Come
) -> None:
    officer, visit = staff.officer(TULANG_BAWANG), come("Joko Susilo", office=TULANG_BAWANG)
    leg = visit.legs[-1]
    assert "Layanan selesai" in press(officer, f"/desk/legs/{leg.id}/start")
    assert "Tutup kunjungan" in press(officer, f"/desk/legs/{leg.id}/finish", go_on="")
    assert library.floor.leg(leg.id).state == "DONE"


def test_an_officer_sees_and_touches_only_her_own_office(library: Library, staff: Staff, come: Come) -> None:
    visit = come("Rahasia Metro", "library")
    officer = staff.officer(PALEMBANG)
    for page in ("/desk", "/desk?office=1872", "/desk/closing?office=1872", "/desk/state?view=desk&office=1872"):
        assert "Rahasia Metro" not in officer.get(page).text
    fields = hidden_fields(officer.get("/desk/visits/new").text, "/desk/visits/new")
    for deed in ("card", "admit", "leave", "close"):
        officer.post(f"/desk/visits/{visit.id}/{deed}?office=1872", data={**fields, "once": "x" * 20 + deed})
    assert library.floor.visit(visit.id).state == "GUESTBOOK_DONE"
    assert officer.get(f"/desk/visits/{visit.id}/guest-book").status_code == 404


def test_an_administrator_chooses_the_office_and_keeps_it_on_the_way(staff: Staff, come: Come) -> None:
    come("Joko Susilo", office=TULANG_BAWANG)
    shown = staff.administrator().get("/desk?office=1808").text
    assert "Joko Susilo" in shown
    assert 'href="/desk/clocks?office=1808"' in shown


def test_an_officer_of_no_office_is_told_whom_to_ask(staff: Staff) -> None:
    answer = staff.officer(None).get("/desk", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "Minta administrator" in answer.text


def test_the_end_of_the_day_lists_what_is_out_and_who_is_still_here(
    library: Library, staff: Staff, come: Come, clock: Clock
) -> None:
    officer, visit = staff.officer(METRO), come("Siti Rahmawati", "library")
    press(officer, f"/desk/visits/{visit.id}/card")
    press(officer, f"/desk/visits/{visit.id}/locker")
    come("Agus Prasetyo")
    shown = officer.get("/desk/closing").text
    assert shown.index("Siti Rahmawati") < shown.index("Kunjungan yang belum ditutup") < shown.index("Agus Prasetyo")
    clock.forward(hours=8)
    library.floor.sweep(METRO)
    swept = officer.get("/desk").text
    assert "Tertinggal" in swept
    back = press(officer, f"/desk/visits/{visit.id}/give-back", "/desk/closing")
    assert "Semua kartu dan kunci sudah kembali" in back


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img src=x>', "😀" * 50])
def test_whatever_a_visitor_writes_stays_text(staff: Staff, come: Come, name: str) -> None:
    come(name)
    shown = staff.officer(METRO).get("/desk").text
    assert "<script>alert" not in shown
    assert "<img src=x>" not in shown


def test_a_visit_code_stands_in_no_list_and_the_trail_keeps_who_had_it_shown(
    library: Library, staff: Staff, come: Come
) -> None:
    officer, visit = staff.officer(METRO), come("Siti Rahmawati", "library")
    press(officer, f"/desk/visits/{visit.id}/card")
    press(officer, f"/desk/visits/{visit.id}/locker", number="3")
    for path in ("/desk", "/desk/closing"):
        page = officer.get(path).text
        assert "Siti Rahmawati" in page, path
        assert visit.code not in page, path
    assert f"Kode kunjungan: {visit.code}." in press(officer, f"/desk/visits/{visit.id}/code")
    assert visit.code not in officer.get("/desk").text, "once"
    with library.database.read() as records:
        (entry,) = records.query(AuditEntry).filter_by(action="visit.show-code").all()
    assert entry.subject == f"visit:{visit.id}"
    assert visit.code not in str(entry.details)


def test_who_left_something_behind_is_finished_given_back_and_closed_by_a_person(
    library: Library, staff: Staff, come: Come, clock: Clock
) -> None:
    officer, visit = staff.officer(METRO), come("Siti Rahmawati", "library")
    step = f"/desk/visits/{visit.id}"
    for deed in ("card", "locker", "admit"):
        press(officer, f"{step}/{deed}")
    clock.forward(hours=7)
    library.floor.sweep(METRO)
    assert library.floor.visit(visit.id).state == "OVERDUE_CUSTODY"
    leg = library.floor.visit(visit.id).legs[-1]
    press(officer, f"/desk/legs/{leg.id}/finish")
    assert (library.floor.leg(leg.id).state, library.floor.visit(visit.id).state) == ("DONE", "OVERDUE_CUSTODY")
    library.floor.sweep(METRO)
    assert library.floor.visit(visit.id).state == "OVERDUE_CUSTODY", "no program clears custody"
    press(officer, f"{step}/give-back")
    press(officer, f"{step}/close")
    assert (library.floor.visit(visit.id).state, library.floor.visit(visit.id).closing) == ("CLOSED", "done")


def test_the_trail_keeps_that_an_officer_was_told_a_code_with_the_guest_book(library: Library, staff: Staff) -> None:
    officer = staff.officer(TULANG_BAWANG)
    answer = post(officer, "/desk/visits/new", filled(library))
    (visit,) = library.floor.day(TULANG_BAWANG).visits
    assert f"Kode kunjungan: {visit.code}." in officer.get(answer.headers["Location"]).text
    with library.database.read() as records:
        (entry,) = records.query(AuditEntry).filter_by(action="visit.show-code").all()
    assert entry.subject == f"visit:{visit.id}"


def test_the_desk_leads_to_the_code_for_an_account_once_the_card_was_seen(
    library: Library, staff: Staff, come: Come
) -> None:
    officer, visit = staff.officer(METRO), come("Siti Rahmawati", "library")
    address = f"/terminal/codes/{visit.id}"
    assert address not in officer.get("/desk").text
    press(officer, f"/desk/visits/{visit.id}/identity", kind="ktp", last4="1234")
    assert address in officer.get("/desk").text
    asked = officer.get(address).text
    assert "shown-code" not in asked, "looking draws none"
    shown = post(officer, address)
    assert re.search(r'shown-code">\d{3} \d{3}<', shown.text)
    assert staff.officer(PALEMBANG, "lain@contoh.id").get(address).status_code == 404


def test_the_buttons_of_the_end_of_the_day_stay_off_paper(staff: Staff, come: Come) -> None:
    officer, visit = staff.officer(METRO), come("Siti Rahmawati", "library")
    press(officer, f"/desk/visits/{visit.id}/card")
    come("Agus Prasetyo")
    page = officer.get("/desk/closing").text
    assert page.count("<table") == 2
    assert page.count('role="columnheader" class="no-print"') == 2
    assert not re.search(r'<td role="cell" data-label="[^"]*"><span><form', page)

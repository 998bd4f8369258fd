"""Signing the guest book: from where, with which fields, in whose order."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from library.store.models import Account
from library.wiring import Library
from tests.webapp.guest.conftest import ENTRY, LINGGAU, METRO, SLUGS, SUMSEL, TULANG, Pair
from tests.webapp.people import PASSWORD, Clock, People, post, sign_in
from webapp.rooms.guest.entrance import door_token


def sign(client: FlaskClient, office: str = METRO, **other: str) -> str:
    """Sign and give the page that follows."""
    slug = SLUGS[office]
    answer = post(client, f"/guest/{slug}/book", {**ENTRY, **other})
    assert answer.status_code == 303, answer.text
    return client.get(answer.headers["Location"]).text


def visits(library: Library, office: str = METRO) -> int:
    return len(library.floor.day(office).visits)


def door_of(app: Flask, library: Library, office: str = METRO) -> str:
    with app.test_request_context():
        return f"/guest/{SLUGS[office]}/door/{door_token(library.offices[office])}"


@pytest.mark.parametrize("office", [METRO, SUMSEL])
def test_where_the_book_comes_first_signing_gives_the_number(paired: Pair, office: str) -> None:
    page = sign(paired(office), office)
    assert "A 001" in page
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", page)


def test_without_a_queue_signing_is_enough(paired: Pair, library: Library) -> None:
    page = sign(paired(TULANG), TULANG)
    assert "Silakan masuk" in page
    assert library.floor.day(TULANG).waiting[0].label == ""


def test_in_the_library_she_hands_over_her_card_next(kiosk: FlaskClient) -> None:
    assert "front office" in sign(kiosk, services="library")


def test_where_the_number_comes_first_the_book_follows_the_call(paired: Pair, library: Library, people: People) -> None:
    screen = paired(LINGGAU)
    assert "Ambil nomor" in screen.get("/guest/lubuklinggau").text
    answer = post(screen, "/guest/lubuklinggau/number", page="/guest/lubuklinggau")
    assert "A 001" in screen.get(answer.headers["Location"]).text
    leg = library.floor.day(LINGGAU).waiting[0]
    assert screen.get(f"/queue/{leg.id}/book").status_code == 303, "not before the call"

    clerk = people.officer()
    library.floor.open_counter(LINGGAU, 1, ["consultation"], by=clerk.id)
    assert library.floor.call_next(LINGGAU, 1, by=clerk.id)
    assert "A 001" in screen.get("/guest/lubuklinggau/called").text
    data = {name: value for name, value in ENTRY.items() if name != "services"}
    answer = post(screen, f"/queue/{leg.id}/book", data | {"services": "consultation"})
    assert answer.status_code == 303, answer.text
    visit = library.floor.visit(leg.visit_id)
    assert (visit.state, visit.name) == ("GUESTBOOK_DONE", "Siti Rahmawati")


def test_the_same_form_sent_twice_is_one_visit_with_one_number(kiosk: FlaskClient, library: Library) -> None:
    page = kiosk.get("/guest/metro/book").text
    token = re.search(r'name="once" value="([^"]+)"', page)
    csrf = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    assert csrf
    data = {**ENTRY, "once": token[1], "csrf_token": csrf[1]}
    for _ in range(2):
        assert kiosk.post("/guest/metro/book", data=data).status_code == 303
    day = library.floor.day(METRO)
    assert (len(day.visits), len(day.waiting)) == (1, 1)


def test_what_is_missing_is_said_beside_the_field_and_the_rest_is_kept(kiosk: FlaskClient, library: Library) -> None:
    answer = post(kiosk, "/guest/metro/book", {**ENTRY, "email": "siti", "consent": "", "services": ""})
    assert answer.status_code == 422
    for place in ("email-error", "consent-error", 'id="services"'):
        assert place in answer.text
    assert "Siti Rahmawati" in answer.text
    assert visits(library) == 0


def test_an_office_that_asks_for_no_card_has_no_such_field(paired: Pair) -> None:
    assert "id_last4" not in paired(SUMSEL).get("/guest/sumatera-selatan/book").text
    assert "id_last4" in paired(METRO, name="B").get("/guest/metro/book").text


def test_the_consent_stands_there_in_both_languages_with_its_years(kiosk: FlaskClient) -> None:
    page = kiosk.get("/guest/metro/book").text
    assert "disimpan 1 tahun" in page
    assert "kept for 1 year " in page


def test_nobody_signs_from_home(client: FlaskClient) -> None:
    for path in ("", "/book", "/returning", "/done", "/called"):
        answer = client.get(f"/guest/metro{path}")
        assert answer.status_code == 403, path
        assert "pintu masuk" in answer.text


def test_a_phone_that_scanned_the_door_signs_today_and_not_tomorrow(
    client: FlaskClient, app: Flask, library: Library, clock: Clock
) -> None:
    address = door_of(app, library)
    assert client.get(address).headers["Location"] == "/guest/metro"
    assert "A 001" in sign(client)
    clock.forward(days=1)
    assert client.get("/guest/metro/book").status_code == 403
    assert client.get(address).status_code == 403


def test_the_door_of_one_office_opens_no_other(client: FlaskClient, app: Flask, library: Library) -> None:
    token = door_of(app, library).rpartition("/")[2]
    assert client.get(f"/guest/tulang-bawang/door/{token}").status_code == 403
    client.get(door_of(app, library))
    assert client.get("/guest/tulang-bawang/book").status_code == 403


def test_a_paired_screen_serves_its_own_office_only(kiosk: FlaskClient) -> None:
    assert kiosk.get("/guest/metro").status_code == 200
    assert kiosk.get("/guest/tulang-bawang").status_code == 403


def test_a_clerk_signs_a_visitor_in_at_the_desk(client: FlaskClient, officer: Account, library: Library) -> None:
    sign_in(client, "wayan@contoh.id")
    sign(client)
    assert library.floor.day(METRO).visits[0].channel == "desk"


def test_a_returning_reader_tells_only_service_and_purpose(
    kiosk: FlaskClient, people: People, library: Library
) -> None:
    reader = people.reader()
    known = {"email": "siti@contoh.id", "password": PASSWORD}
    first = post(kiosk, "/guest/metro/returning", known)
    sealed = re.search(r'name="returning" value="([^"]+)"', first.text)
    assert sealed, first.text
    assert 'name="name"' not in first.text
    assert 'name="occupation"' in first.text, "of her first visit nothing is known yet"
    answer = post(kiosk, "/guest/metro/book", {**ENTRY, "name": "", "email": "", "returning": sealed[1]})
    assert answer.status_code == 303, answer.text

    kiosk.get("/guest/metro")
    again = post(kiosk, "/guest/metro/returning", known).text
    assert 'name="occupation"' not in again
    sealed = re.search(r'name="returning" value="([^"]+)"', again)
    assert sealed
    brief = {name: ENTRY[name] for name in ("services", "purpose", "consent")} | {"returning": sealed[1]}
    assert post(kiosk, "/guest/metro/book", brief).status_code == 303
    told = library.floor.day(METRO).visits
    assert [visit.account_id for visit in told] == [reader.id, reader.id]
    assert told[1].answers["occupation"] == "student"


def test_a_wrong_password_tells_nothing_and_signs_nobody(kiosk: FlaskClient, people: People) -> None:
    people.reader()
    wrong = post(kiosk, "/guest/metro/returning", {"email": "siti@contoh.id", "password": "bukan ini"})
    unknown = post(kiosk, "/guest/metro/returning", {"email": "tidak@contoh.id", "password": "bukan ini"})
    assert (wrong.status_code, unknown.status_code) == (403, 403)
    assert "Siti Rahmawati" not in wrong.text


def test_a_forged_seal_is_nobody(kiosk: FlaskClient, people: People, library: Library) -> None:
    people.reader()
    answer = post(kiosk, "/guest/metro/book", {**ENTRY, "returning": "WyIxODcyIiwieCJd.forged.seal"})
    assert answer.status_code == 303
    assert not library.floor.day(METRO).visits[0].has_account


def test_after_finishing_the_screen_knows_nobody(kiosk: FlaskClient) -> None:
    assert "A 001" in sign(kiosk)
    answer = post(kiosk, "/guest/metro/leave", page="/guest/metro/done")
    assert answer.headers["Location"] == "/guest/metro"
    assert kiosk.get("/guest/metro/done").headers["Location"] == "/guest/metro"


def test_a_closed_office_lets_nobody_sign_in_the_hall(kiosk: FlaskClient, clock: Clock) -> None:
    clock.forward(hours=12)
    assert "tutup" in kiosk.get("/guest/metro").text
    assert post(kiosk, "/guest/metro/book", ENTRY).status_code == 403


def test_after_the_last_number_she_is_written_down_and_sent_to_an_officer(
    kiosk: FlaskClient, clock: Clock, library: Library
) -> None:
    clock.forward(hours=6, minutes=10)  # 15.10, the office closes at 15.30
    assert "petugas" in sign(kiosk)
    assert library.floor.day(METRO).waiting == ()


@pytest.mark.parametrize("office", sorted(SLUGS))
def test_the_hall_s_pages_answer_in_both_languages(paired: Pair, office: str) -> None:
    screen = paired(office)
    for language in ("id", "en"):
        screen.set_cookie("language", language)
        for path in ("", "/book", "/returning", "/called"):
            assert screen.get(f"/guest/{SLUGS[office]}{path}").status_code == 200


def test_gender_and_year_of_birth_may_be_told_and_may_be_left_out(kiosk: FlaskClient, library: Library) -> None:
    page = kiosk.get("/guest/metro/book").text
    assert "Perempuan" in page
    assert 'name="birth_year"' in page
    sign(kiosk, gender="female", birth_year="1999")
    sign(kiosk, name="Agus Prasetyo", gender="", birth_year="")
    told = {visit.name: visit.answers for visit in library.floor.day(METRO).visits}
    assert (told["Siti Rahmawati"]["gender"], told["Siti Rahmawati"]["birth_year"]) == ("female", 1999)
    assert not {"gender", "birth_year"} & set(told["Agus Prasetyo"])
    assert post(kiosk, "/guest/metro/book", {**ENTRY, "birth_year": "19"}).status_code == 422

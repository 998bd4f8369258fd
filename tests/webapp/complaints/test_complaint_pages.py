"""Complaining without a name, following by a code, and dealing with it at the desk."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient

from library.readers.roles import Role
from library.wiring import Library
from tests.webapp.door.conftest import METRO, PALEMBANG, Staff, clock, staff
from tests.webapp.people import People, hidden_fields, post, sign_in

__all__ = ["clock", "staff"]
NEW = "/complaints/metro/new"
CODE = r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}"


def complain(client: FlaskClient, **form: object) -> str:
    """Send a complaint; give its code."""
    sent = post(client, NEW, {"text": "Saya menunggu dua jam.", **form})
    assert sent.status_code == 303, sent.text
    return re.search(CODE, sent.headers["Location"]).group()  # type: ignore[union-attr]


def act(desk: FlaskClient, page: str, deed: str, **form: object) -> str:
    """Do one deed on a complaint's page, and give the page after it."""
    sent = post(desk, f"{page}/{deed}", form, page=page)
    assert sent.status_code == 303, sent.text
    return desk.get(page).text


def page_of(officer: FlaskClient) -> str:
    found = re.search(r"/complaints/desk/[0-9a-z]{16}", officer.get("/complaints/desk").text)
    assert found
    return found.group()


def test_each_office_shows_the_channels_that_it_states_and_no_others(client: FlaskClient) -> None:
    metro, lubuk = client.get("/complaints/metro").text, client.get("/complaints/lubuklinggau").text
    assert 'href="https://wa.me/6282170001872"' in metro
    assert 'href="mailto:bps1872@bps.go.id"' in metro
    assert metro.count("wa.me/6282170001872") == 1  # two documents state it
    assert "lapor.go.id" not in metro
    assert "lapor.go.id" in lubuk
    assert "wa.me" not in lubuk
    assert "Default" in client.get("/complaints/metro", headers={"Accept-Language": "en"}).text or "bawaan" in metro


def test_a_complaint_without_a_name_is_followed_by_its_code_alone(client: FlaskClient, app: Flask) -> None:
    code = complain(client, anonymous="yes", name="Siti Rahmawati", email="siti@example.org")
    receipt = client.get(f"/complaints/track/{code}?new=1")
    assert "ADU-1872-2026-0001" in receipt.text
    assert code in receipt.text
    assert receipt.headers["Cache-Control"] == "no-store"
    other = app.test_client()
    found = post(other, "/complaints/track", {"code": code.lower()})
    assert found.status_code == 303
    assert "Saya menunggu dua jam." in other.get(found.headers["Location"]).text
    assert post(other, "/complaints/track", {"code": "AAAA-AAAA-AAAA-AAAA"}).status_code == 422
    assert other.get("/complaints/track/ADU-1872-2026-0001").status_code == 404
    library: Library = app.extensions["library"]
    (kept,) = library.complaints.listed(METRO, "nobody")
    assert kept.anonymous
    assert (kept.name, kept.email) == ("", "")


def test_the_same_form_sent_twice_is_one_complaint_and_the_last_code_works(client: FlaskClient, app: Flask) -> None:
    fields = {**hidden_fields(client.get(NEW).text, NEW), "text": "Dua kali"}
    codes = [re.search(CODE, client.post(NEW, data=fields).headers["Location"]).group() for _ in range(2)]  # type: ignore[union-attr]
    assert client.get(f"/complaints/track/{codes[1]}").status_code == 200
    assert len(app.extensions["library"].complaints.listed(METRO, "nobody")) == 1


def test_an_empty_complaint_keeps_what_was_typed(client: FlaskClient) -> None:
    answer = post(client, NEW, {"text": " ", "about_text": "Loket 2", "email": "siti"})
    assert answer.status_code == 422
    assert "Loket 2" in answer.text
    assert 'href="#text"' in answer.text
    assert 'href="#email"' in answer.text


def test_the_desk_takes_it_from_the_list_to_the_answer(client: FlaskClient, staff: Staff) -> None:
    code, officer = complain(client, name="Siti Rahmawati"), staff.officer(METRO)
    page = page_of(officer)
    act(officer, page, "classify", topic="waiting")
    shown = officer.get(page).text
    me = re.search(r'value="([0-9a-z]{16})"[^>]*>Wayan Sudarma', shown)
    assert me
    act(officer, page, "assign", officer=me[1])
    act(officer, page, "start")
    empty = post(officer, f"{page}/ask", {"text_ask": ""}, page=page)
    assert empty.status_code == 422
    assert 'href="#text_ask"' in empty.text
    act(officer, page, "ask", text_ask="Pada hari apa?")
    track = f"/complaints/track/{code}"
    assert "Pada hari apa?" in client.get(track).text
    assert "Wayan" not in client.get(track).text
    assert post(client, f"{track}/write", {"text": "Senin."}, page=track).status_code == 303
    act(officer, page, "note", text_note="Catatan rahasia")
    assert "Senin." in act(officer, page, "resolve", text_resolve="Loket dibuka lebih awal.")
    done = client.get(track).text
    assert "Loket dibuka lebih awal." in done
    assert "Catatan rahasia" not in done
    assert post(client, f"{track}/accept", page=track).status_code == 303
    assert "Ditutup" in client.get(track).text or "Tutup" in client.get(track).text
    assert officer.get("/complaints/register").status_code == 200
    assert "ADU-1872-2026-0001" in officer.get("/complaints/register.csv").text


def test_a_page_open_since_before_does_not_clear_the_officer_who_was_named(
    client: FlaskClient, library: Library, staff: Staff, people: People
) -> None:
    complain(client)
    officer = staff.officer(METRO)
    people.add("sari@contoh.id", "Sari Dewi", Role.OFFICER, METRO)
    sari = {name: account for account, name in library.complaints.people(METRO)}["Sari Dewi"]
    page = page_of(officer)
    old = hidden_fields(officer.get(page).text, f"{page}/classify")
    act(officer, page, "classify", topic="conduct", about_id=sari)
    assert officer.post(f"{page}/classify", data={**old, "topic": "waiting"}).status_code == 409
    act(officer, page, "classify", topic="waiting", about_id=sari)  # the page as it stands now knows her


def test_another_office_finds_no_such_complaint(client: FlaskClient, staff: Staff) -> None:
    complain(client)
    page = page_of(staff.officer(METRO))
    other = staff.officer(PALEMBANG, "sari@contoh.id")
    assert other.get(page).status_code == 404
    assert "ADU-1872" not in other.get("/complaints/desk").text


def test_what_came_by_the_box_is_entered_and_its_code_shown_once(staff: Staff, client: FlaskClient) -> None:
    officer = staff.officer(METRO)
    url = "/complaints/desk/enter"
    assert post(officer, url, {"channel": "box", "text": ""}).status_code == 422
    receipt = post(officer, url, {"channel": "box", "text": "Kursi rusak"})
    code = re.search(CODE, receipt.text)
    assert code
    assert "Kursi rusak" in client.get(f"/complaints/track/{code.group()}").text


def test_a_reader_sees_her_own_complaint_by_her_account_and_nobody_elses(
    client: FlaskClient, app: Flask, people: object
) -> None:
    people.reader()  # type: ignore[attr-defined]
    people.reader("budi@example.org", "Budi")  # type: ignore[attr-defined]
    sign_in(client, "siti@contoh.id")
    complain(client)
    (kept,) = app.extensions["library"].complaints.listed(METRO, "nobody")
    assert client.get(f"/complaints/mine/{kept.id}").status_code == 200
    other = app.test_client()
    sign_in(other, "budi@example.org")
    assert other.get(f"/complaints/mine/{kept.id}").status_code == 404
    mine = f"/complaints/mine/{kept.id}"
    assert post(client, f"{mine}/write", {"text": "Tambahan"}, page=mine).status_code == 303
    assert "Tambahan" in client.get(mine).text

"""Holidays and offices in the administrator's pages: drafted, looked at, put in force, taken back."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from library.wiring import Library
from tests.webapp.people import People, post, sign_in

ROOM = "/administration"
LEAVE = {"year": "2026", "scope": "national", "day": "2026-11-25", "name_id": "Cuti bersama", "rests": "closed"}
WEDNESDAY = date(2026, 11, 25)


def put_in_force(client: FlaskClient, draft: str) -> None:
    assert post(client, f"{draft}/publish", page=draft).status_code == 303


def test_a_holiday_goes_from_the_form_by_its_preview_into_force_and_back(boss: FlaskClient, shelf: Library) -> None:
    answer = post(boss, f"{ROOM}/holidays/day", LEAVE, page=f"{ROOM}/holidays?year=2026")
    draft = answer.headers["Location"]
    preview = boss.get(draft).text
    assert "Rabu, 25 November 2026" in preview
    assert "Cuti bersama / Cuti bersama: tutup" in preview
    assert "Rancangan" in preview
    assert "Rancangan yang menunggu" in boss.get(ROOM).text
    assert shelf.first_office.calendar.is_working_day(WEDNESDAY)
    put_in_force(boss, draft)
    assert not shelf.first_office.calendar.is_working_day(WEDNESDAY)
    assert post(boss, f"{draft}/publish", page=draft).status_code == 409
    listed = boss.get(f"{ROOM}/holidays?year=2026").text
    assert "Ditetapkan di sini" in listed
    taken = {"year": "2026", "scope": "national", "day": "2026-11-25"}
    answer = post(boss, f"{ROOM}/holidays/withdraw", taken, page=f"{ROOM}/holidays?year=2026")
    put_in_force(boss, answer.headers["Location"])
    assert shelf.first_office.calendar.is_working_day(WEDNESDAY)
    history = boss.get(f"{ROOM}/history?kind=holidays&subject=national:2026").text
    assert "Versi 2" in history
    assert "Budi Santoso" in history


def test_days_come_from_a_file_and_a_wrong_line_is_named(boss: FlaskClient) -> None:
    def send(text: str) -> str:
        fields = {"year": "2027", "scope": "1872", "file": (io.BytesIO(text.encode()), "libur.csv")}
        return post(boss, f"{ROOM}/holidays/file", fields, page=f"{ROOM}/holidays?year=2027&scope=1872").text

    assert "baris 2" in send("2027-03-10,Libur desa\nkapan-kapan,Lain")
    assert "2027" in send("2026-03-10,Tahun lain")
    assert send("2027-03-10,Libur desa").startswith("<!doctype html>")


def test_a_wrong_day_keeps_what_was_typed(boss: FlaskClient) -> None:
    typed = {**LEAVE, "day": "2027-01-01"}
    answer = post(boss, f"{ROOM}/holidays/day", typed, page=f"{ROOM}/holidays?year=2026")
    assert answer.status_code == 422
    assert 'value="Cuti bersama"' in answer.text


def test_hours_change_for_the_public_page_once_they_are_in_force(boss: FlaskClient) -> None:
    page = f"{ROOM}/offices/1872"
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "08.00–12.00") | {"sat": "tutup", "part": "hours"}
    draft = post(boss, f"{page}/hours", week, page=page).headers["Location"]
    assert "08:00-12:00" in boss.get(draft).text
    assert "Kalender › Jam buka › Sabtu" in boss.get(draft).text
    put_in_force(boss, draft)
    assert "13.00–15.30" not in boss.get("/standard/metro").text
    assert "Diubah di sini" in boss.get(f"{ROOM}/offices").text


def test_what_does_not_fit_is_said_and_there_is_no_button_for_it(boss: FlaskClient) -> None:
    page = f"{ROOM}/offices/1872"
    draft = post(boss, f"{page}/hours", {"mon": "pagi", "part": "hours"}, page=page).headers["Location"]
    shown = boss.get(draft).text
    assert "calendar.hours" in shown
    assert f"{draft}/publish" not in shown
    assert post(boss, f"{draft}/publish", page=draft).status_code == 400
    assert post(boss, f"{draft}/drop", page=draft).headers["Location"] == page


def test_other_hours_for_a_while_contact_and_numbers_have_their_forms(boss: FlaskClient, shelf: Library) -> None:
    page = f"{ROOM}/offices/1872"
    ramadan = {"name_id": "Ramadan", "first": "2027-02-08", "last": "2027-03-09", "wed": "08.00–14.00"}
    forms = (
        ("overrides", ramadan),
        ("contact", {"address": "Jl. Baru 1", "phone": "0725-1", "postal_codes": "34111", "part": "contact"}),
        ("desk", _numbers(counters="4")),
    )
    for form, fields in forms:
        put_in_force(boss, post(boss, f"{page}/{form}", fields, page=page).headers["Location"])
    office = shelf.first_office
    assert [override.name.en for override in office.hours.overrides] == ["Ramadan"]
    assert (office.letterhead.address, office.rules.floor.counters.value) == ("Jl. Baru 1", 4)
    assert office.rules.floor.lockers.is_default
    draft = post(boss, f"{page}/overrides/1/remove", page=page).headers["Location"]
    put_in_force(boss, draft)
    assert shelf.first_office.hours.overrides == ()


def _numbers(**changed: str) -> dict[str, str]:
    usual = {"counters": "2", "lockers": "20", "last_ticket_minutes": "30", "rating_days": "14"}
    return usual | {"complaint_working_days": "5", "part": "desk"} | changed


@pytest.mark.parametrize("fields", [_numbers(counters="0"), _numbers(lockers="banyak"), {"part": "desk"}])
def test_numbers_that_cannot_be_are_refused_beside_their_field(boss: FlaskClient, fields: dict[str, str]) -> None:
    page = f"{ROOM}/offices/1872"
    answer = post(boss, f"{page}/desk", fields, page=page)
    assert answer.status_code == 422
    assert "Tulis angka dari" in answer.text


def test_an_office_goes_out_and_in_by_its_file(boss: FlaskClient, shelf: Library) -> None:
    given = boss.get(f"{ROOM}/offices/1808/file")
    assert given.mimetype == "application/toml"
    text = (
        given.text.replace('"1808"', '"1805"')
        .replace("tulang-bawang", "contoh")
        .replace("order = 2\n", "order = 7\n", 1)
    )
    page = f"{ROOM}/offices"
    for sent, status in ((b"[office", 422), (b"\xff", 422), (text.encode(), 303)):
        answer = post(boss, f"{page}/file", {"file": (io.BytesIO(sent), "x.toml")}, page=page)
        assert answer.status_code == status
    put_in_force(boss, answer.headers["Location"])
    assert "1805" in shelf.offices
    assert boss.get("/standard/contoh").status_code == 200


def test_only_administrators_open_these_pages(shared: Flask, shelf: Library) -> None:
    People(shelf).librarian()
    client = shared.test_client()
    sign_in(client, "ratna@contoh.id")
    for path in ("", "/holidays", "/offices", "/offices/1872", "/history", "/changes/1"):
        assert client.get(ROOM + path).status_code == 403


@pytest.mark.parametrize("path", ["/changes/999", "/offices/0000", "/offices/0000/file"])
def test_what_is_not_there_is_said_to_be_not_there(boss: FlaskClient, path: str) -> None:
    assert boss.get(ROOM + path).status_code == 404


def test_the_front_page_says_what_waits(boss: FlaskClient) -> None:
    text = boss.get(ROOM).text
    assert re.search(r"\d akun petugas belum memakai langkah kedua", text)
    assert "Hari libur" in text


def test_a_new_key_begins_with_the_typed_old_one_and_no_secret_is_shown(boss: FlaskClient, shelf: Library) -> None:
    page, old = f"{ROOM}/keys", shelf.keys.active
    refused = post(boss, f"{page}/rotate", {"key": "salah"}, page=page)
    assert refused.status_code == 422
    assert "bukan kunci yang berlaku" in refused.text
    assert post(boss, f"{page}/rotate", {"key": old}, page=page).status_code == 303
    shown = boss.get(page).text
    assert shelf.keys.active != old
    assert shelf.keys.active in shown
    secrets = re.findall(r'"secret": "([^"]+)"', shelf.folders.keys.read_text())
    assert len(secrets) == 2
    assert not any(secret in shown for secret in secrets)
    assert "Kunci berumur 0 hari" in boss.get(ROOM).text

"""My account: what I say of myself, my password, my devices."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from library.readers.accounts import by_email
from library.readers.sessions import open_ones
from library.wiring import Library
from tests.webapp.people import PASSWORD, People, mails, post, sign_in

NEW = "gajah kecil mandi sore"


def test_name_institution_and_language_are_kept(client: FlaskClient, people: People) -> None:
    people.reader()
    sign_in(client, "siti@contoh.id")
    changed = {"name": "Siti R. Wulandari", "institution": "Bappeda Metro", "language": "en"}
    assert post(client, "/account", changed).status_code == 303
    text = client.get("/account").text
    assert "My account" in text
    assert 'value="Siti R. Wulandari"' in text
    assert 'value="Bappeda Metro"' in text


def test_a_name_without_letters_is_sent_back_with_what_was_typed(client: FlaskClient, people: People) -> None:
    people.reader()
    sign_in(client, "siti@contoh.id")
    answer = post(client, "/account", {"name": " \u202e\u0000 ", "institution": "Bappeda", "language": "id"})
    assert answer.status_code == 422
    assert 'value="Bappeda"' in answer.text
    assert "Isian ini perlu diisi" in answer.text


def test_a_new_password_needs_the_old_one(client: FlaskClient, people: People) -> None:
    people.reader()
    sign_in(client, "siti@contoh.id")
    wrong = post(client, "/account/password", {"old_password": "bukan ini", "password": NEW}, page="/account")
    assert wrong.status_code == 422
    assert "bukan kata sandi Anda yang sekarang" in wrong.text
    assert NEW not in wrong.text


def test_a_new_password_signs_every_other_device_out_and_tells_the_owner(
    app: Flask, client: FlaskClient, library: Library, people: People
) -> None:
    people.reader()
    elsewhere = app.test_client()
    sign_in(elsewhere, "siti@contoh.id")
    sign_in(client, "siti@contoh.id")
    answer = post(client, "/account/password", {"old_password": PASSWORD, "password": NEW}, page="/account")
    assert answer.status_code == 303
    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303
    assert mails(library)[-1]["Subject"] == "Kata sandi Anda telah diganti"


def test_one_device_can_be_signed_out_from_another(app: Flask, client: FlaskClient, people: People) -> None:
    people.reader()
    phone = app.test_client()
    phone.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36"
    sign_in(phone, "siti@contoh.id")
    sign_in(client, "siti@contoh.id")
    text = client.get("/account").text
    assert "Chrome · Android" in text
    url = text.partition('action="/account/devices/')[2].partition('"')[0]
    assert post(client, f"/account/devices/{url}", page="/account").status_code == 303
    assert phone.get("/account").status_code == 303
    assert client.get("/account").status_code == 200


def test_nobody_signs_somebody_else_out(app: Flask, client: FlaskClient, people: People, library: Library) -> None:
    people.reader()
    people.reader("agus@contoh.id", "Agus")
    victim = app.test_client()
    sign_in(victim, "agus@contoh.id")
    with library.database.read() as records:
        (hers,) = open_ones(records, library.clock(), _id(library, "agus@contoh.id"))
    sign_in(client, "siti@contoh.id")
    post(client, f"/account/devices/{hers.id}/end", page="/account")
    assert victim.get("/account").status_code == 200


def _id(library: Library, address: str) -> str:
    with library.database.read() as records:
        return by_email(records, address).id


def test_signing_out_everywhere_takes_this_device_too(app: Flask, client: FlaskClient, people: People) -> None:
    people.reader()
    elsewhere = app.test_client()
    sign_in(elsewhere, "siti@contoh.id")
    sign_in(client, "siti@contoh.id")
    assert post(client, "/account/devices/end-all", page="/account").status_code == 303
    assert client.get("/account").status_code == 303
    assert elsewhere.get("/account").status_code == 303

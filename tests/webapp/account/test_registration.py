"""Opening an account and confirming its address."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from library.wiring import Library
from tests.webapp.people import PASSWORD, Clock, People, link_in, mails, post, sign_in, without_tokens

FORM = {"name": "Dewi  Lestari", "email": "Dewi@Contoh.id", "password": PASSWORD, "institution": "Universitas Jember"}


def register(client: FlaskClient, **changed: str) -> None:
    answer = post(client, "/account/register", {**FORM, **changed})
    assert answer.status_code == 200, answer.text
    assert "Buka surel Anda" in answer.text


def test_a_reader_registers_confirms_and_is_signed_in(client: FlaskClient, library: Library) -> None:
    register(client)
    (letter,) = mails(library)
    assert letter["To"] == "dewi@contoh.id"
    link = link_in(letter)
    answer = post(client, link)
    assert answer.status_code == 303
    assert "Dewi Lestari" in client.get("/account").text


def test_whoever_was_asked_to_register_goes_on_where_she_wanted_to_go(client: FlaskClient, library: Library) -> None:
    asked = client.get("/account/login?next=/works/abc/read%3Fpage%3D3")
    assert "Publikasi dibaca dengan akun" in asked.text
    assert 'href="/account/register?next=/works/abc/read?page%3D3"' in asked.text.replace("%2F", "/").replace(
        "%3F", "?"
    )
    post(client, "/account/register", FORM, page="/account/register?next=/works/abc/read%3Fpage%3D3")
    answer = post(client, link_in(mails(library)[0]))
    assert answer.status_code == 303
    assert answer.location == "/works/abc/read?page=3"


def test_nobody_is_led_to_another_site_by_registering(client: FlaskClient, library: Library) -> None:
    post(client, "/account/register", FORM, page="/account/register?next=https://example.org/")
    assert post(client, link_in(mails(library)[0])).location == "/"


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("/works/abc/copy", "Salinan dibuat untuk satu pembaca"),
        ("/consultations/new", "Pertanyaan diajukan dengan akun"),
        ("/account", None),
        ("/nowhere?x=1", None),
        ("", None),
    ],
)
def test_the_form_says_what_an_account_is_needed_for(client: FlaskClient, way: str, said: str | None) -> None:
    text = client.get("/account/login", query_string={"next": way}).text
    assert (said in text) if said else ("Akun gratis" not in text)


def test_opening_the_link_alone_does_not_use_it_up(client: FlaskClient, library: Library) -> None:
    register(client)
    link = link_in(mails(library)[0])
    for _ in range(3):
        assert client.get(link).status_code == 200
    assert client.get("/account").status_code == 303
    assert post(client, link).status_code == 303


def test_a_link_works_once_and_for_two_days(app: Flask, client: FlaskClient, library: Library, clock: Clock) -> None:
    register(client)
    link = link_in(mails(library)[0])
    post(client, link)
    again = app.test_client()
    assert again.get(link, headers={"Accept": "text/html"}).status_code == 410
    register(app.test_client(), email="kedua@contoh.id")
    second = link_in(mails(library)[1])
    clock.forward(days=2, seconds=1)
    assert again.get(second).status_code == 410
    assert post(again, second, page="/account/login").status_code == 410


def test_a_made_up_link_opens_nothing(client: FlaskClient) -> None:
    for secret in ("x", "a" * 43, "%00", "..%2f..", "a" * 3000):
        assert client.get(f"/account/verify/{secret}").status_code in (404, 410)


def test_before_the_address_is_confirmed_the_right_password_only_brings_another_letter(
    client: FlaskClient, library: Library
) -> None:
    register(client)
    answer = post(client, "/account/login", {"email": FORM["email"], "password": PASSWORD})
    assert answer.status_code == 403
    assert "Buka surel Anda" in answer.text
    first, second = mails(library)
    assert client.get(link_in(first)).status_code == 410
    assert client.get(link_in(second)).status_code == 200


def test_a_known_address_gets_the_same_page_and_its_owner_a_letter(
    client: FlaskClient, library: Library, people: People
) -> None:
    people.reader("dewi@contoh.id", "Dewi Asli")
    known = post(client, "/account/register", FORM)
    unknown = post(client, "/account/register", {**FORM, "email": "lain@contoh.id"})
    assert without_tokens(known.text, FORM["email"]) == without_tokens(unknown.text, "lain@contoh.id")
    subjects = {letter["To"]: letter["Subject"] for letter in mails(library)}
    assert subjects["dewi@contoh.id"] == "Alamat surel ini sudah terdaftar"
    sign_in(client, "dewi@contoh.id")
    assert "Dewi Asli" in client.get("/account").text


def test_whoever_registered_a_strangers_address_first_does_not_get_in_when_she_confirms(
    app: Flask, library: Library
) -> None:
    attacker, owner = app.test_client(), app.test_client()
    register(attacker, password="frasa milik orang lain", name="Penyerang")
    register(owner)
    post(owner, link_in(mails(library)[-1]))
    refused = post(attacker, "/account/login", {"email": FORM["email"], "password": "frasa milik orang lain"})
    assert refused.status_code == 403
    assert "Dewi Lestari" in owner.get("/account").text


def test_whoever_registered_a_strangers_address_last_does_not_get_in_when_she_confirms(
    app: Flask, library: Library
) -> None:
    attacker, owner = app.test_client(), app.test_client()
    register(owner)
    register(attacker, password="frasa milik orang lain", name="Penyerang")
    answer = post(owner, link_in(mails(library)[-1]))
    refused = post(attacker, "/account/login", {"email": FORM["email"], "password": "frasa milik orang lain"})
    assert refused.status_code == 403
    # Her letters prove that the address is hers, so it is she who chooses the password.
    assert "/account/invitation/" in answer.location
    assert owner.get("/account").status_code == 303
    assert post(owner, answer.location, {"password": PASSWORD}).status_code == 303
    assert owner.get("/account").status_code == 200


def test_a_letter_opened_on_another_device_asks_for_a_password_of_ones_own(app: Flask, library: Library) -> None:
    register(app.test_client())
    telephone = app.test_client()
    link = link_in(mails(library)[0])
    answer = post(telephone, link)
    assert telephone.get(answer.location).status_code == 200
    assert telephone.get(link).status_code == 410


def test_whoever_types_the_right_password_on_another_device_confirms_there(app: Flask, library: Library) -> None:
    register(app.test_client())
    telephone = app.test_client()
    post(telephone, "/account/login", {"email": FORM["email"], "password": PASSWORD})
    post(telephone, link_in(mails(library)[-1]))
    assert telephone.get("/account").status_code == 200


def test_a_wrong_form_keeps_what_was_typed_and_says_what_to_do(client: FlaskClient, library: Library) -> None:
    answer = post(
        client,
        "/account/register",
        {"name": "", "email": "dewi@", "password": "pendek", "institution": "<b>UNEJ</b>"},
    )
    assert answer.status_code == 422
    assert 'value="dewi@"' in answer.text
    assert 'value="&lt;b&gt;UNEJ&lt;/b&gt;"' in answer.text
    assert "pendek;" not in answer.text
    assert 'value="pendek"' not in answer.text
    for sentence in ("Isian ini perlu diisi", "Tulis alamat surel lengkap", "sedikitnya 10 karakter"):
        assert sentence in answer.text
    assert mails(library) == []


def test_nobody_can_slip_a_header_into_a_letter(client: FlaskClient, library: Library) -> None:
    answer = post(client, "/account/register", {**FORM, "email": "a@contoh.id\r\nBcc: semua@contoh.id"})
    assert answer.status_code == 422
    register(client, name="Dewi\r\nBcc: semua@contoh.id")
    (letter,) = mails(library)
    assert letter["Bcc"] is None
    assert letter["To"] == "dewi@contoh.id"


def test_the_letter_can_be_sent_again_and_the_page_never_says_for_whom(
    client: FlaskClient, library: Library, people: People
) -> None:
    people.reader()
    register(client)
    pages = {
        address: without_tokens(
            post(client, "/account/resend", {"email": address}, page="/account/login").text, address
        )
        for address in ("dewi@contoh.id", "siti@contoh.id", "tidak.ada@contoh.id")
    }
    assert len(set(pages.values())) == 1
    assert [letter["To"] for letter in mails(library)] == ["dewi@contoh.id", "dewi@contoh.id"]


def test_the_letter_is_in_the_language_in_which_the_reader_registered(client: FlaskClient, library: Library) -> None:
    client.get("/language/en?next=/account/register")
    answer = post(client, "/account/register", FORM)
    assert "Look into your mail" in answer.text
    assert mails(library)[0]["Subject"] == "Confirm your e-mail address"

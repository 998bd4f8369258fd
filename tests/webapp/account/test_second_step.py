"""The second step, as the staff and whoever stole a password meet it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from library.store.models import AuditEntry
from library.wiring import Library
from tests.webapp.conftest import OpenLibrary
from tests.webapp.people import PASSWORD, Clock, People, link_in, mails, post, sign_in
from tests.webapp.phones import PAGE, Phone, set_up
from webapp.app import create_app

STEP = "/account/second-step"


@pytest.fixture
def boss(client: FlaskClient, people: People, clock: Clock) -> tuple[FlaskClient, Phone, list[str]]:
    """Give an administrator's browser whose phone is set up, a minute ago."""
    people.administrator()
    sign_in(client, "budi@contoh.id")
    phone, papers = set_up(client, clock())
    clock.forward(minutes=1)
    return client, phone, papers


Boss = tuple[FlaskClient, Phone, list[str]]


def halfway(app: Flask, way: str = "") -> FlaskClient:
    client = app.test_client()
    answer = sign_in(client, "budi@contoh.id")
    assert answer.headers["Location"].startswith(STEP)
    return client


def test_the_password_alone_shows_no_page_of_the_account(app: Flask, boss: Boss) -> None:
    client = halfway(app)
    for path in ("/account", "/administration/people", "/desk", PAGE):
        assert client.get(path).headers["Location"].startswith("/account/login")
    assert "Masuk" in client.get("/").text


def test_the_code_signs_in_and_leads_where_the_way_went(app: Flask, boss: Boss, clock: Clock) -> None:
    _client, phone, _papers = boss
    other = app.test_client()
    asked = other.get("/administration/people").headers["Location"]
    answer = post(other, "/account/login", {"email": "budi@contoh.id", "password": PASSWORD}, page=asked)
    step = answer.headers["Location"]
    assert "enam angka" in other.get(step).text
    answer = post(other, STEP, {"code": phone.code(clock())}, page=step)
    assert answer.headers["Location"] == "/administration/people"
    assert other.get("/administration/people").status_code == 200


def test_a_wrong_code_is_said_to_be_wrong_and_the_fifth_asks_for_the_password_again(app: Flask, boss: Boss) -> None:
    client = halfway(app)
    answers = [post(client, STEP, {"code": "000000"}) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {403}
    assert "salah atau sudah dipakai" in answers[0].text
    assert client.get(STEP).headers["Location"] == "/account/login"


def test_a_paper_opens_when_the_phone_is_lost(app: Flask, boss: Boss, library: Library) -> None:
    client, (_own, _phone, papers) = halfway(app), boss
    assert "kertas" in client.get(f"{STEP}?paper=1").text
    assert post(client, STEP, {"code": papers[3]}).status_code == 303
    assert client.get("/account").status_code == 200
    assert "tersisa 9" in str(mails(library)[-1])


def test_a_new_password_by_mail_does_not_get_past_the_second_step(app: Flask, boss: Boss, library: Library) -> None:
    thief = app.test_client()
    post(thief, "/account/forgot", {"email": "budi@contoh.id"})
    link = link_in(mails(library)[-1])
    answer = post(thief, link, {"password": "sandi milik pencuri"})
    assert answer.headers["Location"] == STEP
    assert thief.get("/account").headers["Location"].startswith("/account/login")


def test_whoever_changes_the_password_stays_in_with_the_step_she_took(boss: Boss) -> None:
    client, _phone, _papers = boss
    fields = {"old_password": PASSWORD, "password": "kucing putih tidur siang"}
    assert post(client, "/account/password", fields, page="/account").headers["Location"] == "/account"
    assert client.get("/administration/people").status_code == 200


def test_setting_up_needs_the_password_and_the_phone_s_own_code(client: FlaskClient, people: People) -> None:
    people.officer()
    sign_in(client, "wayan@contoh.id")
    refused = post(client, f"{PAGE}/begin", {"password": "bukan ini sandinya"}, page=PAGE)
    assert refused.status_code == 422
    assert client.get(f"{PAGE}/phone").headers["Location"] == PAGE
    assert post(client, f"{PAGE}/begin", {"password": PASSWORD}, page=PAGE).status_code == 303
    page = client.get(f"{PAGE}/phone").text
    assert "<svg" in page
    assert post(client, f"{PAGE}/phone", {"code": "000000"}).status_code == 422
    assert client.get(f"{PAGE}/phone").text.count("phone-key") == page.count("phone-key") == 1


def test_a_second_click_on_the_first_code_leads_to_where_new_papers_are_made(
    client: FlaskClient, people: People, clock: Clock
) -> None:
    people.officer()
    sign_in(client, "wayan@contoh.id")
    phone, _papers = set_up(client, clock())
    again = post(client, f"{PAGE}/phone", {"code": phone.code(clock())}, page=PAGE)
    assert again.headers["Location"] == PAGE
    assert f'action="{PAGE}/papers"' in client.get(PAGE).text


def test_a_password_that_was_typed_stands_in_no_page_and_is_asked_for_again(boss: Boss, clock: Clock) -> None:
    client, phone, _papers = boss
    clock.forward(minutes=16)
    asked = post(client, f"{PAGE}/begin", {"password": PASSWORD}, page=PAGE)
    assert asked.status_code == 403
    assert PASSWORD not in asked.text
    assert 'name="password" type="password"' in asked.text
    given = {"password": PASSWORD, "second_step_code": phone.code(clock())}
    assert post(client, f"{PAGE}/begin", given, page=PAGE).status_code == 303


def test_readers_have_no_second_step(client: FlaskClient, people: People) -> None:
    people.reader()
    sign_in(client, "siti@contoh.id")
    assert client.get(PAGE).status_code == 404
    assert "Langkah kedua" not in client.get("/account").text


def test_after_the_grace_the_staff_may_only_read_until_the_phone_is_set_up(
    client: FlaskClient, people: People, clock: Clock
) -> None:
    people.administrator()
    sign_in(client, "budi@contoh.id")
    assert "langkah kedua saat masuk mulai" in client.get("/").text
    clock.forward(days=14)
    sign_in(client, "budi@contoh.id")
    answer = client.get("/administration/people")
    assert answer.headers["Location"] == f"{PAGE}?next=/administration/people"
    assert client.get("/administration/people", headers={"Accept": "application/json"}).status_code == 403
    assert "hanya dapat membaca dan mencari" in client.get(PAGE).text
    set_up(client, clock())
    assert client.get("/administration/people").status_code == 200


def test_where_no_role_needs_it_nobody_is_asked_and_it_can_be_turned_off(
    library_with: OpenLibrary, clock: Clock
) -> None:
    library = library_with(second_factor="")
    client = create_app(library).test_client()
    People(library).officer()
    sign_in(client, "wayan@contoh.id")
    assert "langkah kedua saat masuk mulai" not in client.get("/").text
    set_up(client, clock())
    assert post(client, f"{PAGE}/off", page=PAGE).headers["Location"] == "/account/login"
    assert not sign_in(client, "wayan@contoh.id").headers["Location"].startswith(STEP)


def test_nobody_whose_role_needs_it_turns_it_off(boss: Boss) -> None:
    client, _phone, _papers = boss
    assert post(client, f"{PAGE}/off", page=PAGE).status_code == 403
    assert client.get("/administration/people").status_code == 200


def test_a_dangerous_deed_asks_again_and_does_then_what_was_typed(
    boss: Boss, people: People, clock: Clock, library: Library
) -> None:
    client, phone, _papers = boss
    ratna = people.librarian()
    page = f"/administration/people/{ratna.id}"
    assert post(client, f"{page}/role", {"role": "officer", "office": ""}, page=page).status_code == 303
    clock.forward(minutes=16)
    asked = post(client, f"{page}/role", {"role": "librarian", "office": "1872"}, page=page)
    assert asked.status_code == 403
    assert 'name="role" value="librarian"' in asked.text
    with library.database.read() as records:
        assert records.get_one(type(ratna), ratna.id).role == "officer"
    fields = {"role": "librarian", "office": "1872", "second_step_code": phone.code(clock())}
    assert post(client, f"{page}/role", fields, page=page).status_code == 303
    with library.database.read() as records:
        changed = records.get_one(type(ratna), ratna.id)
        assert (changed.role, changed.office) == ("librarian", "1872")


def test_the_fifth_wrong_code_before_a_deed_signs_the_browser_out(boss: Boss, people: People, clock: Clock) -> None:
    client, _phone, _papers = boss
    page = f"/administration/people/{people.reader().id}"
    clock.forward(minutes=16)
    answers = [post(client, f"{page}/shut", {"second_step_code": "000000"}, page=page) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [403, 403, 403, 403, 303]
    assert client.get("/account").status_code == 303


def test_a_file_cannot_wait_so_its_page_asks_before(boss: Boss, clock: Clock) -> None:
    client, phone, _papers = boss
    clock.forward(minutes=16)
    asked = client.get("/trace")
    assert asked.status_code == 403
    answer = client.post(
        "/account/once-more",
        data={"csrf_token": _token(asked.text), "next": "/trace", "second_step_code": phone.code(clock())},
    )
    assert answer.headers["Location"] == "/trace"
    assert client.get("/trace").status_code == 200


def _token(text: str) -> str:
    return text.partition('name="csrf_token" value="')[2].partition('"')[0]


def test_another_administrator_takes_a_lost_phone_off_and_the_owner_is_told(
    app: Flask, boss: Boss, people: People, clock: Clock, library: Library
) -> None:
    client, _phone, _papers = boss
    ratna = people.librarian()
    hers = app.test_client()
    sign_in(hers, "ratna@contoh.id")
    set_up(hers, clock())
    page = f"/administration/people/{ratna.id}"
    assert "Hapus langkah kedua" in client.get(page).text
    assert post(client, f"{page}/second-factor/off", page=page).status_code == 303
    assert hers.get("/account").status_code == 303
    assert mails(library)[-1]["To"] == "ratna@contoh.id"
    with library.database.read() as records:
        assert records.scalars(select(AuditEntry).where(AuditEntry.action == "factor.off")).one().actor != ratna.id
    assert not sign_in(hers, "ratna@contoh.id").headers["Location"].startswith(STEP)


def test_nobody_takes_the_second_step_off_her_own_account_there(boss: Boss, library: Library) -> None:
    client, _phone, _papers = boss
    with library.database.read() as records:
        own = records.scalars(select(AuditEntry).where(AuditEntry.action == "factor.on")).one().actor
    page = f"/administration/people/{own}"
    assert post(client, f"{page}/second-factor/off", page=page).status_code == 422


def test_the_pages_speak_english_too(app: Flask, boss: Boss) -> None:
    client, _phone, _papers = boss
    post(client, f"{PAGE}/begin", {"password": PASSWORD}, page=PAGE)
    half = halfway(app)
    for browser, page in ((client, PAGE), (client, f"{PAGE}/phone"), (half, STEP), (half, f"{STEP}?paper=1")):
        browser.get("/language/en")
        assert "langkah kedua" not in browser.get(page).text.lower(), page

"""From the guest book's address to an account: the code, its limits, and whose it then is."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from library.floor.views import VisitView
from library.readers import accounts
from library.store.models import Account
from library.wiring import Library
from tests.webapp.guest.conftest import METRO
from tests.webapp.people import Clock, People, mails, post, sign_in
from tests.webapp.terminal.conftest import sign_book
from tests.webapp.terminal.test_terminals import enter

PAGE = "/terminal/open-account"


def code_in_mail(library: Library) -> str:
    letters = [letter for letter in mails(library) if "Kode Anda" in str(letter["Subject"])]
    found = re.search(r"(\d{3}) (\d{3})", str(letters[-1]["Subject"]))
    assert found
    return found[1] + found[2]


def send(client: FlaskClient, library: Library) -> str:
    assert post(client, f"{PAGE}/send", page=PAGE).status_code == 303
    return code_in_mail(library)


def try_code(client: FlaskClient, code: str) -> int:
    return post(client, PAGE, {"code": code}, page=f"{PAGE}?sent=1").status_code


def account_of(library: Library, address: str = "siti@contoh.id") -> Account:
    with library.database.read() as records:
        return accounts.by_email(records, address)


def test_a_copy_needs_an_account_and_the_way_leads_there_and_back(terminal: FlaskClient, visit: VisitView) -> None:
    enter(terminal, visit)
    answer = terminal.get("/account/copies", headers={"Accept": "text/html"})
    assert answer.headers["Location"] == "/terminal/open-account?next=/account/copies"


def test_the_code_makes_the_visitor_s_own_row_a_reader_s(
    terminal: FlaskClient, visit: VisitView, library: Library
) -> None:
    enter(terminal, visit)
    code = send(terminal, library)
    answer = post(terminal, PAGE, {"code": code, "next": "/account/copies"}, page=f"{PAGE}?sent=1")
    assert answer.headers["Location"] == "/account/copies"
    account = account_of(library)
    assert (account.id, account.role) == (visit.account_id, "reader")
    assert account.verified_at is not None
    assert terminal.get("/account/copies").status_code == 200, "she stays signed in"
    assert any("/account/invitation/" in str(letter) for letter in mails(library)), "a password is chosen at home"


def test_a_code_is_kept_as_a_hash_only(terminal: FlaskClient, visit: VisitView, library: Library) -> None:
    enter(terminal, visit)
    code = send(terminal, library)
    for table in ("one_time_link", "mail", "audit"):
        with library.database.engine.connect() as connection:
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").fetchall()
        assert not any(
            code in str(row) or f"{code[:3]} {code[3:]}" in str(row.text if table == "mail" else row) for row in rows
        )


def test_five_wrong_tries_end_the_code(terminal: FlaskClient, visit: VisitView, library: Library) -> None:
    enter(terminal, visit)
    code = send(terminal, library)
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        assert try_code(terminal, wrong) == 422
    assert try_code(terminal, code) == 422
    assert try_code(terminal, send(terminal, library)) == 303


def test_a_code_is_over_after_ten_minutes(
    terminal: FlaskClient, visit: VisitView, library: Library, clock: Clock
) -> None:
    enter(terminal, visit)
    code = send(terminal, library)
    clock.forward(minutes=10)
    enter(terminal, visit)  # the terminal itself has rested meanwhile
    assert try_code(terminal, code) == 422


def test_an_address_with_an_account_leads_the_visit_to_that_account(
    terminal: FlaskClient, visit: VisitView, library: Library, people: People
) -> None:
    reader = people.reader()
    enter(terminal, visit)
    page = post(terminal, f"{PAGE}/send", page=PAGE)
    assert page.headers["Location"] == "/terminal/open-account?sent=1&next="
    assert try_code(terminal, code_in_mail(library)) == 303
    assert library.floor.visit(visit.id).account_id == reader.id
    assert terminal.get("/account/copies").status_code == 200


def test_another_visit_that_claimed_the_address_first_gets_nothing(
    terminal: FlaskClient, visit: VisitView, library: Library
) -> None:
    liar = sign_book(library, "Orang Lain", "siti@contoh.id")
    enter(terminal, liar)
    post(terminal, f"{PAGE}/send", page=PAGE)  # the mail goes to Siti
    post(terminal, "/terminal/leave", page="/terminal")
    enter(terminal, visit)
    assert try_code(terminal, send(terminal, library)) == 303
    assert account_of(library).id == visit.account_id


def test_an_officer_who_saw_the_card_shows_a_code(
    terminal: FlaskClient, client: FlaskClient, visit: VisitView, library: Library, officer: Account
) -> None:
    sign_in(client, "wayan@contoh.id")
    url = f"/terminal/codes/{visit.id}"
    assert post(client, url, page="/").status_code == 403, "nobody has seen the card"
    library.floor.confirm_identity(visit.id, "ktp", "1234", by=officer.id)
    shown = post(client, url, page="/")
    found = re.search(r'shown-code">(\d{3}) (\d{3})<', shown.text)
    assert found, shown.text
    enter(terminal, visit)
    assert try_code(terminal, found[1] + found[2]) == 303


def test_an_officer_cannot_hand_over_somebody_s_account(
    client: FlaskClient, visit: VisitView, library: Library, officer: Account, people: People
) -> None:
    people.reader()
    sign_in(client, "wayan@contoh.id")
    library.floor.confirm_identity(visit.id, "ktp", "1234", by=officer.id)
    assert post(client, f"/terminal/codes/{visit.id}", page="/").status_code == 403
    assert library.floor.visit_by_code(METRO, visit.code).account_id == visit.account_id

"""A visit's code stands on paper: whoever finds it searches and reads, and sees and does nothing of the account's."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from library.floor.views import VisitView
from library.readers.roles import Role
from library.store.models import Account
from library.wiring import Library
from tests.webapp.guest.conftest import METRO, Pair
from tests.webapp.people import PASSWORD, People, mails, post
from tests.webapp.terminal.conftest import sign_book
from tests.webapp.terminal.test_terminals import enter

PAGE = "/terminal/prove"
HERS = ("/account/copies", "/works/anything/copy", "/copies/anything", "/terminal/scan")


@pytest.fixture
def reader(people: People) -> Account:
    return people.reader()


@pytest.fixture
def hers(library: Library, reader: Account) -> VisitView:
    """The visit of a reader who comes again."""
    return sign_book(library, account_id=reader.id)


@pytest.fixture
def finder(paired: Pair, hers: VisitView) -> FlaskClient:
    """A terminal at which the ticket's code was typed."""
    client = paired(METRO, "scanner", "Stasiun")
    enter(client, hers)
    return client


def figures(library: Library) -> str:
    found = re.search(r"(\d{3}) (\d{3})", str(mails(library)[-1]["Subject"]))
    assert found
    return found[1] + found[2]


def way(client: FlaskClient, path: str) -> str:
    return client.get(path, headers={"Accept": "text/html"}).headers.get("Location", "")


def test_whoever_finds_the_ticket_searches_and_reads_and_that_is_all(finder: FlaskClient, library: Library) -> None:
    for path in ("/terminal", "/works", "/search?q=padi"):
        assert finder.get(path).status_code == 200, path
    for path in HERS:
        assert way(finder, path) == f"{PAGE}?next={path}", path
    assert post(finder, "/terminal/scan/begin", page="/terminal").headers["Location"].startswith(PAGE)
    assert way(finder, "/account") == "/terminal"
    page = finder.get(PAGE).text
    assert "siti@contoh.id" not in page
    assert "s…i@contoh.id" in page


def test_no_page_of_the_scanner_opens_by_the_ticket(finder: FlaskClient, app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("terminal.scan")]
    assert len(rules) > 4
    for rule in rules:
        if "GET" in (rule.methods or ()):
            assert way(finder, rule.rule).startswith(PAGE), rule
        else:
            assert post(finder, rule.rule, page="/terminal").headers["Location"].startswith(PAGE), rule


def test_her_password_shows_that_the_account_is_hers(finder: FlaskClient) -> None:
    data = {"password": "salah sekali", "next": "/account/copies"}
    refused = post(finder, f"{PAGE}/password", data, page=PAGE)
    assert refused.status_code == 403
    assert way(finder, "/account/copies").startswith(PAGE)
    answer = post(finder, f"{PAGE}/password", {**data, "password": PASSWORD}, page=PAGE)
    assert answer.headers["Location"] == "/account/copies"
    assert finder.get("/account/copies").status_code == 200
    assert finder.get("/terminal/scan").status_code == 200


def test_the_figures_of_her_mail_show_it_too(finder: FlaskClient, library: Library) -> None:
    assert post(finder, f"{PAGE}/send", page=PAGE).status_code == 303
    code = figures(library)
    wrong = "000000" if code != "000000" else "111111"
    assert post(finder, f"{PAGE}/code", {"code": wrong}, page=f"{PAGE}?sent=1").status_code == 422
    answer = post(finder, f"{PAGE}/code", {"code": code, "next": "/account/copies"}, page=f"{PAGE}?sent=1")
    assert answer.headers["Location"] == "/account/copies"
    assert finder.get("/account/copies").status_code == 200


def test_the_ticket_of_an_officer_carries_no_right_of_hers_and_her_mail_opens_nothing(
    terminal: FlaskClient, library: Library, people: People
) -> None:
    librarian = people.add("ratna@contoh.id", "Ratna Dewi", Role.LIBRARIAN, METRO)
    enter(terminal, sign_book(library, account_id=librarian.id))
    assert terminal.get("/requests", headers={"Accept": "text/html"}).status_code in (303, 403)
    sent = len(mails(library))
    assert post(terminal, f"{PAGE}/send", page=PAGE).status_code == 303, "as for everybody"
    assert len(mails(library)) == sent
    assert post(terminal, f"{PAGE}/password", {"password": PASSWORD}, page=PAGE).status_code == 303
    assert terminal.get("/requests").status_code == 200

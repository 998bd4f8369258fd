"""Saving a search in the browser, being told by mail, and ending it from the mail."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient

from library.readers.roles import Role
from library.searching.alerts import AlertRound
from library.store.models import Work
from tests.webapp.people import Clock, People, mails, post, sign_in
from tests.webapp.rooms.conftest import Stock


def test_a_search_is_saved_told_of_and_stopped_from_the_mail_without_signing_in(
    client: FlaskClient, other: FlaskClient, app: Flask, people: People, clock: Clock, stock: Stock
) -> None:
    library = app.extensions["library"]
    reader = people.reader()
    sign_in(client, "siti@contoh.id")
    answer = post(client, "/searches", {"alert": "1"}, page="/search?q=kedelai&year_from=2020")
    assert answer.status_code == 303
    assert answer.location.endswith("/search?q=kedelai&year_from=2020")
    assert "/searches" in client.get(answer.location).text
    clock.forward(days=1)
    with library.database.write() as session:
        session.get(Work, stock.open).released_at = library.clock()
    clock.forward(hours=1)
    assert AlertRound(library.database, library.search, library.headings, library.clock).go_round(library.clock()) == 1
    letter = mails(library)[-1]
    text = letter.get_content()
    assert f"http://localhost/works/{stock.open}" in text
    link = re.search(r"http://localhost(/searches/stop/\S+)", text)
    assert link is not None
    assert letter["List-Unsubscribe"].strip() == f"<http://localhost{link[1]}>"
    assert other.get(link[1]).status_code == 200
    assert library.saved_searches.of(reader.id)[0].alert, "looking at the link stops nothing"
    assert post(other, link[1]).status_code == 200
    assert not library.saved_searches.of(reader.id)[0].alert


def test_saved_searches_are_listed_changed_and_deleted(client: FlaskClient, people: People) -> None:
    people.reader()
    sign_in(client, "siti@contoh.id")
    post(client, "/searches", {}, page="/search?q=padi&find=table&office=1872")
    page = client.get("/searches").text
    assert "/search?q=padi&amp;" in page
    alert, forget = (re.search(rf'action="(/searches/\w+/{deed})"', page) for deed in ("alert", "forget"))
    assert alert is not None
    assert forget is not None
    post(client, alert[1], {"alert": "1"}, page="/searches")
    assert 'name="alert" value="0"' in client.get("/searches").text
    post(client, forget[1], page="/searches")
    assert "/search?q=padi&amp;" not in client.get("/searches").text


def test_links_of_mails_that_lead_nowhere_say_so(client: FlaskClient) -> None:
    assert client.get("/searches/stop/nothing").status_code == 404


def test_a_librarian_works_through_what_was_sought_in_vain(
    client: FlaskClient, app: Flask, people: People, clock: Clock
) -> None:
    library = app.extensions["library"]
    for _day in range(2):
        for _time in range(2):
            library.reports.note_missed("1872", "kurs emas")
        clock.forward(days=1)
    people.add("ratna@contoh.id", "Ratna Dewi", Role.LIBRARIAN, "1872")
    sign_in(client, "ratna@contoh.id")
    page = client.get("/search/sought").text
    assert "kurs emas" in page
    assert post(client, "/search/sought", {"words": "kurs emas", "state": "ordered", "note": "<b>"}).status_code == 303
    page = client.get("/search/sought").text
    assert "&lt;b&gt;" in page
    assert 'value="open"' in page
    assert post(client, "/search/sought", {"words": "kurs emas", "state": "evil"}).status_code == 303
    assert post(client, "/search/sought", {"words": "tidak ada", "state": "handled"}).status_code == 404


def test_readers_do_not_see_the_list(client: FlaskClient, people: People) -> None:
    people.reader()
    sign_in(client, "siti@contoh.id")
    assert client.get("/search/sought").status_code == 403

"""The administrator's room."""

from __future__ import annotations

import csv
import io
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from library import audit
from library.jobs import outbox
from library.readers.accounts import by_email
from library.readers.roles import Role
from library.store.models import Job
from library.wiring import Library
from tests.webapp.people import People, post, sign_in
from webapp.app import create_app


@pytest.fixture
def administrator(client: FlaskClient, people: People) -> FlaskClient:
    people.administrator()
    sign_in(client, "budi@contoh.id")
    return client


def test_accounts_are_found_by_a_piece_of_name_or_address(administrator: FlaskClient, people: People) -> None:
    people.reader()
    people.add("agus_100%@contoh.id", "Agus <b>", Role.LIBRARIAN)
    everybody = administrator.get("/administration/people").text
    assert "Siti Rahmawati" in everybody
    assert "Agus &lt;b&gt;" in everybody
    some = administrator.get("/administration/people?words=0%25").text
    assert "Agus" in some
    assert "Siti" not in some
    assert "Siti" not in administrator.get("/administration/people?role=librarian").text
    assert "Tidak ada yang cocok" in administrator.get("/administration/people?words=zzz").text


def test_a_new_role_counts_at_the_next_click(administrator: FlaskClient, app: Flask, people: People) -> None:
    account = people.officer()
    officer = app.test_client()
    sign_in(officer, account.email or "")
    assert officer.get("/administration/jobs").status_code == 403
    page = f"/administration/people/{account.id}"
    assert post(administrator, f"{page}/role", {"role": "librarian", "office": ""}, page=page).status_code == 303
    assert officer.get("/administration/jobs").status_code == 200
    assert post(administrator, f"{page}/role", {"role": "emperor"}, page=page).status_code == 422


def test_a_shut_account_is_out_at_once_and_can_be_opened_again(
    administrator: FlaskClient, app: Flask, people: People
) -> None:
    account = people.reader()
    reader = app.test_client()
    sign_in(reader, "siti@contoh.id")
    page = f"/administration/people/{account.id}"
    assert post(administrator, f"{page}/shut", page=page).status_code == 303
    assert reader.get("/account").status_code == 303
    assert post(administrator, f"{page}/open", page=page).status_code == 303
    sign_in(reader, "siti@contoh.id")


def test_nobody_shuts_herself_out(administrator: FlaskClient, people: People, library: Library) -> None:
    with library.database.read() as records:
        own = by_email(records, "budi@contoh.id").id
    page = f"/administration/people/{own}"
    for deed, fields in (("shut", {}), ("role", {"role": "reader"})):
        answer = post(administrator, f"{page}/{deed}", fields, page=page)
        assert answer.status_code == 422
        assert "akun Anda sendiri" in answer.text
    assert administrator.get(page).status_code == 200


def test_inviting_twice_by_a_double_click_opens_one_account(administrator: FlaskClient, library: Library) -> None:
    form = {"name": "Made", "email": "made@contoh.id", "role": "officer", "language": "id", "once": "k" * 24}
    first = post(administrator, "/administration/people/new", form)
    second = post(administrator, "/administration/people/new", form)
    assert first.headers["Location"] == second.headers["Location"]
    taken = post(administrator, "/administration/people/new", {**form, "once": "m" * 24})
    assert taken.status_code == 422
    assert "Sudah ada akun" in taken.text
    assert 'value="Made"' in taken.text
    assert library.outbox.counts() == {"waiting": 1}


def test_a_dead_job_is_shown_without_addresses_and_tried_again(administrator: FlaskClient, library: Library) -> None:
    with library.database.write() as records:
        outbox.add(records, library.clock(), "mail.send", {"mail": "x"})
        records.flush()
        job = records.query(Job).one()
        job.state, job.error, job.finished_at = "dead", "refused siti@contoh.id <b>", library.clock()
        number = job.id
    text = administrator.get("/administration/jobs").text
    assert "refused ‹e-mail› &lt;b&gt;" in text
    url = f"/administration/jobs/{number}/retry"
    assert post(administrator, url, page="/administration/jobs").status_code == 303
    assert library.outbox.counts() == {"waiting": 1}
    assert post(administrator, url, page="/administration/jobs").status_code == 409


def test_the_trail_holds_ids_only_and_can_be_narrowed(administrator: FlaskClient, people: People) -> None:
    account = people.reader()
    text = administrator.get(f"/administration/trail?subject=account:{account.id}").text
    assert "account.add" in text
    assert "account.login" not in text
    assert "siti@contoh.id" not in text
    assert "account.login" in administrator.get("/administration/trail?action=account.l").text
    assert "Tidak ada catatan" in administrator.get("/administration/trail?actor=%25").text
    assert "Tidak ada catatan" in administrator.get("/administration/trail?before=1").text


def test_health_says_which_part_is_not_fit(library: Library, people: People) -> None:
    people.librarian()
    client = create_app(library).test_client()
    sign_in(client, "ratna@contoh.id")
    assert "Semua bagian siap bekerja" in client.get("/administration/health").text


@pytest.mark.parametrize(
    ("who", "open_pages"),
    [("reader", set()), ("officer", set()), ("librarian", {"jobs", "health"})],
)
def test_each_page_is_for_its_right(client: FlaskClient, people: People, who: str, open_pages: set[str]) -> None:
    account = getattr(people, who)()
    sign_in(client, account.email)
    pages = ("people", "people/new", f"people/{account.id}", "jobs", "trail", "health")
    answers = {page: client.get(f"/administration/{page}").status_code for page in pages}
    assert answers == {page: 200 if page in open_pages else 403 for page in pages}


def test_the_trail_goes_out_as_a_table_without_formulas(administrator: FlaskClient, library: Library) -> None:
    with library.database.write() as records:
        audit.record(records, library.clock(), "cli", "test.deed", "=HYPERLINK(1)", why='a "b"')
    given = administrator.get("/administration/trail.csv?action=test")
    assert given.mimetype == "text/csv"
    header, row = csv.DictReader(io.StringIO(given.text)).fieldnames, next(csv.DictReader(io.StringIO(given.text)))
    assert header == ["seq", "at", "actor", "action", "subject", "details"]
    assert not row["subject"].startswith("=")
    assert json.loads(row["details"]) == {"why": 'a "b"'}
    assert len(administrator.get("/administration/trail.csv").text.splitlines()) > 2

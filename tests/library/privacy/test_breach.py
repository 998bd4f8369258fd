"""Whose data, which fields: by time, office, kind, account of the staff, terminal; and until when they are told."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path

import pymupdf
import pytest

import catalog_data
from library.errors import BadForm, NotFound
from library.floor import devices
from library.privacy.breach import Affected, Scope, whole_day
from library.privacy.breach_files import as_csv, as_json, safe_cell
from library.privacy.breach_letter import letter_pdf
from library.privacy.breaches import BreachForm, due_at
from library.privacy.looks import Looker
from library.privacy.register import load_register
from library.readers import sessions
from library.store.models import Account, Breach
from tests.library.floor.conftest import METRO, MONDAY, SUMSEL
from tests.library.privacy.conftest import EMAIL, NAME, Life, complain, visit

CATALOG = Path(catalog_data.__file__).parent
CLI = Looker("cli")


def asked(life: Life, **scope: object) -> dict[str, Affected]:
    people = life.library.privacy.affected(Scope(**scope), by=CLI)  # type: ignore[arg-type]
    return {person.name: person for person in people}


def test_an_account_counts_once_with_every_kind_and_every_field(life: Life) -> None:
    person = asked(life)[NAME]
    assert (person.key, person.reached) == (life.subject, EMAIL)
    assert {"account", "guest_book", "softcopy", "reading", "consultation", "complaint", "sign_in"} <= set(
        person.records
    )
    fields = person.fields(life.library.privacy.register)
    assert {"visit.name", "visit.id_last4"} <= set(fields["guest_book"])
    assert "complaint.text" in fields["complaint"]


def test_kinds_and_office_narrow_it(life: Life) -> None:
    assert set(asked(life, kinds=("complaint",))[NAME].records) == {"complaint"}
    assert asked(life, kinds=("complaint",), office=SUMSEL) == {}
    assert set(asked(life, kinds=("complaint",), office=METRO)) == {NAME, "Budi Lontar"}


def test_what_came_later_or_was_erased_before_was_not_there(life: Life) -> None:
    before = life.clock()
    life.clock.forward(days=10)
    visit(life.room, None, name="Tamu Baru", email="baru@example.org")
    book = ("guest_book",)
    assert "Tamu Baru" not in asked(life, last=before, kinds=book)
    assert "Tamu Baru" in asked(life, first=before, kinds=book)
    life.library.privacy.erase_now(life.subject, "cli")
    assert NAME in asked(life, last=before, kinds=("complaint", "softcopy"))
    life.clock.forward(days=1)
    assert NAME not in asked(life, first=life.clock(), kinds=("guest_book", "account"))


def test_people_without_an_account_stand_for_themselves_with_what_reaches_them(life: Life) -> None:
    complain(life.room, None, "antre", "Tanpa Akun", "tanpa@example.org")
    complain(life.room, None, "antre", "", "")
    people = asked(life, kinds=("complaint",))
    assert people["Tanpa Akun"].reached == "tanpa@example.org"
    assert people["Tanpa Akun"].key.startswith("complaint:")
    assert "" not in people  # who left neither name nor address cannot be told, and is nobody's record


def test_an_account_of_the_staff_leads_to_what_it_looked_at_or_dealt_with(life: Life) -> None:
    thief = Looker("thief", "officer", METRO)
    assert asked(life, actor="thief") == {}
    life.library.privacy.look(thief, "account", life.reader)
    assert set(asked(life, actor="thief")[NAME].records) == {"account"}
    assert asked(life, actor="thief", first=life.clock() + timedelta(seconds=1)) == {}
    served = asked(life, actor=life.room.officer)
    assert {"guest_book", "consultation", "complaint"} <= set(served[NAME].records)


def test_a_terminal_leads_to_who_signed_in_there(life: Life) -> None:
    with life.library.database.write() as session:
        given = {"office": METRO, "kind": "terminal", "name": "Terminal 1", "actor": life.room.officer}
        device = devices.add(session, life.clock(), **given)[0].id
        account = session.get_one(Account, life.reader)
        sessions.begin(session, life.clock(), account, timedelta(hours=1), device=device)
    assert set(asked(life, device=device)) == {NAME}
    assert asked(life, device="another") == {}


@pytest.mark.parametrize("text", ["=1+1", "+62812", "-1", "@cmd", "\t=1", "  =1"])
def test_no_cell_of_the_list_computes(text: str) -> None:
    person = Affected("account:x", text, text, "id", {"account": 1})
    written = as_csv([person], load_register(CATALOG))
    row = next(iter(csv.DictReader(io.StringIO(written))))
    assert row["name"] == f"'{text}"
    assert safe_cell("Siti") == "Siti"


def test_the_list_for_programs_says_what_was_asked(life: Life) -> None:
    scope = Scope(first=MONDAY, office=METRO, kinds=("complaint",))
    people = life.library.privacy.affected(scope, by=CLI)
    plain = json.loads(as_json(people, life.library.privacy.register, scope))
    assert plain["total"] == 2
    assert Scope.from_json(plain["scope"]) == scope


def opened(life: Life, **form: object) -> Breach:
    known = {"known_at": life.clock(), "scope": Scope(), **form}
    with life.library.database.write() as session:
        breach = life.library.privacy.open_in(session, BreachForm(**known), "cli")  # type: ignore[arg-type]
    return life.library.privacy.breach(breach)


def test_the_clock_runs_three_times_twenty_four_hours_over_any_holiday(life: Life) -> None:
    breach = opened(life)
    assert due_at(breach) - life.clock() == timedelta(hours=72)
    life.clock.forward(hours=1)
    for whom in ("people", "authority", "people"):
        life.library.privacy.told(breach.id, whom, "cli")
    told = life.library.privacy.breach(breach.id)
    assert told.told_people_at == told.told_authority_at == life.clock()
    with pytest.raises(BadForm):
        life.library.privacy.told(breach.id, "press", "cli")
    with pytest.raises(NotFound):
        life.library.privacy.breach("nothing")


def test_a_breach_is_not_known_before_it_is_known(life: Life) -> None:
    later = life.clock() + timedelta(seconds=1)
    for wrong in (
        {"known_at": later},
        {"scope": Scope(first=later, last=life.clock())},
        {"what": "x" * 5000},
    ):
        with pytest.raises(BadForm):
            opened(life, **wrong)


def test_the_letter_says_in_both_languages_which_data_when_and_what_is_done(life: Life) -> None:
    breach = opened(life, what="Cadangan <b>dicuri</b>.", measures="Kata sandi diganti.")
    catalog = life.library.settings.catalog
    letter = letter_pdf(breach, ["complaint"], catalog, office="BPS Kota Metro", zone="Asia/Jakarta")
    with pymupdf.open(stream=letter, filetype="pdf") as document:
        first, second = (" ".join(page.get_text().split()) for page in document)
    assert all(words in first for words in ("Pasal 46", "Cadangan <b>dicuri</b>.", "Isi pengaduan", "26 November 2026"))
    assert all(words in second for words in ("article 46", "Kata sandi diganti.", "The complaint"))


def test_a_day_ends_with_its_last_moment() -> None:
    assert whole_day("2026-11-21", end=True) - whole_day("2026-11-21") == timedelta(days=1) - timedelta(microseconds=1)
    with pytest.raises(ValueError, match="kemarin"):
        whole_day("kemarin")

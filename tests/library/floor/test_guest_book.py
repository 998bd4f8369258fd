"""The guest book: each field, and what each office asks."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from library.errors import BadForm, NotFound
from library.floor.guest_book import asks_email, asks_identity, check_entry
from library.offices import load_offices, packaged_offices
from library.readers import accounts
from library.readers.roles import Role
from tests.library.floor.conftest import METRO, SUMSEL, Room, account_of, entry

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
BY_CODE = {office.code: office for office in load_offices(packaged_offices())}
CATALOG: Path = packaged_offices().parent


def reasons(office: str = METRO, **changes: Any) -> dict[str, str]:
    try:
        check_entry(entry(**changes), BY_CODE[office], CATALOG, NOW)
    except BadForm as problem:
        return problem.fields
    return {}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {}),
        ({"name": " \u202e "}, {"name": "required"}),
        ({"name": "x" * 201}, {"name": "too-long"}),
        ({"email": ""}, {"email": "required"}),
        ({"email": "siti@"}, {"email": "email-invalid"}),
        ({"consent": False}, {"consent": "consent-required"}),
        ({"purpose": ""}, {"purpose": "required"}),
        ({"purpose": "fun"}, {"purpose": "choice-invalid"}),
        ({"purpose": "other"}, {"purpose_text": "required"}),
        ({"institution_kind": "other", "institution": ""}, {"institution": "required"}),
        ({"occupation": "other"}, {"occupation_text": "required"}),
        ({"occupation": ""}, {"occupation": "required"}),
        ({"education": "s9"}, {"education": "choice-invalid"}),
        ({"gender": "x"}, {"gender": "choice-invalid"}),
        ({"birth_year": "1890"}, {"birth_year": "year-invalid"}),
        ({"birth_year": "2027"}, {"birth_year": "year-invalid"}),
        ({"birth_year": "٢٠٠٠"}, {"birth_year": "year-invalid"}),
        ({"birth_year": "2000", "gender": "female"}, {}),
        ({"services": ("other",)}, {"service_text": "required"}),
        ({"services": ("library", "tea")}, {"services": "choice-invalid"}),
        ({"service": "purchase"}, {"service": "choice-invalid"}),
        ({"id_kind": "ktp", "id_last4": "12a4"}, {}),
        ({"id_kind": "student_card", "id_last4": "12345"}, {"id_last4": "last4-invalid"}),
        ({"id_kind": "bus_pass"}, {"id_kind": "choice-invalid"}),
        ({"channel": "fax"}, {"channel": "choice-invalid"}),
        ({"language": "jv"}, {"language": "choice-invalid"}),
    ],
)
def test_each_field_is_judged_by_itself(changes: dict[str, Any], expected: dict[str, str]):
    assert reasons(**changes) == expected


def test_all_that_is_wrong_is_said_at_once():
    assert reasons(name="", email="x", consent=False, purpose="", education="") == {
        "name": "required",
        "email": "email-invalid",
        "consent": "consent-required",
        "purpose": "required",
        "education": "required",
    }


def test_an_identity_is_kept_only_where_the_office_asks_for_one():
    given = entry(id_kind="ktp", id_last4="ab12")
    kept = {code: check_entry(given, office, CATALOG, NOW).id_last4 for code, office in BY_CODE.items()}
    assert kept == {METRO: "AB12", "1808": "AB12", SUMSEL: "", "1674": "AB12"}
    assert not asks_identity(BY_CODE[SUMSEL], "consultation")


def test_an_address_is_asked_where_the_office_states_it():
    assert asks_email(BY_CODE[SUMSEL], "consultation")
    assert not asks_email(BY_CODE[SUMSEL], "library")  # it publishes no standard of a library
    assert reasons(SUMSEL, service="library", email="") == {}


def test_a_visitor_gets_an_identity_that_cannot_sign_in(room: Room):
    visit = room.sign()
    identity = account_of(room.library, visit.account_id)
    assert (identity.role, identity.email, identity.password, identity.name) == ("visitor", None, None, visit.name)
    assert not visit.has_account


def test_a_returning_readers_visit_is_her_accounts(room: Room):
    with room.library.database.write() as session:
        reader = accounts.add(session, room.clock(), email="siti@example.org", name="Siti", role=Role.READER)
    visit = room.sign(account_id=reader.id)
    assert (visit.account_id, visit.has_account) == (reader.id, True)
    with room.library.database.write() as session:
        accounts.disable(session, room.clock(), reader.id, room.officer)
    with pytest.raises(NotFound):
        room.sign(account_id=reader.id)


def test_a_page_that_is_refused_leaves_no_visit_behind(room: Room):
    with pytest.raises(BadForm):
        room.sign(consent=False)
    assert room.floor.day(room.office).visits == ()
    assert room.kinds() == []


def test_a_number_for_one_service_cannot_be_signed_for_the_other(room: Room):
    room = room.at("1674")
    room.open()
    leg = room.ticket()
    room.call()
    with pytest.raises(BadForm):
        room.floor.sign_guest_book(leg.visit_id, room.office, entry(service="library"), by="visitor")


def test_an_officer_ticks_that_she_saw_the_card(room: Room):
    visit = room.floor.confirm_identity(room.sign().id, "ktp", "1234", by=room.officer)
    assert (visit.id_seen, visit.id_kind, visit.id_last4) == (True, "ktp", "1234")
    with pytest.raises(BadForm) as problem:
        room.floor.confirm_identity(visit.id, "bus_pass", "12", by=room.officer)
    assert set(problem.value.fields) == {"id_kind", "id_last4"}

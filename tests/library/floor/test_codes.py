"""Six figures: how often an address gets and tries them, whom they never open, and what a shown one proves."""

from __future__ import annotations

import re

import pytest

from library.errors import Refused
from library.readers import accounts, code_limits, opening
from library.readers.roles import Role
from library.store.models import Account, Mail
from tests.library.floor.conftest import METRO, Room, account_of

KEY = b"k" * 32
SITI = "siti@example.org"


def ask(room: Room, visit_id: str) -> None:
    with room.library.database.write() as session:
        opening.mail_code(session, room.clock(), visit_id, KEY)


def answer(room: Room, visit_id: str, typed: str) -> Account | None:
    with room.library.database.write() as session:
        return opening.confirm(session, room.clock(), visit_id, typed, KEY)


def codes_mailed(room: Room) -> list[str]:
    with room.library.database.read() as session:
        letters = session.query(Mail).filter_by(kind="visit-code").order_by(Mail.created_at, Mail.id)
        return ["".join(re.findall(r"\d", letter.subject)) for letter in letters]


def shown(room: Room, visit_id: str) -> str:
    room.floor.confirm_identity(visit_id, "ktp", "1234", by=room.officer)
    with room.library.database.write() as session:
        return opening.code_at_desk(session, room.clock(), visit_id, room.officer, KEY)


def test_new_pages_of_the_guest_book_bring_an_address_no_more_mails(room: Room):
    for _ in range(code_limits.MAILS_A_DAY):
        ask(room, room.sign("library").id)
    with pytest.raises(Refused):
        ask(room, room.sign("library", email=SITI.upper()).id)
    assert len(codes_mailed(room)) == code_limits.MAILS_A_DAY
    ask(room, room.sign("library", email="joko@example.org").id)
    room.clock.forward(days=1)
    ask(room, room.sign("library").id)


def test_new_pages_of_the_guest_book_bring_an_address_no_more_tries(room: Room):
    for _ in range(code_limits.TRIES_A_DAY):
        assert answer(room, room.sign("library").id, "nothing") is None
    visit = room.sign("library")
    ask(room, visit.id)
    (code,) = codes_mailed(room)
    assert answer(room, visit.id, code) is None
    room.clock.forward(days=1)
    visit = room.sign("library")
    ask(room, visit.id)
    new = next(each for each in reversed(codes_mailed(room)) if each != code)
    assert answer(room, visit.id, new) is not None


def test_the_address_of_staff_is_mailed_no_code_and_opens_nothing(room: Room):
    visit = room.sign("library", email="petugas@example.go.id")
    ask(room, visit.id)
    assert codes_mailed(room) == []
    assert room.floor.visit(visit.id).account_id == visit.account_id


def test_a_code_that_an_officer_showed_proves_no_address(room: Room):
    visit = room.sign("library")
    assert answer(room, visit.id, shown(room, visit.id)) is not None
    opened = account_of(room.library, visit.account_id)
    assert (opened.role, opened.email, opened.verified_at) == ("reader", SITI, None)
    other = room.sign("library", email="joko@example.org")
    ask(room, other.id)
    assert answer(room, other.id, codes_mailed(room)[-1]) is not None
    assert account_of(room.library, other.account_id).verified_at == room.clock()


def test_a_shown_code_gives_no_account_that_was_opened_meanwhile(room: Room):
    visit = room.sign("library")
    code = shown(room, visit.id)
    with room.library.database.write() as session:
        accounts.add(session, room.clock(), email=SITI, name="Siti", role=Role.READER, office=METRO)
    assert answer(room, visit.id, code) is None
    assert room.floor.visit(visit.id).account_id == visit.account_id

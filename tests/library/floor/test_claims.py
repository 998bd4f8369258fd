"""An address in the guest book is a claim: it opens nothing for anybody, and is forgotten with the visit."""

from __future__ import annotations

import pytest

from library.errors import LoginFailed
from library.floor.views import VisitView
from library.readers import accounts, codes, opening, passwords
from library.readers.registration import Registration, checked, register
from library.readers.roles import Role
from library.readers.signing_in import prove
from library.store.models import Account, OneTimeLink
from tests.library.floor.conftest import Room, account_of

KEY = b"beside the database"
ADDRESS = "siti@example.org"
PASSWORD = "kuda hitam lari pagi"


def claim(room: Room, name: str = "Siti Rahmawati") -> VisitView:
    """Sign the guest book with the address and have the code mailed there."""
    visit = room.sign("library", name=name, email=ADDRESS)
    with room.library.database.write() as session:
        opening.mail_code(session, room.clock(), visit.id, KEY)
    return visit


def registers(room: Room, name: str) -> Account:
    form = Registration(email=ADDRESS, name=name, password=PASSWORD)
    hashed = checked(form)
    with room.library.database.write() as session:
        register(session, room.clock(), form, hashed)
        return accounts.by_email(session, ADDRESS)


def confirm(room: Room, visit: VisitView) -> Account:
    with room.library.database.write() as session:
        assert visit.account_id is not None
        code = codes.issue(session, room.clock(), visit.account_id, KEY)
        opened = opening.confirm(session, room.clock(), visit.id, code, KEY)
        assert opened is not None
        return opened


def test_who_registers_an_address_that_a_stranger_wrote_into_the_guest_book_gets_an_account_of_her_own(room: Room):
    stranger = claim(room, "Orang Asing")
    mine = registers(room, "Siti")
    assert (mine.id != stranger.account_id, mine.role) == (True, Role.READER)
    assert account_of(room.library, stranger.account_id).name == "Orang Asing"
    assert account_of(room.library, stranger.account_id).email is None


def test_a_password_that_a_stranger_registered_meanwhile_opens_nothing(room: Room):
    visit = claim(room)
    registers(room, "Orang Asing")
    opened = confirm(room, visit)
    assert (opened.name, opened.email) == ("Siti Rahmawati", ADDRESS)
    with room.library.database.read() as session, pytest.raises(LoginFailed):
        prove(session, ADDRESS, PASSWORD)


def test_a_claimed_address_gets_no_link_to_choose_a_password(room: Room):
    claim(room)
    with room.library.database.write() as session:
        passwords.ask_reset(session, room.clock(), ADDRESS)
        assert session.query(OneTimeLink).filter_by(purpose="reset").count() == 0


def test_a_claim_does_not_keep_an_administrator_from_opening_an_account(room: Room):
    claim(room)
    with room.library.database.write() as session:
        added = accounts.add(session, room.clock(), email=ADDRESS, name="Siti", role=Role.OFFICER)
    assert added.email == ADDRESS


def test_erasing_a_visit_erases_the_address_that_was_never_proven(room: Room):
    visit = claim(room)
    room.floor.leave(visit.id, by=room.officer)
    room.floor.close(visit.id, by=room.officer)
    room.floor.erase_visit(visit.id, by=room.officer)
    identity = account_of(room.library, visit.account_id)
    assert (identity.name, identity.email) == ("", None)


@pytest.mark.parametrize("years", [None, 6])
def test_the_identity_of_a_visit_that_went_over_to_an_account_is_forgotten_too(room: Room, years: int | None):
    registers(room, "Siti")
    visit = claim(room, "Siti Rahmawati Lengkap")
    assert confirm(room, visit).id != visit.account_id
    room.floor.leave(visit.id, by=room.officer)
    room.floor.close(visit.id, by=room.officer)
    if years is None:
        room.floor.erase_visit(visit.id, by=room.officer)
    else:
        room.clock.forward(days=years * 366)
        room.floor.forget_old(room.office)
    assert account_of(room.library, visit.account_id).name == ""

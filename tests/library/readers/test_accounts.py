"""Accounts, their names and addresses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from library import Library
from library.errors import BadForm, LinkExpired, LoginFailed, LostRace, NotFound
from library.readers import accounts, invitations, links, passwords, people, sessions
from library.readers.registration import Registration, checked, register, verify
from library.readers.roles import Right, Role, has_right
from library.readers.signing_in import Proven, prove, sign_in
from library.store.models import Account, OneTimeLink
from tests.library.conftest import HandClock

PASSWORD = "kuda hitam lari pagi"
HOUR = timedelta(hours=1)


def add(library: Library, email: str, role: Role = Role.READER) -> str:
    with library.database.write() as records:
        return accounts.add(records, library.clock(), email=email, name="Siti", role=role, password=PASSWORD).id


@given(st.text(max_size=300))
def test_a_cleaned_name_is_one_line_without_anything_invisible(name: str) -> None:
    clean = accounts.clean_name(name)
    assert clean.isprintable()
    assert len(clean) <= accounts.MAX_NAME
    assert clean == " ".join(clean.split())
    assert accounts.clean_name(clean) == clean


@pytest.mark.parametrize("address", ["", "a", "a@", "@b.id", "a@b", "a b@c.id", "a@c.id\nBcc: d@e.id", "a@c.id,d@e.id"])
def test_what_cannot_be_an_address_is_none(address: str) -> None:
    assert accounts.normal_email(address) is None


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("siti@contoh.id", None),
        ("siti@bücher.example", None),
        ("sítí@contoh.id", "email-local-letters"),
        ("почта@example.org", "email-local-letters"),
        ("a@", "email-invalid"),
    ],
)
def test_an_address_that_not_every_server_takes_opens_no_account(library: Library, address: str, problem: str | None):
    form = Registration(email=address, name="Siti", password=PASSWORD)
    if problem is None:
        checked(form)
        add(library, address)
        return
    for attempt in (lambda: checked(form), lambda: add(library, address)):
        with pytest.raises(BadForm) as refused:
            attempt()
        assert refused.value.fields == {"email": problem}


def test_one_address_has_one_account_however_it_is_written(library: Library) -> None:
    add(library, "Siti@Contoh.ID")
    with pytest.raises(BadForm) as refused:
        add(library, " siti@contoh.id ")
    assert refused.value.fields == {"email": "email-taken"}


@pytest.mark.parametrize(
    ("address", "shown"), [("siti@contoh.id", "s…i@contoh.id"), ("ab@c.id", "a…@c.id"), (None, "—"), ("", "—")]
)
def test_a_masked_address_shows_its_ends_only(address: str | None, shown: str) -> None:
    assert accounts.masked(address) == shown


def test_an_unknown_role_has_no_right() -> None:
    for role in ("", "emperor", "Administrator"):
        assert not any(has_right(role, right) for right in Right)


def test_links_keep_no_secret_and_serve_their_purpose_once(library: Library, clock: HandClock) -> None:
    account = add(library, "siti@contoh.id")
    with library.database.write() as records:
        secret = links.issue(records, clock(), account, "reset")
    with library.database.write() as records:
        assert secret not in str([vars(row) for row in records.query(OneTimeLink)])
        with pytest.raises(LinkExpired):
            links.use(records, clock(), secret, "verify")
        assert links.use(records, clock(), secret, "reset") == account
        with pytest.raises(LinkExpired):
            links.use(records, clock(), secret, "reset")


def test_a_shut_account_cannot_use_the_link_it_was_sent_before(library: Library, clock: HandClock) -> None:
    account = add(library, "siti@contoh.id")
    with library.database.write() as records:
        secret = links.issue(records, clock(), account, "reset")
        accounts.disable(records, clock(), account, "cli")
        accounts.enable(records, clock(), account, "cli")
    with library.database.read() as records, pytest.raises(LinkExpired):
        passwords.hashed_for_link(records, clock(), secret, "reset", PASSWORD)


def test_an_account_shut_between_proof_and_entry_stays_out(library: Library, clock: HandClock) -> None:
    account = add(library, "siti@contoh.id")
    with library.database.read() as records:
        proven = prove(records, "siti@contoh.id", PASSWORD)
    assert proven == Proven(account, None)
    with library.database.write() as records:
        accounts.disable(records, clock(), account, "cli")
    with pytest.raises(LoginFailed), library.database.write() as records:
        sign_in(records, clock(), proven, HOUR, "")


def test_an_outdated_hash_is_made_anew_at_the_next_entry(library: Library, clock: HandClock) -> None:
    account = add(library, "siti@contoh.id")
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with library.database.write() as records:
        records.get_one(Account, account).password = old
    with library.database.read() as records:
        proven = prove(records, "siti@contoh.id", PASSWORD)
    with library.database.write() as records:
        sign_in(records, clock(), proven, HOUR, "")
    with library.database.read() as records:
        assert records.get_one(Account, account).password != old
        assert prove(records, "siti@contoh.id", PASSWORD).hashed is None


def test_the_last_registration_of_an_unconfirmed_address_counts(library: Library, clock: HandClock) -> None:
    for name, password in (("Penyerang", "frasa milik orang lain"), ("Siti", PASSWORD)):
        form = Registration(email="siti@contoh.id", name=name, password=password)
        hashed = checked(form)
        with library.database.write() as records:
            register(records, clock(), form, hashed)
    with library.database.write() as records:
        account = accounts.by_email(records, "siti@contoh.id")
        verify(records, clock(), links.issue(records, clock(), account.id, "verify"))
    with library.database.read() as records:
        assert prove(records, "siti@contoh.id", PASSWORD).account == account.id
        with pytest.raises(LoginFailed):
            prove(records, "siti@contoh.id", "frasa milik orang lain")


def test_somebody_always_remains_who_may_manage_accounts(library: Library, clock: HandClock) -> None:
    first = add(library, "budi@contoh.id", Role.ADMINISTRATOR)
    for deed in (
        lambda records: people.disable(records, clock(), first, "cli"),
        lambda records: people.change_role(records, clock(), first, "reader", None, "cli"),
    ):
        with pytest.raises(BadForm) as refused, library.database.write() as records:
            deed(records)
        assert list(refused.value.fields.values()) == ["last-administrator"]
    add(library, "ani@contoh.id", Role.ADMINISTRATOR)
    with library.database.write() as records:
        people.disable(records, clock(), first, "cli")


def test_an_accepted_invitation_is_not_sent_again(library: Library, clock: HandClock) -> None:
    account = add(library, "siti@contoh.id")
    with library.database.write() as records:
        with pytest.raises(LostRace):
            invitations.invite_again(records, clock(), account, "cli")
        with pytest.raises(NotFound):
            invitations.invite_again(records, clock(), "nobody", "cli")


def test_ending_a_sign_in_of_somebody_else_does_nothing(library: Library, clock: HandClock) -> None:
    hers, his = add(library, "siti@contoh.id"), add(library, "agus@contoh.id")
    with library.database.write() as records:
        secret = sessions.begin(records, clock(), records.get_one(Account, hers), HOUR)
        (row,) = sessions.open_ones(records, clock(), hers)
        sessions.end(records, clock(), his, row.id)
    with library.database.read() as records:
        visitor = sessions.look_up(records, clock(), secret)
    assert visitor is not None
    assert visitor.id == hers


def test_what_is_no_address_never_finds_an_erased_account(library: Library):
    account_id = add(library, "siti@example.org")
    with library.database.write() as records:
        records.get_one(Account, account_id).email = None
    with library.database.read() as records:
        assert accounts.find(records, "no address") is None
        assert accounts.find(records, "") is None

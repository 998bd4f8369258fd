"""The second factor: agreeing on it, taking it once, losing it."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select

from library.errors import LinkExpired, LostRace, SecondStepNeeded, Unavailable
from library.readers import (
    accounts,
    factor_standing,
    factor_tries,
    passwords,
    recovery_codes,
    second_factor,
    second_step,
    sessions,
    totp,
)
from library.readers.factor_policy import FactorPolicy, policy_of
from library.readers.roles import Role
from library.readers.sealing import seal, unseal
from library.readers.second_factor import Answer
from library.readers.second_step import Browser, Entry
from library.settings import Settings
from library.store.models import Account, AuditEntry, Mail
from library.store.session import Session
from library.wiring import Library, open_library
from tests.library.conftest import HandClock

KEY = b"a key that lies beside the database"
POLICY = FactorPolicy(frozenset({"librarian"}), timedelta(days=14))
HERE = Browser(timedelta(hours=12), "Firefox")


class Phone:
    """An authenticator app that was shown a secret."""

    def __init__(self, spelled: str) -> None:
        text = spelled.replace(" ", "")
        self._secret = base64.b32decode(text + "=" * (-len(text) % 8))

    def code(self, at: datetime) -> str:
        return totp.code_at(self._secret, int(at.timestamp()) // totp.STEP)


NUMBERS = count(1)
Enrol = Callable[[], tuple[Phone, list[str], str]]


@pytest.fixture(scope="module")
def clock() -> HandClock:
    """Give one clock for all tests of this module: it goes on from one to the next."""
    return HandClock()


@pytest.fixture(scope="module")
def library(fresh_data: Path, tmp_path_factory: pytest.TempPathFactory, clock: HandClock) -> Iterator[Library]:
    """Give one library for all tests of this module: each has an account of its own."""
    data = tmp_path_factory.mktemp("factors") / "data"
    shutil.copytree(fresh_data, data)
    opened = open_library(Settings(data=data, workers=0), clock)
    yield opened
    opened.close()


@pytest.fixture
def ratna(library: Library, clock: HandClock) -> Account:
    address = f"ratna{next(NUMBERS)}@contoh.id"
    with library.database.write() as session:
        return accounts.add(
            session, clock(), email=address, name="Ratna", role=Role.LIBRARIAN, password="kuda hitam lari pagi"
        )


@pytest.fixture
def enrol(library: Library, clock: HandClock, ratna: Account) -> Enrol:
    """Give a function that signs Ratna in and sets her phone up: the phone, the papers, her cookie's secret."""

    def set_up() -> tuple[Phone, list[str], str]:
        with library.database.write() as session:
            account = session.get_one(Account, ratna.id)
            secret = sessions.begin(session, clock(), account, HERE.lifetime)
            second_factor.offer(session, clock(), account.id, KEY)
            offer = second_factor.offered(session, account, KEY)
            assert offer is not None
            phone = Phone(offer.spelled)
            visitor = sessions.look_up(session, clock(), secret)
            assert visitor is not None
            papers = second_factor.confirm(session, clock(), account, phone.code(clock()), KEY, sign_in=visitor.sign_in)
        assert papers is not None
        clock.forward(minutes=1)
        return phone, papers, secret

    return set_up


def enter(library: Library, clock: HandClock, account: Account, policy: FactorPolicy = POLICY) -> Entry:
    with library.database.write() as session:
        own = session.get_one(Account, account.id)
        return second_step.enter(session, clock(), own, HERE, policy, how=sessions.PASSWORD)


def finish(library: Library, clock: HandClock, entry: Entry, code: str) -> Entry | Answer:
    with library.database.write() as session:
        return second_step.finish(session, clock(), entry.secret, code, KEY, HERE)


def visitor_of(
    library: Library, clock: HandClock, secret: str, policy: FactorPolicy = POLICY
) -> sessions.Visitor | None:
    with library.database.read() as session:
        return sessions.look_up(session, clock(), secret, policy)


def check(library: Library, clock: HandClock, account: Account, code: str) -> Answer:
    with library.database.write() as session:
        return second_factor.check(session, clock(), session.get_one(Account, account.id), code, KEY)


@pytest.mark.parametrize(
    ("at", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_standard(at: int, code: str) -> None:
    """The last six figures of the test vectors in RFC 6238, appendix B."""
    assert totp.code_at(b"12345678901234567890", at // 30) == code


def test_a_phone_may_be_a_step_off_and_no_more() -> None:
    secret, now = totp.new_secret(), datetime(2026, 11, 21, tzinfo=UTC)
    step = int(now.timestamp()) // 30
    fits = [shift for shift in range(-4, 5) if totp.matching_step(secret, totp.code_at(secret, step + shift), now, 0)]
    assert fits == [-1, 0, 1]
    assert totp.matching_step(secret, totp.code_at(secret, step), now, after=step) is None


def test_a_secret_opens_under_its_key_for_its_owner_only() -> None:
    sealed = seal(KEY, "ratna", b"secret")
    # A letter that is never the one that stood there: a random seal begins with any of 64.
    altered = ("y" if sealed[0] == "x" else "x") + sealed[1:]
    assert unseal(KEY, "ratna", sealed) == b"secret"
    assert seal(KEY, "ratna", b"secret") != sealed
    for key, owner, text in (
        (b"other", "ratna", sealed),
        (KEY, "budi", sealed),
        (KEY, "ratna", altered),
        (KEY, "ratna", "é"),
    ):
        with pytest.raises(Unavailable):
            unseal(key, owner, text)


def test_neither_secret_nor_papers_stand_in_the_database(library: Library, enrol: Enrol) -> None:
    phone, papers, _secret = enrol()
    raw = library.folders.database.read_bytes()
    assert phone._secret not in raw
    assert not any(paper.encode() in raw or paper.replace("-", "").encode() in raw for paper in papers)
    assert len(set(papers)) == 10


def test_a_code_counts_once_and_older_ones_no_more(
    library: Library, clock: HandClock, ratna: Account, enrol: Enrol
) -> None:
    phone, _papers, _secret = enrol()
    code, older = phone.code(clock()), phone.code(clock() - timedelta(seconds=30))
    assert check(library, clock, ratna, f" {code[:3]} {code[3:]} ") is Answer.PHONE
    assert check(library, clock, ratna, code) is Answer.WRONG
    assert check(library, clock, ratna, older) is Answer.WRONG
    clock.forward(seconds=30)
    assert check(library, clock, ratna, phone.code(clock())) is Answer.PHONE


def test_the_code_that_confirmed_the_phone_signs_nobody_in(
    library: Library, clock: HandClock, ratna: Account, enrol: Enrol
) -> None:
    phone, _papers, _secret = enrol()
    assert check(library, clock, ratna, phone.code(clock() - timedelta(minutes=1))) is Answer.WRONG


def test_a_paper_counts_once_is_told_by_mail_and_new_ones_end_the_old(
    library: Library, clock: HandClock, ratna: Account, enrol: Enrol
) -> None:
    _phone, papers, _secret = enrol()
    assert check(library, clock, ratna, papers[0].upper()) is Answer.PAPER
    assert check(library, clock, ratna, papers[0]) is Answer.WRONG
    with library.database.write() as session:
        assert _mailed(session, ratna, "second-step-paper") == 1
        newer = second_factor.new_papers(session, clock(), session.get_one(Account, ratna.id), KEY)
        assert factor_standing.of(session, session.get_one(Account, ratna.id), POLICY).left == 10
    assert check(library, clock, ratna, papers[1]) is Answer.WRONG
    assert check(library, clock, ratna, newer[1]) is Answer.PAPER


@pytest.mark.parametrize("typed", ["", "000000", "٠١٢٣٤٥", "é" * 40, "-" * 10, "a" * 40])
def test_nonsense_is_a_wrong_code(library: Library, clock: HandClock, ratna: Account, enrol: Enrol, typed: str) -> None:
    enrol()
    assert check(library, clock, ratna, typed) is Answer.WRONG


def test_the_password_alone_opens_half_a_sign_in_which_opens_nothing(
    library: Library, clock: HandClock, ratna: Account, enrol: Enrol
) -> None:
    phone, _papers, _secret = enrol()
    entry = enter(library, clock, ratna)
    assert entry.is_half
    assert visitor_of(library, clock, entry.secret) is None
    whole = finish(library, clock, entry, phone.code(clock()))
    assert isinstance(whole, Entry)
    visitor = visitor_of(library, clock, whole.secret)
    assert visitor is not None
    assert (visitor.role, visitor.factor_at) == ("librarian", clock())
    with pytest.raises(LinkExpired):
        finish(library, clock, entry, phone.code(clock()))


def test_half_a_sign_in_ends_with_its_fifth_wrong_code_and_with_its_time(
    library: Library, clock: HandClock, ratna: Account, enrol: Enrol
) -> None:
    phone, _papers, _secret = enrol()
    entry = enter(library, clock, ratna)
    assert [finish(library, clock, entry, "000000") for _ in range(5)] == [Answer.WRONG] * 5
    with pytest.raises(LinkExpired):
        finish(library, clock, entry, phone.code(clock()))
    late = enter(library, clock, ratna)
    clock.forward(minutes=10)
    with pytest.raises(LinkExpired):
        finish(library, clock, late, phone.code(clock()))


def test_too_many_wrong_codes_are_told_to_the_owner_whose_new_password_begins_anew(
    library: Library, clock: HandClock, ratna: Account, enrol: Enrol
) -> None:
    phone, _papers, _secret = enrol()
    answers = [check(library, clock, ratna, "000000") for _ in range(factor_tries.MOST)]
    assert set(answers) == {Answer.WRONG}
    assert check(library, clock, ratna, phone.code(clock())) is Answer.SPENT
    with library.database.write() as session:
        assert _mailed(session, ratna, "second-step-tried") == 1
        passwords.keep_change(session, clock(), ratna.id, "another hash")
    assert check(library, clock, ratna, phone.code(clock())) is Answer.PHONE


def test_nobody_comes_in_past_the_second_step(library: Library, clock: HandClock, ratna: Account, enrol: Enrol) -> None:
    enrol()
    with library.database.write() as session:
        account = session.get_one(Account, ratna.id)
        for how in (sessions.PASSWORD, sessions.MAILED):
            with pytest.raises(SecondStepNeeded):
                sessions.begin(session, clock(), account, HERE.lifetime, how=how)
        ticket = sessions.begin(session, clock(), account, HERE.lifetime, how=sessions.CODE)
    by_ticket = visitor_of(library, clock, ticket)
    assert by_ticket is not None
    assert by_ticket.role == "reader"


def test_browsers_let_in_before_the_second_step_are_out(
    library: Library, clock: HandClock, ratna: Account, enrol: Enrol
) -> None:
    before = enter(library, clock, ratna)
    assert not before.is_half
    _phone, _papers, here = enrol()
    assert visitor_of(library, clock, before.secret) is None
    assert visitor_of(library, clock, here) is not None


def test_a_new_password_ends_half_sign_ins(library: Library, clock: HandClock, ratna: Account, enrol: Enrol) -> None:
    phone, _papers, _secret = enrol()
    entry = enter(library, clock, ratna)
    with library.database.write() as session:
        passwords.keep_change(session, clock(), ratna.id, "another hash")
    with pytest.raises(LinkExpired):
        finish(library, clock, entry, phone.code(clock()))


def test_another_phone_takes_over_only_with_its_first_code(
    library: Library, clock: HandClock, ratna: Account, enrol: Enrol
) -> None:
    old, _papers, secret = enrol()
    visitor = visitor_of(library, clock, secret)
    assert visitor is not None
    with library.database.write() as session:
        account = session.get_one(Account, ratna.id)
        second_factor.offer(session, clock(), ratna.id, KEY)
        assert second_factor.confirm(session, clock(), account, old.code(clock()), KEY, sign_in=visitor.sign_in) is None
    assert check(library, clock, ratna, old.code(clock())) is Answer.PHONE
    with library.database.write() as session:
        account = session.get_one(Account, ratna.id)
        offer = second_factor.offered(session, account, KEY)
        assert offer is not None
        new = Phone(offer.spelled)
        assert second_factor.confirm(session, clock(), account, new.code(clock()), KEY, sign_in=visitor.sign_in)
        with pytest.raises(LostRace):
            second_factor.confirm(session, clock(), account, new.code(clock()), KEY, sign_in=visitor.sign_in)
    clock.forward(minutes=1)
    assert check(library, clock, ratna, old.code(clock())) is Answer.WRONG
    assert check(library, clock, ratna, new.code(clock())) is Answer.PHONE


def test_grace_begins_at_the_first_sign_in_and_then_only_a_reader_s_rights_are_left(
    library: Library, clock: HandClock, ratna: Account
) -> None:
    first = enter(library, clock, ratna)
    visitor = visitor_of(library, clock, first.secret)
    assert visitor is not None
    assert (visitor.role, visitor.factor_due) == ("librarian", clock() + POLICY.grace)
    clock.forward(days=14)
    later = enter(library, clock, ratna)
    visitor = visitor_of(library, clock, later.secret)
    assert visitor is not None
    assert (visitor.role, visitor.owes_factor) == ("reader", True)
    nobody_asks = visitor_of(library, clock, later.secret, FactorPolicy())
    assert nobody_asks is not None
    assert (nobody_asks.role, nobody_asks.factor_due) == ("librarian", None)


def test_taking_it_away_ends_every_sign_in_is_told_and_begins_no_new_grace(
    library: Library, clock: HandClock, ratna: Account, enrol: Enrol
) -> None:
    enter(library, clock, ratna)
    _phone, _papers, here = enrol()
    clock.forward(days=20)
    with library.database.write() as session:
        account = session.get_one(Account, ratna.id)
        assert second_factor.take_away(session, clock(), account, "boss")
        assert not second_factor.take_away(session, clock(), account, "boss")
        assert recovery_codes.left(session, account.id) == 0
        assert _mailed(session, ratna, "second-step-off") == 1
        own = (AuditEntry.action == "factor.off", AuditEntry.subject == f"account:{ratna.id}")
        assert session.scalars(select(AuditEntry).where(*own)).one().actor == "boss"
    assert visitor_of(library, clock, here) is None
    visitor = visitor_of(library, clock, enter(library, clock, ratna).secret)
    assert visitor is not None
    assert visitor.owes_factor


def test_who_has_none_is_counted(library: Library, ratna: Account, enrol: Enrol) -> None:
    with library.database.read() as session:
        before = factor_standing.without(session, POLICY)
        assert factor_standing.without(session, FactorPolicy()) == 0
    enrol()
    with library.database.read() as session:
        assert factor_standing.without(session, POLICY) == before - 1
        assert factor_standing.of(session, session.get_one(Account, ratna.id), POLICY).since is not None


def _mailed(session: Session, account: Account, kind: str) -> int:
    """Count the mails of a kind that were written to an account."""
    return len(session.scalars(select(Mail).where(Mail.account_id == account.id, Mail.kind == kind)).all())


def test_the_policy_is_that_of_the_settings() -> None:
    assert policy_of(Settings()).roles == {"officer", "librarian", "administrator"}
    assert policy_of(Settings(second_factor="")).roles == frozenset()
    assert policy_of(Settings(second_factor=" librarian , ", second_factor_days=0)) == FactorPolicy(
        frozenset({"librarian"})
    )

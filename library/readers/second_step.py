"""Signing in by two steps: the password opens a half sign-in, which a code makes whole or time ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from library import audit
from library.errors import LinkExpired
from library.readers import second_factor, sessions
from library.readers.credentials import new_secret, secret_hash
from library.readers.factor_policy import FactorPolicy
from library.readers.second_factor import Answer
from library.readers.signing_in import Proven, accept
from library.store.counters import next_number
from library.store.models import Account, HalfSignIn

LIFETIME = timedelta(minutes=10)
TRIES = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """What a browser's cookie gets: a sign-in's secret, or that of half a sign-in which owes a code."""

    secret: str
    is_half: bool


@dataclass(frozen=True, slots=True)
class Browser:
    """The browser that signs in: how long its sign-in holds, and what it calls itself."""

    lifetime: timedelta
    agent: str


def enter(
    session: Session,
    now: datetime,
    account: Account,
    browser: Browser,
    policy: FactorPolicy,
    *,
    how: str,
    factor_at: datetime | None = None,
) -> Entry:
    """Let in whoever has shown a password or a mailed link; with a second factor halfway only.

    `factor_at` is the time of the second step where this browser has taken it already.
    """
    if factor_at is None and second_factor.is_on(session, account.id):
        return Entry(_half(session, now, account, how), is_half=True)
    second_factor.note_asked(session, now, account, policy)
    secret = sessions.begin(session, now, account, browser.lifetime, browser.agent, how=how, factor_at=factor_at)
    return Entry(secret, is_half=False)


def by_password(session: Session, now: datetime, proven: Proven, browser: Browser, policy: FactorPolicy) -> Entry:
    """Let in whoever gave the right password, perhaps halfway.

    Raises:
        LoginFailed: the account was shut in the meantime.
    """
    account = accept(session, proven)
    entry = enter(session, now, account, browser, policy, how=sessions.PASSWORD)
    if not entry.is_half:
        audit.record(session, now, account.id, "account.login", f"account:{account.id}")
    return entry


def owner(session: Session, now: datetime, secret: str) -> Account:
    """Say who stands halfway.

    Raises:
        LinkExpired: the half sign-in is unknown, over, or too old.
    """
    return _open(session, now, secret)[1]


def finish(session: Session, now: datetime, secret: str, typed: str, key: bytes, browser: Browser) -> Entry | Answer:
    """Take the second step: give the sign-in, or what was wrong with the code. The fifth wrong one ends the half.

    It raises nothing for a wrong code, so that the try is committed.

    Raises:
        LinkExpired: the half sign-in is unknown, over, or too old.
    """
    half, account = _open(session, now, secret)
    half.tries += 1
    answer = second_factor.check(session, now, account, typed, key)
    if not answer.is_right:
        if half.tries >= TRIES:
            half.ended_at = now
        return answer
    half.ended_at = now
    audit.record(session, now, account.id, "account.login", f"account:{account.id}", step=answer.value)
    whole = sessions.begin(session, now, account, browser.lifetime, browser.agent, how=half.how, factor_at=now)
    return Entry(whole, is_half=False)


def again(session: Session, now: datetime, account_id: str, sign_in: str, typed: str, key: bytes) -> Answer:
    """Take the second step once more, before a dangerous deed. The fifth wrong code signs the browser out."""
    answer = second_factor.check(session, now, session.get_one(Account, account_id), typed, key)
    if answer.is_right:
        sessions.note_factor(session, now, sign_in)
    elif next_number(session, f"factor-again:{sign_in}") >= TRIES:
        sessions.end(session, now, account_id, sign_in)
    return answer


def _half(session: Session, now: datetime, account: Account, how: str) -> str:
    secret = new_secret()
    session.add(
        HalfSignIn(
            secret_hash=secret_hash(secret),
            account_id=account.id,
            how=how,
            tries=0,
            created_at=now,
            expires_at=now + LIFETIME,
        )
    )
    return secret


def _open(session: Session, now: datetime, secret: str) -> tuple[HalfSignIn, Account]:
    half = session.get(HalfSignIn, secret_hash(secret))
    if half is None or half.ended_at is not None or half.expires_at <= now:
        raise LinkExpired
    account = session.get_one(Account, half.account_id)
    if account.disabled_at is not None or account.erased_at is not None:
        raise LinkExpired
    return half, account

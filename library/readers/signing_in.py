"""Signing in: e-mail and password against the records, then a sign-in of its own for this browser."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from library import audit
from library.errors import EmailNotVerified, LoginFailed
from library.readers import credentials, sessions
from library.readers.accounts import find
from library.store.models import Account


@dataclass(frozen=True, slots=True)
class Proven:
    """An account whose password was given, and that password's new hash where the old one is outdated."""

    account: str
    hashed: str | None


def prove(session: Session, email: str, password: str) -> Proven:
    """Check e-mail and password. It only reads: hashing takes long, and no lock is held over it.

    Raises:
        LoginFailed: they do not match, or the account is disabled; the same answer, in the same time.
        EmailNotVerified: they match, and the address is not confirmed yet (`detail` is the account's id).
    """
    account = find(session, email)
    matches = credentials.password_matches(account.password if account else None, password)
    if account is None or not matches or account.disabled_at is not None:
        raise LoginFailed
    if account.verified_at is None:
        raise EmailNotVerified(account.id)
    outdated = account.password is not None and credentials.is_outdated(account.password)
    return Proven(account.id, credentials.hash_password(password) if outdated else None)


def accept(session: Session, proven: Proven) -> Account:
    """Give the account whose password was proven, with the password's new hash.

    Raises:
        LoginFailed: the account was shut in the meantime.
    """
    account = session.get(Account, proven.account)
    if account is None or account.disabled_at is not None:
        raise LoginFailed
    if proven.hashed:
        account.password = proven.hashed
    return account


def sign_in(
    session: Session,
    now: datetime,
    proven: Proven,
    lifetime: timedelta,
    agent: str,
    *,
    device: str | None = None,
    visit: str | None = None,
) -> str:
    """Sign a screen in, tied to it and the visit, and give the secret for its cookie.

    Raises:
        LoginFailed: the account was shut in the meantime.
        SecondStepNeeded: the account has a second factor, for which a screen in the hall is no place.
    """
    account = accept(session, proven)
    secret = sessions.begin(session, now, account, lifetime, agent, device=device, visit=visit)
    audit.record(session, now, account.id, "account.login", f"account:{account.id}")
    return secret

"""Passwords: forgotten ones, new ones."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from library import audit
from library.errors import BadForm, LinkExpired
from library.mail import post
from library.readers import credentials, links
from library.readers.accounts import find
from library.readers.sessions import end_all
from library.store.models import Account


def ask_reset(session: Session, now: datetime, email: str) -> None:
    """Mail a link to choose a new password, where the address is known; the answer is the same where it is not."""
    account = find(session, email)
    # Both ways write and commit, so that the time tells nothing.
    audit.record(session, now, "anonymous", "account.ask-reset", f"account:{account.id if account else '-'}")
    if account is not None and account.disabled_at is None:
        secret = links.issue(session, now, account.id, "reset")
        post.write(session, now, account, "reset", {"path": f"/account/reset/{secret}"})


def reset_password(session: Session, now: datetime, secret: str, password: str) -> Account:
    """Choose a new password by a mailed link; this also confirms the address and ends every sign-in.

    Raises:
        LinkExpired: the link is unknown, used or too old.
        BadForm: the password will not do (the link stays good).
    """
    account = session.get(Account, links.peek(session, now, secret, "reset"))
    if account is None or account.disabled_at is not None:
        raise LinkExpired
    check_new(account, password)
    links.use(session, now, secret, "reset")
    account.verified_at = account.verified_at or now
    set_password(session, now, account, password)
    post.write(session, now, account, "password-changed", {})
    return account


def change_password(session: Session, now: datetime, account: Account, old: str, new: str) -> None:
    """Change the password of somebody who is signed in; every sign-in ends.

    Raises:
        BadForm: the old one does not match, or the new one will not do.
    """
    if not credentials.password_matches(account.password, old):
        raise BadForm({"old_password": "password-wrong"})
    check_new(account, new)
    set_password(session, now, account, new)
    post.write(session, now, account, "password-changed", {})


def check_new(account: Account, password: str) -> None:
    """Let a new password pass, or say what is wrong with it.

    Raises:
        BadForm: it will not do.
    """
    weak = credentials.password_problem(password, email=account.email or "", name=account.name)
    if weak:
        raise BadForm({"password": weak})


def set_password(session: Session, now: datetime, account: Account, password: str) -> None:
    """Keep the new password's hash; every sign-in and every other link to choose one ends."""
    account.password = credentials.hash_password(password)
    end_all(session, now, account.id)
    links.void(session, now, account.id)
    audit.record(session, now, account.id, "account.password", f"account:{account.id}")

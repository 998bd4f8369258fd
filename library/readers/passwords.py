"""Passwords: forgotten ones, new ones.

Each goes in two steps: check what was typed and hash it (slow, only reads), then keep the hash (quick, writes).
"""

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


def hashed_for_link(session: Session, now: datetime, secret: str, purpose: str, password: str) -> str:
    """Check a password chosen by a mailed link ("reset" or "invite") and hash it; the link is not used up.

    Raises:
        LinkExpired: the link is unknown, used or too old.
        BadForm: the password will not do.
    """
    return _checked(_owner(session, links.peek(session, now, secret, purpose)), password)


def hashed_for_change(session: Session, account_id: str, old: str, new: str) -> str:
    """Check a change of password by somebody who is signed in, and hash the new one.

    Raises:
        BadForm: the old one does not match, or the new one will not do.
    """
    account = _owner(session, account_id)
    if not credentials.password_matches(account.password, old):
        raise BadForm({"old_password": "password-wrong"})
    return _checked(account, new)


def _checked(account: Account, password: str) -> str:
    weak = credentials.password_problem(password, email=account.email or "", name=account.name)
    if weak:
        raise BadForm({"password": weak})
    return credentials.hash_password(password)


def _owner(session: Session, account_id: str) -> Account:
    account = session.get(Account, account_id)
    if account is None or account.disabled_at is not None:
        raise LinkExpired
    return account


def keep_by_link(session: Session, now: datetime, secret: str, purpose: str, hashed: str) -> Account:
    """Use the link up and keep the password; this also confirms the address, and every sign-in ends.

    Raises:
        LinkExpired: the link was used in the meantime, or the account shut.
    """
    account = _owner(session, links.use(session, now, secret, purpose))
    account.verified_at = account.verified_at or now
    _keep(session, now, account, hashed)
    if purpose == "reset":
        post.write(session, now, account, "password-changed", {})
    return account


def keep_change(session: Session, now: datetime, account_id: str, hashed: str) -> Account:
    """Keep the password; every sign-in ends, this browser's too."""
    account = _owner(session, account_id)
    _keep(session, now, account, hashed)
    post.write(session, now, account, "password-changed", {})
    return account


def _keep(session: Session, now: datetime, account: Account, hashed: str) -> None:
    account.password = hashed
    end_all(session, now, account.id)
    # The way back from an erasure opens nothing: whoever has forgotten her password needs it all the same.
    links.void(session, now, account.id, but=("keep-account",))
    audit.record(session, now, account.id, "account.password", f"account:{account.id}")


def is_own(session: Session, account_id: str, password: str) -> bool:
    """Say whether this is the account's password; takes as long when it has none."""
    account = session.get(Account, account_id)
    return credentials.password_matches(account.password if account else None, password)

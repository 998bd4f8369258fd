"""One-time links: confirm an address, choose a new password, accept an invitation."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from library.errors import LinkExpired
from library.readers.credentials import new_secret, secret_hash
from library.store.models import OneTimeLink

LIFETIME = {
    "verify": timedelta(days=2),
    "reset": timedelta(hours=1),
    "invite": timedelta(days=7),
    "code": timedelta(minutes=10),
    "keep-account": timedelta(days=30),
}


def issue(session: Session, now: datetime, account_id: str, purpose: str) -> str:
    """Make a link's secret. Older ones for the same purpose stop working."""
    older = (OneTimeLink.account_id == account_id, OneTimeLink.purpose == purpose, OneTimeLink.used_at.is_(None))
    session.execute(update(OneTimeLink).where(*older).values(used_at=now))
    secret = new_secret()
    session.add(
        OneTimeLink(
            secret_hash=secret_hash(secret),
            purpose=purpose,
            account_id=account_id,
            created_at=now,
            expires_at=now + LIFETIME[purpose],
        )
    )
    return secret


def peek(session: Session, now: datetime, secret: str, purpose: str) -> str:
    """Say whose link this is, without using it.

    Raises:
        LinkExpired: it is unknown, used, too old, or for something else.
    """
    link = session.get(OneTimeLink, secret_hash(secret))
    if link is None or link.purpose != purpose or link.used_at is not None or link.expires_at <= now:
        raise LinkExpired
    return link.account_id


def use(session: Session, now: datetime, secret: str, purpose: str) -> str:
    """Use the link up and say whose it was.

    Raises:
        LinkExpired: it is unknown, used, too old, or for something else.
    """
    account_id = peek(session, now, secret, purpose)
    link = session.get(OneTimeLink, secret_hash(secret))
    assert link is not None
    link.used_at = now
    return account_id


def void(session: Session, now: datetime, account_id: str, *, but: Collection[str] = ()) -> None:
    """Make every open link of an account stop working, `but` those for these purposes."""
    open_ones = (
        OneTimeLink.account_id == account_id,
        OneTimeLink.used_at.is_(None),
        OneTimeLink.purpose.not_in(but),
    )
    session.execute(update(OneTimeLink).where(*open_ones).values(used_at=now))

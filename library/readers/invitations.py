"""Invitations: an administrator opens an account, and its owner chooses the password by a link in a letter."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from library import audit
from library.errors import LostRace
from library.mail import post
from library.readers import accounts, links
from library.readers.roles import Role
from library.store.models import Account
from library.store.records import found


def invite(
    session: Session,
    now: datetime,
    *,
    email: str,
    name: str,
    role: Role,
    office: str | None,
    language: str,
    actor: str,
) -> Account:
    """Open an account without a password and mail the invitation; the address counts as confirmed once it is accepted.

    Raises:
        BadForm: the address or name cannot be used, or the address is taken.
    """
    account = accounts.add(session, now, email=email, name=name, role=role, office=office, actor=actor)
    account.verified_at = None
    account.language = language
    send(session, now, account)
    return account


def invite_again(session: Session, now: datetime, account_id: str, actor: str) -> None:
    """Mail the invitation once more; the link before stops working.

    Raises:
        NotFound: there is no such account.
        LostRace: it was accepted already, or is shut.
    """
    account = found(session, Account, account_id)
    if account.password is not None or account.disabled_at is not None:
        raise LostRace(f"account {account_id} waits for no invitation")
    audit.record(session, now, actor, "account.invite-again", f"account:{account_id}")
    send(session, now, account)


def send(session: Session, now: datetime, account: Account) -> None:
    """Mail a new invitation; older links stop working."""
    secret = links.issue(session, now, account.id, "invite")
    post.write(session, now, account, "invitation", {"path": f"/account/invitation/{secret}"})

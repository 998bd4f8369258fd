"""Librarians decide in their own office; an administrator, and who belongs to no office, in every one."""

from __future__ import annotations

from sqlalchemy.orm import Session

from library.errors import NotAllowed
from library.readers.roles import Role
from library.store.models import Account


def refuse_other_office(session: Session, actor: str, office: str) -> None:
    """Let pass who may decide in `office`; `cli` and `system` are nobody's account and act for all.

    Raises:
        NotAllowed: the account belongs to another office.
    """
    if not serves(session, actor, office):
        raise NotAllowed(f"{actor} does not belong to {office}")


def serves(session: Session, actor: str, office: str) -> bool:
    """Say whether somebody may decide in `office`, as `refuse_other_office` does."""
    account = session.get(Account, actor)
    return account is None or account.role == Role.ADMINISTRATOR or account.office in (None, office)

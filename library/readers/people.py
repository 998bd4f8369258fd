"""The administrator's view of accounts: finding them, changing what they may do, shutting and opening them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from library import audit
from library.errors import BadForm, NotFound
from library.readers import accounts
from library.readers.roles import GIVEN, Role
from library.store.models import Account


@dataclass(frozen=True, slots=True)
class Found:
    """A page of accounts and how many there are in all."""

    accounts: Sequence[Account]
    total: int


def search(session: Session, words: str = "", role: str = "", *, limit: int = 50, offset: int = 0) -> Found:
    """List accounts whose name or address holds `words`, newest first; erased ones do not show."""
    where: list[ColumnElement[bool]] = [Account.erased_at.is_(None), Account.role.in_(GIVEN)]
    if words.strip():
        sought = words.strip()[:100]
        where.append(
            or_(Account.name.icontains(sought, autoescape=True), Account.email.icontains(sought, autoescape=True))
        )
    if role:
        where.append(Account.role == role)
    total = session.scalar(select(func.count()).select_from(Account).where(*where)) or 0
    query = select(Account).where(*where).order_by(Account.created_at.desc(), Account.id).limit(limit).offset(offset)
    return Found(session.scalars(query).all(), total)


def get(session: Session, account_id: str) -> Account:
    """Give an account.

    Raises:
        NotFound: there is none.
    """
    account = session.get(Account, account_id)
    if account is None or account.erased_at is not None:
        raise NotFound(what=account_id)
    return account


def change_role(session: Session, now: datetime, account_id: str, role: str, office: str | None, actor: str) -> None:
    """Change what an account may do; it counts from its next click.

    Raises:
        BadForm: no such role, one's own account, or nobody would be left who may manage accounts.
        NotFound: there is no such account.
    """
    account = get(session, account_id)
    if role not in GIVEN:
        raise BadForm({"role": "choice-invalid"})
    if role != account.role:
        _refuse_lock_out(session, account, actor, "role")
        audit.record(session, now, actor, "account.role", f"account:{account_id}", before=account.role, after=role)
    account.role, account.office = role, office


def disable(session: Session, now: datetime, account_id: str, actor: str) -> None:
    """Shut an account, as long as somebody is left to open it again.

    Raises:
        BadForm: one's own account, or the last that may manage accounts.
        NotFound: there is no such account.
    """
    _refuse_lock_out(session, get(session, account_id), actor, "state")
    accounts.disable(session, now, account_id, actor)


def _refuse_lock_out(session: Session, account: Account, actor: str, field: str) -> None:
    if account.id == actor:
        raise BadForm({field: "own-account"})
    if account.role != Role.ADMINISTRATOR:
        return
    others = (
        select(func.count())
        .select_from(Account)
        .where(
            Account.role == Role.ADMINISTRATOR.value,
            Account.id != account.id,
            Account.disabled_at.is_(None),
            Account.password.is_not(None),
        )
    )
    if not session.scalar(others):
        raise BadForm({field: "last-administrator"})

"""How accounts stand with the second step, for administrators: no secret is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from library.readers import recovery_codes
from library.readers.factor_policy import FactorPolicy, may_have
from library.store.models import Account, SecondFactor


@dataclass(frozen=True, slots=True)
class Standing:
    """`since` when it is on; `due` by when it has to be, where it is not; `left` recovery codes."""

    is_staff: bool
    since: datetime | None
    due: datetime | None
    left: int


def of(session: Session, account: Account, policy: FactorPolicy) -> Standing:
    """Say how one account stands."""
    row = session.get(SecondFactor, account.id)
    since = row.confirmed_at if row else None
    due = policy.due(account.role, row.asked_at if row else None) if since is None else None
    is_staff = may_have(account.role) or since is not None
    return Standing(is_staff, since, due, recovery_codes.left(session, account.id))


def without(session: Session, policy: FactorPolicy) -> int:
    """Count the open accounts that need a second step and have none."""
    has = select(SecondFactor.account_id).where(SecondFactor.confirmed_at.is_not(None))
    lacks = (Account.role.in_(policy.roles), Account.disabled_at.is_(None), Account.id.not_in(has))
    return session.scalar(select(func.count()).select_from(Account).where(*lacks, Account.password.is_not(None))) or 0

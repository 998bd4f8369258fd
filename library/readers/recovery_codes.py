"""Ten codes on paper for the day the phone is lost. Each counts once; they are shown once and kept as seals."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from library.readers.sealing import fingerprint
from library.store.models import RecoveryCode

COUNT = 10
LENGTH = 10
"""signs of 31: 49 bits, under a key that is not in the database"""
_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is taken for another


def draw(session: Session, now: datetime, account_id: str, key: bytes) -> list[str]:
    """Draw ten new codes, written for reading; older ones stop working."""
    forget(session, account_id)
    codes = ["".join(secrets.choice(_SIGNS) for _ in range(LENGTH)) for _ in range(COUNT)]
    for code in codes:
        sealed = fingerprint(key, account_id, code)
        session.add(RecoveryCode(code_hash=sealed, account_id=account_id, created_at=now))
    session.flush()
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def use(session: Session, now: datetime, account_id: str, typed: str, key: bytes) -> bool:
    """Use a code up; False where it is none of the account's or was used before."""
    code = "".join(sign for sign in typed.lower() if sign.isalnum())
    mine = (
        RecoveryCode.code_hash == fingerprint(key, account_id, code),
        RecoveryCode.account_id == account_id,
        RecoveryCode.used_at.is_(None),
    )
    changed = session.execute(update(RecoveryCode).where(*mine).values(used_at=now).returning(RecoveryCode.code_hash))
    return len(code) == LENGTH and changed.first() is not None


def left(session: Session, account_id: str) -> int:
    """Say how many can still be used."""
    mine = (RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(*mine)) or 0


def forget(session: Session, account_id: str) -> None:
    """Delete all of an account."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))

"""Codes of six figures: mailed, which proves an address, or shown by an officer who saw the card. Ten minutes.

A code has too little entropy for a bare hash: it is kept as an HMAC under a key that is not in the database
(NIST SP 800-63B §5.1.3.2, out-of-band secrets of six digits with limited tries).
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from library.readers.links import LIFETIME
from library.store.counters import next_number
from library.store.models import OneTimeLink

MAILED = "code"
SHOWN = "code-shown"
"""An officer read it out: it says who she is, and nothing about the address that she wrote."""
FIGURES = 6
TRIES = 5


def issue(session: Session, now: datetime, account_id: str, key: bytes, purpose: str = MAILED) -> str:
    """Draw a code for an account; the one before stops working."""
    void(session, now, account_id)
    code = f"{secrets.randbelow(10**FIGURES):0{FIGURES}}"
    session.add(
        OneTimeLink(
            # The salt keeps rows apart: two people may draw the same figures.
            secret_hash=_sealed(account_id, now, code, key),
            purpose=purpose,
            account_id=account_id,
            created_at=now,
            expires_at=now + LIFETIME[MAILED],
        )
    )
    session.flush()
    return code


def use(session: Session, now: datetime, account_id: str, typed: str, key: bytes) -> str | None:
    """Say how the account's code was given (`MAILED`, `SHOWN`) and use it up; None where this is not the code.

    A wrong one counts as a try, five end the code. It raises nothing, so that the try is committed.
    """
    row = session.scalars(select(OneTimeLink).where(*_open(now, account_id))).first()
    if row is None:
        return None
    if next_number(session, f"code:{row.secret_hash[:40]}") > TRIES:
        row.used_at = now
        return None
    figures = "".join(sign for sign in typed if sign.isascii() and sign.isdigit())
    if not hmac.compare_digest(row.secret_hash, _sealed(account_id, row.created_at, figures, key)):
        return None
    row.used_at = now
    return row.purpose


def void(session: Session, now: datetime, account_id: str) -> None:
    """Make the account's open code stop working."""
    session.execute(update(OneTimeLink).where(*_open(now, account_id)).values(used_at=now))


def _open(now: datetime, account_id: str) -> tuple[ColumnElement[bool], ...]:
    return (
        OneTimeLink.account_id == account_id,
        OneTimeLink.purpose.in_((MAILED, SHOWN)),
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > now,
    )


def _sealed(account_id: str, at: datetime, code: str, key: bytes) -> str:
    return hmac.new(key, f"code:{account_id}:{at.isoformat()}:{code}".encode(), sha256).hexdigest()

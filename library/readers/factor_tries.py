"""How many wrong codes an account may be given in a day.

Whoever tries codes knows the password. They are counted under that password: its owner, warned by mail, chooses a new
one and is not shut out by somebody else's tries. Three codes of a million fit at any time, so that fifty tries a day
come through once in 18 years.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from library.mail import post
from library.store.counters import next_number
from library.store.models import Account, Counter

WARN_AT = 5
MOST = 50


def are_spent(session: Session, now: datetime, account: Account) -> bool:
    """Say whether today (UTC) has seen too many wrong codes."""
    counter = session.get(Counter, _series(now, account))
    return counter is not None and counter.last >= MOST


def count_wrong(session: Session, now: datetime, account: Account) -> None:
    """Count one; the fifth of a day is told to the account's owner."""
    if next_number(session, _series(now, account)) == WARN_AT:
        post.write(session, now, account, "second-step-tried", {})


def _series(now: datetime, account: Account) -> str:
    password = sha256((account.password or "").encode()).hexdigest()[:12]
    return f"factor:{now.date():%y%m%d}:{account.id}:{password}"

"""How many codes an address is mailed, and how many are tried for it, in a day.

Counted by the address, not by who asks: whoever signs the guest book once more is somebody new, and a code of six
figures withstands few tries only. The counters hold a seal of the address, so they are no address book.
"""

from __future__ import annotations

import hmac
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from library.errors import Refused
from library.readers.roles import Role
from library.store.counters import next_number
from library.store.models import Account

MAILS_A_DAY = 5
TRIES_A_DAY = 15
_BY_CODE = frozenset({Role.VISITOR.value, Role.READER.value})


def count_mail(session: Session, now: datetime, address: str, key: bytes) -> None:
    """Count a code that is to be mailed, whether or not anybody has this address.

    Raises:
        Refused: the address has got its codes of today (UTC).
    """
    if _next(session, now, "mail", address, key) > MAILS_A_DAY:
        raise Refused(why="kode untuk alamat ini sudah cukup hari ini / enough codes for this address today")


def may_try(session: Session, now: datetime, address: str, key: bytes) -> bool:
    """Count a try; say whether it is among those of today. It raises nothing, so that the count is committed."""
    return _next(session, now, "try", address, key) <= TRIES_A_DAY


def opens(holder: Account) -> bool:
    """Say whether six figures may open this account: a shut one never, and the staff's only their password."""
    return holder.disabled_at is None and holder.erased_at is None and holder.role in _BY_CODE


def _next(session: Session, now: datetime, what: str, address: str, key: bytes) -> int:
    seal = hmac.new(key, f"address:{address}".encode(), sha256).hexdigest()[:32]
    return next_number(session, f"code-{what}:{now.date():%y%m%d}:{seal}")

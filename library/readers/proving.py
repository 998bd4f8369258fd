"""A reader whom a visit's code let in shows that the account is hers: six figures that are mailed to its address."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from library import audit
from library.errors import NotFound
from library.mail import post
from library.readers import code_limits, codes
from library.store.models import Account


def mail_code(session: Session, now: datetime, account_id: str, key: bytes) -> None:
    """Mail the figures to the account's address; the answer is the same for the staff, who get none.

    Raises:
        NotFound: the account has no address.
        Refused: the address has got its codes of today.
    """
    account, address = _account(session, account_id)
    code_limits.count_mail(session, now, address, key)
    audit.record(session, now, account.id, "account.ask-code", f"account:{account.id}")
    if code_limits.opens(account):
        code = codes.issue(session, now, account.id, key)
        post.write(session, now, account, "proof-code", {"code": f"{code[:3]} {code[3:]}"})


def confirm(session: Session, now: datetime, account_id: str, typed: str, key: bytes) -> bool:
    """Say whether these are the figures, and use them up. It raises nothing for wrong ones, so that the try counts."""
    account, address = _account(session, account_id)
    if not code_limits.may_try(session, now, address, key) or not code_limits.opens(account):
        return False
    if codes.use(session, now, account.id, typed, key) != codes.MAILED:
        return False
    if account.verified_at is None:
        # Whoever typed a password for the address before it was proven may have been a stranger.
        account.verified_at, account.password = now, None
    audit.record(session, now, account.id, "account.prove", f"account:{account.id}")
    return True


def _account(session: Session, account_id: str) -> tuple[Account, str]:
    account = session.get(Account, account_id)
    if account is None or account.email is None:
        raise NotFound(what="akun / account")
    return account, account.email

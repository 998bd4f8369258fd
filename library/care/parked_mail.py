"""Mails that came out of a back-up: they may have been sent after it was made, so a person says whether they go.

A mail with a one-time link is written anew when it is released: the links in a back-up work no more.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from library import audit
from library.jobs import outbox
from library.mail.post import JOB
from library.readers import invitations, registration
from library.store.models import Account, Mail


def park(session: Session, now: datetime) -> int:
    """Hold back every mail that is not known to be sent; give how many."""
    changed = session.execute(update(Mail).where(Mail.sent_at.is_(None)).values(parked_at=now))
    return int(changed.rowcount)  # type: ignore[attr-defined]


def parked(session: Session) -> int:
    """Count the mails that are held back."""
    return session.scalar(select(func.count()).select_from(Mail).where(Mail.parked_at.is_not(None))) or 0


def release(session: Session, now: datetime, actor: str) -> int:
    """Send what is held back; give how many mails go out."""
    sent = 0
    for mail in session.scalars(select(Mail).where(Mail.parked_at.is_not(None)).order_by(Mail.created_at, Mail.id)):
        sent += _release(session, now, mail)
    audit.record(session, now, actor, "mail.release", "library", mails=sent)
    return sent


def discard(session: Session, now: datetime, actor: str) -> int:
    """Give up what is held back: it was sent before the restore. Gives how many."""
    held = session.scalars(select(Mail).where(Mail.parked_at.is_not(None))).all()
    for mail in held:
        session.delete(mail)
    audit.record(session, now, actor, "mail.discard", "library", mails=len(held))
    return len(held)


def _release(session: Session, now: datetime, mail: Mail) -> bool:
    account = session.get(Account, mail.account_id)
    if mail.kind not in ("verify", "invitation", "reset"):
        mail.parked_at = None
        outbox.add(session, now, JOB, {"mail": mail.id}, priority=2)
        return True
    session.delete(mail)
    if account is None or account.disabled_at is not None or account.erased_at is not None:
        return False
    if mail.kind == "verify" and account.verified_at is None and account.password is not None:
        registration.send_verification(session, now, account)
        return True
    if mail.kind == "invitation" and account.password is None:
        invitations.send(session, now, account)
        return True
    return False  # a link for a new password is asked for again by who still wants one

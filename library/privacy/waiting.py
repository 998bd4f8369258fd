"""The days that an erasure waits: the letter that brings the way back, and what a restored back-up does to them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.mail import post
from library.offices import load_offices
from library.privacy.register import load_register
from library.readers import links
from library.softcopies.stamps import local_date
from library.store.models import Account, Erasure

LINK = "keep-account"


def write_letter(session: Session, now: datetime, account: Account, due: datetime, zone: str) -> None:
    """Tell somebody who asked for the erasure of her account when it is due, with the link that takes it back."""
    secret = links.issue(session, now, account.id, LINK)
    values = {"path": f"/privacy/keep/{secret}", "day": local_date(due, zone, account.language)}
    post.write(session, now, account, "erasure-asked", values)


def wait_anew(session: Session, now: datetime, erased: Collection[str], catalog: Path) -> int:
    """Let every erasure of a restored back-up wait its days again, with a letter; give how many.

    It may have been taken back since the back-up was made, and the link of its letter is void: erasing at the old
    day would erase somebody who had said no. What the ledger (`erased`, subjects) knows as done is left to be redone.
    """
    waiting = select(Erasure).where(Erasure.state == "waiting", Erasure.subject.not_in(erased))
    found = session.scalars(waiting).all()
    if found:
        due = now + timedelta(days=load_register(catalog).wait_days)
        zone = load_offices(catalog / "offices")[0].hours.time_zone.value
        for erasure in found:
            erasure.due_at, erasure.postponed = due, ""
            account = session.get(Account, erasure.subject.removeprefix("account:"))
            if account is not None and account.email and erasure.by == account.id:
                write_letter(session, now, account, due, zone)
    return len(found)

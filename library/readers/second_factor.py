"""The second factor of an account: agreed on with a phone, asked for at sign-in, replaced, taken away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import update
from sqlalchemy.orm import Session

from library import audit
from library.errors import LostRace
from library.mail import post
from library.readers import factor_tries, recovery_codes, sessions, totp
from library.readers.factor_policy import FactorPolicy
from library.readers.sealing import seal, unseal
from library.store.models import Account, SecondFactor

JUST = timedelta(minutes=2)


class Answer(StrEnum):
    """What a typed code turned out to be."""

    PHONE = "phone"
    PAPER = "paper"
    WRONG = "wrong"
    SPENT = "spent"
    """Too many wrong ones today: not even looked at."""

    @property
    def is_right(self) -> bool:
        """Show whether it opens."""
        return self in (Answer.PHONE, Answer.PAPER)


@dataclass(frozen=True, slots=True)
class Offer:
    """A secret that waits for its first code: as the address of a QR code, and for typing."""

    address: str
    spelled: str


def is_on(session: Session, account_id: str) -> bool:
    """Say whether the account signs in with a second step."""
    row = session.get(SecondFactor, account_id)
    return row is not None and row.confirmed_at is not None


def note_asked(session: Session, now: datetime, account: Account, policy: FactorPolicy) -> None:
    """Let the days of grace begin, where the account needs a second step and has not been told of it before."""
    if account.role not in policy.roles:
        return
    row = _row(session, account.id)
    if row.asked_at is None:
        row.asked_at = now


def offer(session: Session, now: datetime, account_id: str, key: bytes) -> None:
    """Draw a secret to be shown; what is agreed on already keeps working until the new one is confirmed."""
    _row(session, account_id).offered = seal(key, account_id, totp.new_secret())
    audit.record(session, now, account_id, "factor.offer", f"account:{account_id}")


def offered(session: Session, account: Account, key: bytes) -> Offer | None:
    """Give the secret that waits for its first code; None where none was drawn."""
    row = session.get(SecondFactor, account.id)
    if row is None or row.offered is None:
        return None
    secret = unseal(key, account.id, row.offered)
    return Offer(totp.address(secret, account.email or account.id), totp.spelled(secret))


def confirm(
    session: Session, now: datetime, account: Account, typed: str, key: bytes, *, sign_in: str
) -> list[str] | None:
    """Take the offered secret into use by its first code, and give the recovery codes; None for a wrong code.

    Every other browser of the account is signed out: it was let in without the second step.

    Raises:
        LostRace: nothing is offered, perhaps because it was confirmed a moment ago.
    """
    row = session.get(SecondFactor, account.id)
    if row is None or row.offered is None:
        raise LostRace(f"nothing is offered to {account.id}")
    step = totp.matching_step(unseal(key, account.id, row.offered), _figures(typed), now, after=0)
    if step is None:
        return None
    row.secret, row.offered, row.confirmed_at, row.last_step = row.offered, None, now, step
    sessions.end_others(session, now, account.id, sign_in)
    sessions.note_factor(session, now, sign_in)
    audit.record(session, now, account.id, "factor.on", f"account:{account.id}")
    post.write(session, now, account, "second-step-on", {})
    return recovery_codes.draw(session, now, account.id, key)


def was_just_confirmed(session: Session, now: datetime, account_id: str) -> bool:
    """Say whether a phone was taken into use a moment ago; other sign-ins ended then, so it was done in this one."""
    row = session.get(SecondFactor, account_id)
    return row is not None and row.confirmed_at is not None and now - row.confirmed_at < JUST


def check(session: Session, now: datetime, account: Account, typed: str, key: bytes) -> Answer:
    """Try a code of the phone or of the paper, and use it up. It raises nothing, so that a wrong one is counted."""
    if factor_tries.are_spent(session, now, account):
        return Answer.SPENT
    if _by_phone(session, now, account, typed, key):
        return Answer.PHONE
    if recovery_codes.use(session, now, account.id, typed, key):
        left = recovery_codes.left(session, account.id)
        audit.record(session, now, account.id, "factor.paper", f"account:{account.id}", left=left)
        post.write(session, now, account, "second-step-paper", {"left": str(left)})
        return Answer.PAPER
    factor_tries.count_wrong(session, now, account)
    audit.record(session, now, account.id, "factor.wrong", f"account:{account.id}")
    return Answer.WRONG


def new_papers(session: Session, now: datetime, account: Account, key: bytes) -> list[str]:
    """Draw recovery codes anew.

    Raises:
        LostRace: the account has no second factor any more.
    """
    if not is_on(session, account.id):
        raise LostRace(f"{account.id} has no second factor")
    audit.record(session, now, account.id, "factor.papers", f"account:{account.id}")
    return recovery_codes.draw(session, now, account.id, key)


def take_away(session: Session, now: datetime, account: Account, actor: str) -> bool:
    """Forget phone and paper, sign the account out everywhere, and tell its owner; False where there was nothing.

    No new days of grace begin: whoever needs a second step sets it up at the next sign-in.
    """
    row = session.get(SecondFactor, account.id)
    if row is None or row.confirmed_at is None:
        return False
    row.secret = row.offered = row.confirmed_at = None
    recovery_codes.forget(session, account.id)
    sessions.end_all(session, now, account.id)
    audit.record(session, now, actor, "factor.off", f"account:{account.id}")
    post.write(session, now, account, "second-step-off", {})
    return True


def _by_phone(session: Session, now: datetime, account: Account, typed: str, key: bytes) -> bool:
    row = session.get(SecondFactor, account.id)
    if row is None or row.secret is None or row.confirmed_at is None:
        return False
    step = totp.matching_step(unseal(key, account.id, row.secret), _figures(typed), now, after=row.last_step)
    if step is None:
        return False
    newer = (SecondFactor.account_id == account.id, SecondFactor.last_step < step)
    used = session.execute(
        update(SecondFactor).where(*newer).values(last_step=step).returning(SecondFactor.account_id)
    ).first()
    return used is not None


def _figures(typed: str) -> str:
    """Give what was typed without blanks; apps show the figures in two groups."""
    text = "".join(typed.split())
    return text if text.isascii() else ""


def _row(session: Session, account_id: str) -> SecondFactor:
    row = session.get(SecondFactor, account_id)
    if row is None:
        row = SecondFactor(account_id=account_id, last_step=0)
        session.add(row)
        session.flush()
    return row

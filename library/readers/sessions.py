"""Sign-ins on the server: each is a row, and ending the row signs the browser out at its next request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from library.readers.credentials import new_secret, secret_hash
from library.readers.roles import Role
from library.store.models import Account, SignIn

# `seen_at` is written at most this often, so that reading pages does not write rows.
SEEN_EVERY = timedelta(minutes=5)
# A terminal that rests so long is the next reader's; the page wipes itself, and this is what makes it true.
TERMINAL_REST = timedelta(seconds=90)
SEEN_EVERY_AT_TERMINAL = timedelta(seconds=10)
CODE, PASSWORD, MAILED = "code", "password", "mailed"
"""How a sign-in began. The code of a visit stands on paper: with it alone one searches and reads, as a reader."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is signed in, as the rest of the program sees her."""

    id: str
    sign_in: str
    name: str
    email: str
    role: str
    office: str | None
    institution: str
    language: str
    device: str | None = None
    """The terminal at which she signed in: nothing is downloaded there."""
    visit: str | None = None
    """The visit during which she signed in at a terminal."""
    how: str = PASSWORD

    @property
    def is_proven(self) -> bool:
        """Show whether the account is hers for certain; a visit without an account has nothing to be shown."""
        return self.how != CODE or self.role == Role.VISITOR


def begin(
    session: Session,
    now: datetime,
    account: Account,
    lifetime: timedelta,
    agent: str = "",
    *,
    device: str | None = None,
    visit: str | None = None,
    how: str = PASSWORD,
) -> str:
    """Sign a browser in and give the secret that its cookie will hold."""
    secret = new_secret()
    session.add(
        SignIn(
            secret_hash=secret_hash(secret),
            account_id=account.id,
            created_at=now,
            seen_at=now,
            expires_at=now + lifetime,
            agent=agent[:200],
            device_id=device,
            visit_id=visit,
            how=how,
        )
    )
    return secret


def look_up(session: Session, now: datetime, secret: str) -> Visitor | None:
    """Say who holds this secret; None when it was ended, is too old or rested at a terminal, or the account is shut."""
    query = (
        select(SignIn, Account)
        .join(Account, Account.id == SignIn.account_id)
        .where(
            SignIn.secret_hash == secret_hash(secret),
            SignIn.ended_at.is_(None),
            SignIn.expires_at > now,
            or_(SignIn.device_id.is_(None), SignIn.seen_at > now - TERMINAL_REST),
            Account.disabled_at.is_(None),
            Account.erased_at.is_(None),
        )
    )
    row = session.execute(query).first()
    if row is None:
        return None
    sign_in, account = row
    return Visitor(
        id=account.id,
        sign_in=sign_in.id,
        name=account.name,
        email=account.email or "",
        role=_role(sign_in, account),
        office=account.office,
        institution=account.institution,
        language=account.language,
        device=sign_in.device_id,
        visit=sign_in.visit_id,
        how=sign_in.how,
    )


def _role(sign_in: SignIn, account: Account) -> str:
    """Give the role: no right of the staff lies in a ticket that somebody may have found."""
    if sign_in.how == CODE and account.role != Role.VISITOR:
        return Role.READER.value
    return account.role


def is_stale(session: Session, now: datetime, sign_in: str) -> bool:
    """Say whether `seen_at` should be written again."""
    row = session.execute(select(SignIn.seen_at, SignIn.device_id).where(SignIn.id == sign_in)).first()
    often = SEEN_EVERY_AT_TERMINAL if row and row.device_id else SEEN_EVERY
    return row is not None and now - row.seen_at >= often


def touch(session: Session, now: datetime, sign_in: str) -> None:
    """Remember that the browser was here."""
    session.execute(update(SignIn).where(SignIn.id == sign_in).values(seen_at=now))


def open_ones(session: Session, now: datetime, account_id: str) -> list[SignIn]:
    """List the account's browsers that are signed in, newest first."""
    query = (
        select(SignIn)
        .where(SignIn.account_id == account_id, SignIn.ended_at.is_(None), SignIn.expires_at > now)
        .order_by(SignIn.created_at.desc())
    )
    return list(session.scalars(query))


def end(session: Session, now: datetime, account_id: str, sign_in: str) -> None:
    """Sign one browser of this account out."""
    session.execute(
        update(SignIn)
        .where(SignIn.id == sign_in, SignIn.account_id == account_id, SignIn.ended_at.is_(None))
        .values(ended_at=now)
    )


def end_at_device(session: Session, now: datetime, device: str) -> None:
    """Sign out whoever is signed in at a terminal."""
    session.execute(update(SignIn).where(SignIn.device_id == device, SignIn.ended_at.is_(None)).values(ended_at=now))


def end_all(session: Session, now: datetime, account_id: str) -> None:
    """Sign the account out everywhere."""
    session.execute(
        update(SignIn).where(SignIn.account_id == account_id, SignIn.ended_at.is_(None)).values(ended_at=now)
    )

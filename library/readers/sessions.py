"""Sign-ins on the server: each is a row, and ending the row signs the browser out at its next request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from library.errors import SecondStepNeeded
from library.readers.credentials import new_secret, secret_hash
from library.readers.factor_policy import FactorPolicy
from library.readers.roles import Role
from library.store.models import Account, ApiKey, HalfSignIn, SecondFactor, SignIn

# `seen_at` is written at most this often, so that reading pages does not write rows.
SEEN_EVERY = timedelta(minutes=5)
# A terminal that rests so long is the next reader's; the page wipes itself, and this is what makes it true.
TERMINAL_REST = timedelta(seconds=90)
SEEN_EVERY_AT_TERMINAL = timedelta(seconds=10)
NO_POLICY = FactorPolicy()
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
    factor_at: datetime | None = None
    """When the second step was last taken in this browser; None where the account has none."""
    factor_due: datetime | None = None
    """By when the account has to set a second step up; None where it has one or needs none."""
    owes_factor: bool = False
    """That time is over: until it is set up she has a reader's rights."""

    @property
    def is_proven(self) -> bool:
        """Show whether the account is hers for certain; a visit without an account has nothing to be shown."""
        return self.how != CODE or self.role == Role.VISITOR


def begin(  # noqa: PLR0913 - a row of so many columns
    session: Session,
    now: datetime,
    account: Account,
    lifetime: timedelta,
    agent: str = "",
    *,
    device: str | None = None,
    visit: str | None = None,
    how: str = PASSWORD,
    factor_at: datetime | None = None,
) -> str:
    """Sign a browser in and give the secret that its cookie will hold.

    Raises:
        SecondStepNeeded: the account has a second factor, and it was not given; nobody comes in past it.
    """
    if how != CODE and factor_at is None and _has_factor(session, account.id):
        raise SecondStepNeeded(account.id)
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
            factor_at=factor_at,
        )
    )
    return secret


def _has_factor(session: Session, account_id: str) -> bool:
    row = session.get(SecondFactor, account_id)
    return row is not None and row.confirmed_at is not None


def look_up(session: Session, now: datetime, secret: str, policy: FactorPolicy = NO_POLICY) -> Visitor | None:
    """Say who holds this secret; None when it was ended, is too old or rested at a terminal, or the account is shut.

    None, too, where it was begun without the second factor that the account has.
    """
    query = (
        select(SignIn, Account, SecondFactor)
        .join(Account, Account.id == SignIn.account_id)
        .outerjoin(SecondFactor, SecondFactor.account_id == Account.id)
        .where(
            SignIn.secret_hash == secret_hash(secret),
            SignIn.ended_at.is_(None),
            SignIn.expires_at > now,
            or_(SignIn.device_id.is_(None), SignIn.seen_at > now - TERMINAL_REST),
            or_(SecondFactor.confirmed_at.is_(None), SignIn.factor_at.is_not(None), SignIn.how == CODE),
            Account.disabled_at.is_(None),
            Account.erased_at.is_(None),
        )
    )
    row = session.execute(query).first()
    if row is None:
        return None
    sign_in, account, factor = row
    due = _factor_due(account, factor, policy)
    owes = due is not None and due <= now
    return Visitor(
        id=account.id,
        sign_in=sign_in.id,
        name=account.name,
        email=account.email or "",
        role=_role(sign_in, account, owes=owes),
        office=account.office,
        institution=account.institution,
        language=account.language,
        device=sign_in.device_id,
        visit=sign_in.visit_id,
        how=sign_in.how,
        factor_at=sign_in.factor_at,
        factor_due=due,
        owes_factor=owes,
    )


def _factor_due(account: Account, factor: SecondFactor | None, policy: FactorPolicy) -> datetime | None:
    if factor is None or factor.confirmed_at is not None:
        return None
    return policy.due(account.role, factor.asked_at)


def _role(sign_in: SignIn, account: Account, *, owes: bool) -> str:
    """Give the role: no right of the staff lies in a ticket that somebody may have found, or before a second step."""
    if (sign_in.how == CODE or owes) and account.role != Role.VISITOR:
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


def end_others(session: Session, now: datetime, account_id: str, keep: str) -> None:
    """Sign the account out everywhere but in one browser."""
    others = (SignIn.account_id == account_id, SignIn.id != keep, SignIn.ended_at.is_(None))
    session.execute(update(SignIn).where(*others).values(ended_at=now))
    _end_halves(session, now, account_id)


def note_factor(session: Session, now: datetime, sign_in: str) -> None:
    """Remember that the second step was taken in this browser."""
    session.execute(update(SignIn).where(SignIn.id == sign_in).values(factor_at=now))


def end_at_device(session: Session, now: datetime, device: str) -> None:
    """Sign out whoever is signed in at a terminal."""
    session.execute(update(SignIn).where(SignIn.device_id == device, SignIn.ended_at.is_(None)).values(ended_at=now))


def end_all(session: Session, now: datetime, account_id: str) -> None:
    """Sign the account out everywhere, and end its keys: whoever took it over may have made one."""
    for table in (SignIn, ApiKey):
        held = (table.account_id == account_id, table.ended_at.is_(None))
        session.execute(update(table).where(*held).values(ended_at=now))
    _end_halves(session, now, account_id)


def _end_halves(session: Session, now: datetime, account_id: str) -> None:
    halves = (HalfSignIn.account_id == account_id, HalfSignIn.ended_at.is_(None))
    session.execute(update(HalfSignIn).where(*halves).values(ended_at=now))

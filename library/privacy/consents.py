"""What somebody agreed to, in which version, and when: written with the deed, shown to her, deleted with her data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.orm import Session

from library.privacy.register import ConsentText, load_register
from library.store.models import Consent, Visit

GUEST_BOOK, SOFTCOPY, ACCOUNT = "guest-book", "softcopy", "account"


@dataclass(frozen=True, slots=True)
class Given:
    """A consent as its person sees it."""

    text: ConsentText
    version: str
    language: str
    at: datetime


def given(
    session: Session,
    now: datetime,
    text: str,
    catalog: Path,
    *,
    account: str | None = None,
    visit: str | None = None,
    language: str = "id",
) -> None:
    """Write down that the text in force was agreed to; the same version twice is one consent."""
    version = load_register(catalog).consent_text(text).version
    known = select(Consent.id).where(
        Consent.account_id == account, Consent.visit_id == visit, Consent.text == text, Consent.version == version
    )
    if session.scalars(known.limit(1)).first() is None:
        session.add(
            Consent(account_id=account, visit_id=visit, text=text, version=version, language=language[:2], at=now)
        )


def of_person(session: Session, account_id: str, catalog: Path) -> list[Given]:
    """List what an account agreed to, also at its visits, newest first."""
    register = load_register(catalog)
    known = {each.code: each for each in register.consent}
    rows = session.scalars(_of([account_id], []).order_by(Consent.at.desc()))
    return [Given(known[row.text], row.version, row.language, row.at) for row in rows if row.text in known]


def rows(session: Session, accounts: Sequence[str], visits: Sequence[str]) -> Sequence[Consent]:
    """Give the consents of some accounts and visits."""
    return session.scalars(_of(accounts, visits).order_by(Consent.at)).all()


def forget(session: Session, *, account: str | None = None, visit: str | None = None) -> None:
    """Delete the consents of an account, or of a visit: what they covered is gone."""
    if account is not None:
        session.execute(delete(Consent).where(Consent.account_id == account))
    if visit is not None:
        session.execute(delete(Consent).where(Consent.visit_id == visit))


def _of(accounts: Sequence[str], visits: Sequence[str]) -> Select[Consent]:
    visited = select(Visit.id).where(Visit.account_id.in_(accounts))
    return select(Consent).where(
        or_(Consent.account_id.in_(accounts), Consent.visit_id.in_(visits), Consent.visit_id.in_(visited))
    )

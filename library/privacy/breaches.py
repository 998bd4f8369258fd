"""Breaches on record, and their clock: people and the authority are told within 3 × 24 hours.

UU 27/2022, article 46: (1) the controller tells the persons concerned and the authority in writing within 3 × 24 hours;
(2) the letter says which data, when and how, and what is done about it; (3) in certain cases the public is told, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from library import audit
from library.errors import BadForm
from library.privacy.breach import Scope
from library.store.models import Breach
from library.store.records import found

NOTICE = timedelta(hours=3 * 24)
MAX_TEXT = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachForm:
    """What is written down when a breach is known."""

    known_at: datetime
    scope: Scope
    what: str = ""
    measures: str = ""


def due_at(breach: Breach) -> datetime:
    """Give the instant until which everybody has to be told: hours run on, holidays or not."""
    return breach.known_at + NOTICE


def open_breach(session: Session, now: datetime, form: BreachForm, by: str) -> Breach:
    """Put a breach on record.

    Raises:
        BadForm: it is known only in the future, its end lies before its beginning, or a text is too long.
    """
    problems = {}
    if form.known_at > now:
        problems["known_at"] = "date-in-future"
    if form.scope.first and form.scope.last and form.scope.last < form.scope.first:
        problems["last"] = "period-reversed"
    problems |= {name: "too-long" for name in ("what", "measures") if len(getattr(form, name)) > MAX_TEXT}
    if problems:
        raise BadForm(problems)
    breach = Breach(known_at=form.known_at, scope=form.scope.to_json(), created_by=by, created_at=now)
    breach.what, breach.measures = form.what.strip(), form.measures.strip()
    session.add(breach)
    session.flush()
    audit.record(session, now, by, "breach.open", f"breach:{breach.id}")
    return breach


def told(session: Session, now: datetime, breach_id: str, whom: str, by: str) -> None:
    """Note that the persons (`people`) or the authority (`authority`) were told; the first time counts."""
    breach = found(session, Breach, breach_id)
    field = {"people": "told_people_at", "authority": "told_authority_at"}.get(whom)
    if field is None:
        raise BadForm({"whom": "choice-invalid"})
    if getattr(breach, field) is None:
        setattr(breach, field, now)
        audit.record(session, now, by, f"breach.told-{whom}", f"breach:{breach.id}")


def get(session: Session, breach_id: str) -> Breach:
    """Give a breach; NotFound where there is none."""
    return found(session, Breach, breach_id)


def newest(session: Session, limit: int = 50) -> Sequence[Breach]:
    """List the breaches, newest first."""
    return session.scalars(select(Breach).order_by(Breach.known_at.desc(), Breach.id).limit(limit)).all()

"""Versions of pieces of data. A published one never changes; taking it back is publishing an earlier body anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from library import audit
from library.errors import LostRace, NotFound
from library.store.models import Revision

DRAFT, PUBLISHED, DROPPED = "draft", "published", "dropped"
MAX_NOTE = 300


def draft(
    session: Session,
    now: datetime,
    kind: str,
    subject: str,
    body: dict[str, Any],
    actor: str,
    *,
    note: str = "",
    valid_from: date | None = None,
) -> Revision:
    """Write a version that nobody but administrators sees yet."""
    numbers = select(func.max(Revision.number)).where(Revision.kind == kind, Revision.subject == subject)
    row = Revision(
        kind=kind,
        subject=subject,
        number=(session.scalar(numbers) or 0) + 1,
        state=DRAFT,
        body=body,
        valid_from=valid_from,
        note=" ".join(note.split())[:MAX_NOTE],
        made_at=now,
        made_by=actor,
    )
    session.add(row)
    session.flush()
    audit.record(session, now, actor, "revision.draft", name_of(row))
    return row


def publish(session: Session, now: datetime, revision_id: int, actor: str) -> Revision:
    """Put a draft in force, at once or from its day on.

    Raises:
        NotFound: there is no such version.
        LostRace: it is no draft any more, or another version was published after it was drafted.
    """
    row = get_draft(session, revision_id)
    newer = select(func.count()).where(
        Revision.kind == row.kind,
        Revision.subject == row.subject,
        Revision.state == PUBLISHED,
        # Also one with a lower number: this draft was made from what was in force before it.
        or_(Revision.number > row.number, Revision.published_at > row.made_at),
    )
    if session.scalar(newer):
        raise LostRace(f"another version of {row.kind} {row.subject} is in force")
    row.state, row.published_at, row.published_by = PUBLISHED, now, actor
    # No office is behind UTC: its own day has begun when this one has.
    row.valid_from = max(row.valid_from or now.date(), now.date())
    audit.record(session, now, actor, "revision.publish", name_of(row), valid_from=_iso(row.valid_from))
    return row


def drop(session: Session, now: datetime, revision_id: int, actor: str) -> Revision:
    """Throw a draft away.

    Raises:
        NotFound: there is no such version.
        LostRace: it is no draft any more.
    """
    row = get_draft(session, revision_id)
    row.state = DROPPED
    audit.record(session, now, actor, "revision.drop", name_of(row))
    return row


def get(session: Session, revision_id: int) -> Revision:
    """Give a version.

    Raises:
        NotFound: there is none.
    """
    row = session.get(Revision, revision_id)
    if row is None:
        raise NotFound(what=f"versi / version {revision_id}")
    return row


def get_draft(session: Session, revision_id: int) -> Revision:
    """Give a version that is not published yet.

    Raises:
        NotFound: there is none.
        LostRace: it was published or thrown away.
    """
    row = get(session, revision_id)
    if row.state != DRAFT:
        raise LostRace(f"version {row.number} of {row.kind} {row.subject} is {row.state}")
    return row


def in_force(session: Session, kind: str, day: date, subject: str | None = None) -> dict[str, Revision]:
    """Give the version of each subject that counts on `day`: the last to begin, among these the last made."""
    query = select(Revision).where(Revision.kind == kind, Revision.state == PUBLISHED)
    if subject is not None:
        query = query.where(Revision.subject == subject)
    begun = query.where(Revision.valid_from <= day).order_by(Revision.valid_from, Revision.number)
    return {row.subject: row for row in session.scalars(begun)}


def before(session: Session, row: Revision, day: date) -> Revision | None:
    """Give what a draft would replace on `day`, and for what was published the version published before it."""
    if row.state == DRAFT:
        return in_force(session, row.kind, day, row.subject).get(row.subject)
    earlier = select(Revision).where(
        Revision.kind == row.kind,
        Revision.subject == row.subject,
        Revision.state == PUBLISHED,
        Revision.number < row.number,
    )
    return session.scalars(earlier.order_by(Revision.number.desc())).first()


def to_come(session: Session, kind: str, day: date) -> Sequence[Revision]:
    """List the published versions that begin after `day`, the next one first."""
    query = select(Revision).where(Revision.kind == kind, Revision.state == PUBLISHED, Revision.valid_from > day)
    return session.scalars(query.order_by(Revision.valid_from, Revision.number)).all()


def history(session: Session, kind: str, subject: str) -> Sequence[Revision]:
    """List all versions of a subject, newest first."""
    query = select(Revision).where(Revision.kind == kind, Revision.subject == subject)
    return session.scalars(query.order_by(Revision.number.desc())).all()


def drafts(session: Session, kind: str | None = None) -> Sequence[Revision]:
    """List what was drafted and is neither published nor thrown away, newest first."""
    query = select(Revision).where(Revision.state == DRAFT)
    if kind is not None:
        query = query.where(Revision.kind == kind)
    return session.scalars(query.order_by(Revision.id.desc())).all()


def stamp(session: Session) -> tuple[int, datetime | None]:
    """Give what differs whenever something was published: for whoever keeps what follows from it."""
    query = select(func.count(), func.max(Revision.published_at)).where(Revision.state == PUBLISHED)
    count, last = session.execute(query).one()
    return int(count), last


def name_of(row: Revision) -> str:
    """Name a version in the audit trail."""
    return f"{row.kind}:{row.subject}:{row.number}"[:60]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

"""The librarian's way through what waits: the batch of a work first, then what else her office has in review."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.store.models import IngestItem, Work


def next_work(session: Session, work_id: str, office: str | None) -> str:
    """Give the work to check after this one: the next of its batch that is in review, else the oldest; "" for none."""
    batch = _batch_of(session, work_id)
    if batch:
        query = (
            select(IngestItem.work_id)
            .join(Work, Work.id == IngestItem.work_id)
            .where(IngestItem.batch == batch, Work.state == "review", Work.id != work_id)
            .order_by(IngestItem.created_at, IngestItem.id)
        )
        following = session.scalars(query.limit(1)).first()
        if following:
            return following
    others = select(Work.id).where(Work.state == "review", Work.id != work_id).order_by(Work.created_at, Work.id)
    return session.scalars((others.where(Work.office == office) if office else others).limit(1)).first() or ""


def waiting(session: Session, office: str | None) -> int:
    """Count what is in review."""
    query = select(Work.id).where(Work.state == "review")
    return len(session.scalars(query.where(Work.office == office) if office else query).all())


def _batch_of(session: Session, work_id: str) -> str | None:
    query = select(IngestItem.batch).where(IngestItem.work_id == work_id, IngestItem.owner_id.is_(None))
    return session.scalars(query.order_by(IngestItem.created_at.desc()).limit(1)).first()

"""What an archive held and could not be taken: kept with the archive's bytes, so that it can be tried once more.

Such a member has a row and no bytes of its own. Trying it again unpacks the archive again; what came out of it the
first time is known by its bytes, and what was refused becomes a file, or is refused again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from library.store.models import IngestItem

_REFUSED: tuple[ColumnElement[bool], ...] = (IngestItem.state == "failed", IngestItem.original.is_(None))


def refused_in(session: Session, archive_id: str) -> bool:
    """Say whether something of an archive waits to be tried again or put away."""
    query = select(IngestItem.id).where(IngestItem.parent_id == archive_id, *_REFUSED)
    return session.scalars(query.limit(1)).first() is not None


def archives_wanted() -> ColumnElement[bool]:
    """Give the condition for archives whose bytes are kept for what could not be taken of them."""
    member = aliased(IngestItem)
    refused = (member.parent_id == IngestItem.id, member.state == "failed", member.original.is_(None))
    return (IngestItem.state == "unpacked") & select(member.id).where(*refused).exists()


def refused_before(session: Session, item: IngestItem, began: datetime) -> IngestItem | None:
    """Find the row of a member that was refused in a run before the one that began then, and has come now."""
    same = (IngestItem.parent_id == item.parent_id, IngestItem.path == item.path, IngestItem.name == item.name)
    query = select(IngestItem).where(*_REFUSED, *same, IngestItem.changed_at < began)
    return session.scalars(query.limit(1)).first()


def archives_of(session: Session, batch: str) -> Iterable[IngestItem]:
    """List the unpacked archives of a batch of which something was refused."""
    return session.scalars(select(IngestItem).where(IngestItem.batch == batch, archives_wanted())).all()

"""The same bytes under a second name in a batch: listed as what they are, and read once, for they share one fate."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session, aliased

from library.store.models import IngestItem

SAME = "same"
"""State of a file that is another one of its batch, byte for byte; it has none of its own in quarantine."""


def came_before(session: Session, item: IngestItem) -> str | None:
    """Find this very file: a form that is sent twice brings each twice.

    What an archive held and somebody has put away stays put away when the archive is unpacked once more.
    """
    where = (IngestItem.name == item.name, IngestItem.path == item.path, IngestItem.parent_id == item.parent_id)
    alive = () if item.parent_id else (IngestItem.state != "dismissed",)
    return session.scalars(select(IngestItem.id).where(*_bytes_of(item), *where, *alive).limit(1)).first()


def first_of(session: Session, item: IngestItem) -> IngestItem | None:
    """Find the file of the same bytes that is read, whatever became of it, but not what was put away."""
    read = IngestItem.state.not_in((SAME, "dismissed"))
    return session.scalars(select(IngestItem).where(*_bytes_of(item), read).limit(1)).first()


def become_twin(item: IngestItem, first: IngestItem) -> None:
    """Let a file stand for another one."""
    item.state, item.error_params = SAME, {"same_as": first.id, "name": first.path or first.name}


def put_away_with_their_firsts(session: Session, now: datetime, batch: str) -> None:
    """Put away the files of a batch whose like was put away: there are no bytes of them any more."""
    first = aliased(IngestItem)
    alive = (
        select(first.id)
        .where(first.batch == batch, first.original == IngestItem.original, first.state.not_in((SAME, "dismissed")))
        .exists()
    )
    lonely = (IngestItem.batch == batch, IngestItem.state == SAME, ~alive)
    values = {"state": "dismissed", "changed_at": now}
    session.execute(update(IngestItem).where(*lonely).values(**values).execution_options(synchronize_session=False))


def _bytes_of(item: IngestItem) -> tuple[ColumnElement[bool], ...]:
    return (
        IngestItem.batch == item.batch,
        IngestItem.office == item.office,
        IngestItem.original == item.original,
        IngestItem.owner_id == item.owner_id,
    )

"""What stays of a withdrawn work: its name, its numbers, why and since when it is gone, and what took its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.catalogue.versions import successor
from library.catalogue.works import is_tombstone
from library.store.models import Succession, Work


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A withdrawn work as everybody may know it; `reason` is a code of `catalogue.works.WITHDRAWAL_CODES`.

    What the librarian wrote beside the code is not told: it may name people.
    """

    work: Work
    reason: str
    at: datetime | None
    successor: Work | None


def tombstone(session: Session, work_id: str) -> Tombstone | None:
    """Give what stays of a work; None where it was never shown, or is not withdrawn."""
    work = session.get(Work, work_id)
    if work is None or not is_tombstone(work):
        return None
    return Tombstone(work, work.withdrawn_for or "other", work.withdrawn_at, _follower(session, work))


def _follower(session: Session, work: Work) -> Work | None:
    """Name the newest released file of the same edition: one that follows, or the one whose place it had taken."""
    newer = successor(session, work.id)
    if newer is not None:
        return newer
    older = select(Work).join(Succession, Succession.old_id == Work.id)
    shown = older.where(Succession.new_id == work.id, Work.state == "released").order_by(Work.released_at.desc())
    return session.scalars(shown.limit(1)).first()

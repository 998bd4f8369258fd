"""Offers that were accepted when the machine stopped or its disk was full: ended, or open again.

The decision is kept before the file is copied, with the batch in which the file will be. Where nobody came back to say
which item it became, the batch says it; where there is no such item, nothing was taken in, and the offer waits again.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from library import audit
from library.store.engine import Database
from library.store.models import EditionScan, IngestItem, Likeness

PATIENCE = timedelta(minutes=15)
"""An acceptance that is younger may still be copying its file."""


def settle(database: Database, now: datetime) -> int:
    """End what was left half done, and show taken files beside their editions; give how many offers it changed."""
    with database.write() as session:
        late = (
            EditionScan.state == "accepted",
            EditionScan.taken_as.is_(None),
            EditionScan.decided_at < now - PATIENCE,
        )
        left = session.scalars(select(EditionScan).where(*late)).all()
        for scan in left:
            _settle(session, now, scan)
        session.flush()
        pair_known(session, now)
    return len(left)


def _settle(session: Session, now: datetime, scan: EditionScan) -> None:
    taken = select(IngestItem.id).where(IngestItem.batch == scan.batch, IngestItem.id != scan.item_id)
    scan.taken_as = session.scalars(taken.limit(1)).first() if scan.batch else None
    if scan.taken_as is None:
        scan.state, scan.decided_by, scan.decided_at, scan.batch = "open", None, None, None
        audit.record(session, now, "system", "scan.reopen", f"item:{scan.item_id}")


def pair_known(session: Session, now: datetime) -> None:
    """Show taken files beside their editions where no description has done it.

    A file whose bytes the library has already becomes the work that is there, which nobody describes anew.
    """
    either = or_(
        and_(Likeness.older_id == EditionScan.edition_id, Likeness.newer_id == IngestItem.work_id),
        and_(Likeness.newer_id == EditionScan.edition_id, Likeness.older_id == IngestItem.work_id),
    )
    query = (
        select(EditionScan.edition_id, IngestItem.work_id)
        .join(IngestItem, IngestItem.id == EditionScan.taken_as)
        .where(IngestItem.work_id.is_not(None), ~select(Likeness.older_id).where(either).exists())
    )
    for edition_id, work_id in session.execute(query.distinct()).all():
        pair(session, now, edition_id, str(work_id))


def pair(session: Session, now: datetime, edition_id: str, work_id: str) -> None:
    """Show a work beside an edition whose newer file it may be; once, whatever was decided of them."""
    known = any(session.get(Likeness, each) for each in ((edition_id, work_id), (work_id, edition_id)))
    if edition_id != work_id and not known:
        session.add(Likeness(older_id=edition_id, newer_id=work_id, level="number", score=1.0, found_at=now))
        session.flush()

"""What the public has been told of a work's state, written in the same transaction as the state itself.

A harvester that asks between a change and the job that follows it must find the new state under a new stamp: one that
saw a work as gone under its old stamp would never ask for it again.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from library.store.models import PublicRecord, Work


def note_state(session: Session, now: datetime, work_id: str) -> None:
    """Stamp a work that was shown, shown again or taken out of sight; one that the public never knew stays unknown."""
    work = session.get(Work, work_id)
    if work is None or work.owner_id is not None:
        return
    shown, known = work.state == "released", session.get(PublicRecord, work_id)
    if known is None and not shown:
        return
    if known is None:
        known = PublicRecord(work_id=work_id, gone=True)
        session.add(known)
    if known.gone == shown:
        # The job that follows fills the digest in: what is told is new under this stamp already.
        known.office, known.digest, known.gone, known.stamp = work.office, "", not shown, whole_second(now)


def note_correction(session: Session, now: datetime, work_id: str) -> None:
    """Stamp a description that changed before its digest was known: nothing could tell later that it did."""
    known = session.get(PublicRecord, work_id)
    if known is not None and not known.gone and not known.digest:
        known.stamp = whole_second(now)


def whole_second(now: datetime) -> datetime:
    """Cut an instant to its second, since harvesters ask by the second."""
    return now.replace(microsecond=0)

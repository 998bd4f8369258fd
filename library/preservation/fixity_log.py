"""What each look at a blob has given, and the alarms that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, delete, func, select
from sqlalchemy.orm import Session

from library import audit
from library.store.models import Blob, FixityAlarm, FixityCheck, Master, Work, WorkFile

SOUND, MISSING, DAMAGED, REPAIRED = "sound", "missing", "damaged", "repaired"


@dataclass(frozen=True, slots=True)
class Alarm:
    """A blob that is not as it was promised; `titles` name the works to which it belongs, never a reader's own scan."""

    sha256: str
    fault: str
    role: str
    found_at: datetime
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the looks have come: blobs and bytes in all, blobs seen since a day, and the oldest last look."""

    blobs: int
    bytes: int
    seen: int
    oldest: datetime | None
    alarms: int


def note(session: Session, now: datetime, sha256: str, result: str, size: int) -> bool:
    """Keep what a look has given; say whether it raised a new alarm. A sound blob ends the alarm about it."""
    session.add(FixityCheck(sha256=sha256, result=result, size=size, at=now))
    alarm = session.get(FixityAlarm, sha256)
    if result in (SOUND, REPAIRED):
        if alarm is not None:
            session.delete(alarm)
            audit.record(session, now, "system", f"fixity.{result}", f"blob:{sha256[:16]}")
        return False
    if alarm is not None:
        alarm.fault = result
        return False
    session.add(FixityAlarm(sha256=sha256, fault=result, found_at=now))
    audit.record(session, now, "system", "fixity.alarm", f"blob:{sha256[:16]}", fault=result)
    return True


def next_blobs(session: Session, before: datetime, share: int) -> list[tuple[str, int]]:
    """List the blobs (name, bytes) to look at next: the longest unseen first, until a share of bytes is full.

    Args:
        session: reads.
        before: what was looked at since then waits; what came since then was looked at when it was written.
        share: bytes; one blob at least is given, however large it is.
    """
    last = select(FixityCheck.sha256, func.max(FixityCheck.at).label("at")).group_by(FixityCheck.sha256).subquery()
    seen = func.coalesce(last.c.at, Blob.created_at)
    query = (
        select(Blob.sha256, Blob.size)
        .outerjoin(last, last.c.sha256 == Blob.sha256)
        .where(seen < before)
        .order_by(seen, Blob.sha256)
    )
    chosen: list[tuple[str, int]] = []
    for sha256, size in session.execute(query):
        if chosen and sum(each[1] for each in chosen) + size > share:
            break
        chosen.append((sha256, size))
    return chosen


def standing(session: Session, since: datetime) -> Standing:
    """Say how far the looks have come; `since` is the beginning of the period within which each blob is to be seen."""
    last = select(FixityCheck.sha256, func.max(FixityCheck.at).label("at")).group_by(FixityCheck.sha256).subquery()
    seen = func.coalesce(last.c.at, Blob.created_at)
    query = select(func.count(), func.coalesce(func.sum(Blob.size), 0), func.min(seen)).select_from(Blob)
    blobs, size, oldest = session.execute(query.outerjoin(last, last.c.sha256 == Blob.sha256)).one()
    fresh = select(func.count()).select_from(Blob).outerjoin(last, last.c.sha256 == Blob.sha256).where(seen >= since)
    alarms = session.scalar(select(func.count()).select_from(FixityAlarm)) or 0
    return Standing(blobs, size, session.scalar(fresh) or 0, oldest, alarms)


def alarms(session: Session) -> list[Alarm]:
    """List what is not as it was promised, the oldest first."""
    rows = session.execute(
        select(FixityAlarm, Blob.role)
        .outerjoin(Blob, Blob.sha256 == FixityAlarm.sha256)
        .order_by(FixityAlarm.found_at, FixityAlarm.sha256)
    )
    return [_alarm(session, row) for row in rows]


def alarmed(session: Session, before: datetime, limit: int) -> list[tuple[str, int]]:
    """List the blobs (name, bytes) of alarms that were not looked at since `before`, the longest unseen first."""
    last = select(FixityCheck.sha256, func.max(FixityCheck.at).label("at")).group_by(FixityCheck.sha256).subquery()
    seen = func.coalesce(last.c.at, FixityAlarm.found_at)
    query = (
        select(Blob.sha256, Blob.size)
        .join(FixityAlarm, FixityAlarm.sha256 == Blob.sha256)
        .outerjoin(last, last.c.sha256 == Blob.sha256)
        .where(seen <= before)
        .order_by(seen, Blob.sha256)
        .limit(limit)
    )
    return [(sha256, size) for sha256, size in session.execute(query)]


def forget_gone(session: Session) -> None:
    """End the alarms about blobs that the library has let go of: nobody can mend them, and nobody misses them."""
    session.execute(delete(FixityAlarm).where(FixityAlarm.sha256.not_in(select(Blob.sha256))))


def checks(session: Session, sha256: str, limit: int = 20) -> list[FixityCheck]:
    """List the looks at one blob, the last first."""
    query = select(FixityCheck).where(FixityCheck.sha256 == sha256).order_by(FixityCheck.id.desc()).limit(limit)
    return list(session.scalars(query))


def _alarm(session: Session, row: Row[FixityAlarm, str | None]) -> Alarm:
    alarm, role = row
    return Alarm(alarm.sha256, alarm.fault, role or "", alarm.found_at, _titles(session, alarm.sha256))


def _titles(session: Session, sha256: str) -> tuple[str, ...]:
    of_file = (WorkFile.original == sha256) | (WorkFile.shown == sha256) | (WorkFile.cover == sha256)
    of_master = (Master.body == sha256) | (Master.slots == sha256)
    query = (
        select(Work.title)
        .join(WorkFile, WorkFile.work_id == Work.id)
        .outerjoin(Master, Master.file_id == WorkFile.id)
        .where(of_file | of_master, Work.owner_id.is_(None))
        .distinct()
        .order_by(Work.title)
    )
    return tuple(session.scalars(query))

"""PDF/A copies of all works that have none: ordered at once, made one after the other when no reader waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from library import audit
from library.jobs import outbox
from library.preservation.archive_copies import JOB
from library.store.models import ArchiveCopy, Work, WorkFile

_PRIORITY = 9  # behind the one that somebody looks at


@dataclass(frozen=True, slots=True)
class ArchiveStanding:
    """How many of the newest files of the library's works have a copy (`made`), wait for one, or cannot have any."""

    files: int
    made: int
    waiting: int
    refused: int

    @property
    def missing(self) -> int:
        """Files for which nobody has asked yet."""
        return self.files - self.made - self.waiting - self.refused

    @property
    def finished(self) -> int:
        """Files of which it is known whether there is a copy."""
        return self.made + self.refused


def standing(session: Session) -> ArchiveStanding:
    """Count how far the copies are."""
    states = select(ArchiveCopy.state, func.count()).select_from(WorkFile)
    states = states.outerjoin(ArchiveCopy, ArchiveCopy.file_id == WorkFile.id)
    query = states.join(Work, Work.id == WorkFile.work_id).where(*_newest())
    counts = {state or "": number for state, number in session.execute(query.group_by(ArchiveCopy.state)).all()}
    made, waiting, refused = (counts.get(state, 0) for state in ("made", "waiting", "refused"))
    return ArchiveStanding(sum(counts.values()), made, waiting, refused)


def order_missing(session: Session, now: datetime, actor: str) -> list[str]:
    """Have the copies made that nobody has asked for; give the files. One that was refused is not tried again."""
    asked = select(ArchiveCopy.file_id).where(ArchiveCopy.file_id == WorkFile.id).exists()
    query = select(WorkFile.id).join(Work, Work.id == WorkFile.work_id).where(*_newest(), ~asked)
    files = list(session.scalars(query.order_by(WorkFile.created_at)))
    session.add_all(ArchiveCopy(file_id=file, at=now) for file in files)
    session.flush()
    for file in files:
        outbox.add(session, now, JOB, {"file": file}, priority=_PRIORITY, dedupe=f"pdfa:{file}")
    if files:
        audit.record(session, now, actor, "archive.order", "library", files=len(files))
    return files


def _newest() -> tuple[ColumnElement[bool], ...]:
    """Give the conditions for the newest file of a work that the library holds."""
    newer = aliased(WorkFile)
    replaced = select(newer.id).where(newer.work_id == WorkFile.work_id, newer.version > WorkFile.version).exists()
    return Work.owner_id.is_(None), Work.state != "withdrawn", ~replaced

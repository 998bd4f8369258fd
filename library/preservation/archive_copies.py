"""PDF/A copies: ordered by a librarian, made by a worker, kept beside the file that they are made from."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from library import audit
from library.catalogue import works
from library.jobs import outbox
from library.readers.own_office import refuse_other_office
from library.store.blobs import BlobStore
from library.store.engine import Database
from library.store.models import ArchiveCopy, Blob, WorkFile

JOB = "preservation.pdfa"
_PRIORITY = 8


def order(session: Session, now: datetime, work_id: str, actor: str) -> None:
    """Have the PDF/A copy of a work's newest file made; one that is there is made anew.

    Raises:
        NotFound: there is no such work, or it has no file.
        NotAllowed: it is another office's.
    """
    work = works.get(session, work_id, "librarian")
    refuse_other_office(session, actor, work.office)
    file = works.current_file(session, work_id)
    known = session.get(ArchiveCopy, file.id)
    if known is None:
        session.add(ArchiveCopy(file_id=file.id, at=now))
    else:
        known.state, known.at = "waiting", now
    session.flush()
    outbox.add(session, now, JOB, {"file": file.id}, priority=_PRIORITY, dedupe=f"pdfa:{file.id}")
    audit.record(session, now, actor, "work.archive", f"work:{work.id}")


def of_work(session: Session, work_id: str) -> ArchiveCopy | None:
    """Give the copy of a work's newest file, or why there is none; None where nobody asked for one.

    Raises:
        NotFound: the work has no file.
    """
    return session.get(ArchiveCopy, works.current_file(session, work_id).id)


def source(session: Session, file_id: str) -> str:
    """Name the blob that the copy of a file is made from; empty where the file is gone."""
    file = session.get(WorkFile, file_id)
    return file.shown if file is not None else ""


def keep(
    database: Database,
    blobs: BlobStore,
    now: datetime,
    file_id: str,
    made: Path | None,
    profile: str,
    checks: dict[str, Any],
) -> None:
    """Keep what came of it: the copy in the store, or what stands in its way."""
    stored = blobs.put(made) if made is not None else None
    with database.write() as session:
        row = session.get(ArchiveCopy, file_id)
        if row is None:
            return
        if stored is not None and session.get(Blob, stored.sha256) is None:
            blob = Blob(sha256=stored.sha256, size=stored.size, role="archive", derived=True, created_at=now)
            session.add(blob)
            session.flush()
        row.sha256 = stored.sha256 if stored else None
        row.state, row.profile, row.checks, row.at = "made" if stored else "refused", profile, checks, now

"""The chain of records behind an accusation: what was asked for, delivered and downloaded, and when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.store.models import Copy, Master, ScreenReading, SoftcopyRequest, WorkFile


def records_of(session: Session, identity: str, work: str) -> list[tuple[str, str]]:
    """Give (what, value) lines for the evidence report, oldest delivery first.

    Values are ids, times and checksums only; what each is called, `library.tracing.words` says in both languages.
    """
    return [*_deliveries(session, identity, work), *_readings(session, identity, work)]


def _deliveries(session: Session, identity: str, work: str) -> list[tuple[str, str]]:
    query = (
        select(Copy, SoftcopyRequest, Master, WorkFile)
        .join(SoftcopyRequest, SoftcopyRequest.id == Copy.request_id)
        .join(Master, Master.id == Copy.master_id)
        .join(WorkFile, WorkFile.id == Master.file_id)
        .where(Copy.account_id == identity, SoftcopyRequest.work_id == work)
        .order_by(Copy.created_at)
    )
    lines: list[tuple[str, str]] = []
    for copy, request, master, file in session.execute(query):
        lines += [
            ("request", f"{request.number} · {request.submitted_at:%Y-%m-%d %H:%M:%S} UTC"),
            ("copy", copy.number),
            *_made_from(master, file),
            ("key", copy.key_id),
            ("sha256", str(copy.sha256)),
            ("dispatched", _time(copy.dispatched_at)),
            ("downloaded", _time(copy.downloaded_at)),
        ]
    return lines


def _readings(session: Session, identity: str, work: str) -> list[tuple[str, str]]:
    query = (
        select(ScreenReading, Master, WorkFile)
        .join(Master, Master.id == ScreenReading.master_id)
        .join(WorkFile, WorkFile.id == Master.file_id)
        .where(ScreenReading.account_id == identity, WorkFile.work_id == work)
        .order_by(ScreenReading.first_at)
    )
    lines: list[tuple[str, str]] = []
    for reading, master, file in session.execute(query):
        lines += [
            ("read on screen", reading.number),
            ("since", _time(reading.first_at)),
            *_made_from(master, file),
            ("key", reading.key_id),
        ]
    return lines


def _made_from(master: Master, file: WorkFile) -> list[tuple[str, str]]:
    """Name the master, and by checksum all that anybody needs to make the marked file again and read it."""
    return [("master", master.id), ("original", file.original), ("body", master.body), ("slots", master.slots)]


def _time(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC" if at else "—"

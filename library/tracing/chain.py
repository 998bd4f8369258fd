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
        select(Copy, SoftcopyRequest)
        .join(SoftcopyRequest, SoftcopyRequest.id == Copy.request_id)
        .where(Copy.account_id == identity, SoftcopyRequest.work_id == work)
        .order_by(Copy.created_at)
    )
    lines: list[tuple[str, str]] = []
    for copy, request in session.execute(query):
        lines += [
            ("request", f"{request.number} · {request.submitted_at:%Y-%m-%d %H:%M:%S} UTC"),
            ("copy", copy.number),
            ("master", copy.master_id),
            ("key", copy.key_id),
            ("sha256", str(copy.sha256)),
            ("dispatched", _time(copy.dispatched_at)),
            ("downloaded", _time(copy.downloaded_at)),
        ]
    return lines


def _time(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC" if at else "—"


def _readings(session: Session, identity: str, work: str) -> list[tuple[str, str]]:
    query = (
        select(ScreenReading)
        .join(Master, Master.id == ScreenReading.master_id)
        .join(WorkFile, WorkFile.id == Master.file_id)
        .where(ScreenReading.account_id == identity, WorkFile.work_id == work)
    )
    lines: list[tuple[str, str]] = []
    for reading in session.scalars(query):
        lines += [("read on screen", reading.number), ("since", _time(reading.first_at)), ("key", reading.key_id)]
    return lines

"""The public answer to a stamp's QR code: is this copy number genuine? It names no reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.ids import normal_copy_number
from library.store.models import Copy, Master, ScreenReading, Work, WorkFile


@dataclass(frozen=True, slots=True)
class Genuine:
    """What anybody may know of a copy: what it is a copy of, which office made it, and when."""

    number: str
    kind: Literal["copy", "screen"]
    office: str
    made_at: datetime
    title: str
    year: int | None
    withdrawn: bool


def check_number(session: Session, text: str) -> Genuine | None:
    """Look a copy number up as somebody typed it; None when no such copy was made."""
    number = normal_copy_number(text)
    made = session.execute(
        select(Copy.office, Copy.ready_at, Copy.master_id).where(Copy.number == number, Copy.ready_at.is_not(None))
    ).first()
    if made is not None:
        return _genuine(session, number, "copy", made.office, made.ready_at, made.master_id)
    read = session.execute(
        select(ScreenReading.first_at, ScreenReading.master_id).where(ScreenReading.number == number)
    ).first()
    if read is not None:
        return _genuine(session, number, "screen", None, read.first_at, read.master_id)
    return None


def _genuine(
    session: Session, number: str, kind: Literal["copy", "screen"], office: str | None, at: datetime, master_id: str
) -> Genuine:
    query = (
        select(Work)
        .join(WorkFile, WorkFile.work_id == Work.id)
        .join(Master, Master.file_id == WorkFile.id)
        .where(Master.id == master_id)
    )
    work = session.scalars(query).one()
    return Genuine(number, kind, office or work.office, at, work.title, work.year, work.state == "withdrawn")

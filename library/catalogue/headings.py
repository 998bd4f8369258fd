"""The tables, figures and chapters of a file, as records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from library.store.models import Heading, HeadingsRead, Work, WorkFile

VERSION = 1
"""Counts up when the rules by which headings are read change; `pustaka rebuild index` then reads the files again."""
KINDS = ("table", "figure", "chapter")
MOST = 5_000
_NUMBER, _TITLE = 20, 500  # characters

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivingHeading:
    """A heading as `ingest` read it; `box` in fractions of the page."""

    kind: str
    number: str
    title: str
    parallel_title: str
    page: int
    last_page: int
    level: int
    box: Box | None


@dataclass(frozen=True, slots=True)
class FileToRead:
    """A file whose headings have not been read by the present rules; `shown` is the blob of its PDF."""

    file_id: str
    work_id: str
    shown: str


def keep(session: Session, now: datetime, file_id: str, found: Sequence[ArrivingHeading]) -> int:
    """Write the headings of a file in place of those that were read before; give how many."""
    session.execute(delete(Heading).where(Heading.file_id == file_id))
    sound = [each for each in found if each.kind in KINDS and each.title.strip() and each.page >= 1][:MOST]
    session.add_all(_row(file_id, place, each) for place, each in enumerate(sound, 1))
    session.merge(HeadingsRead(file_id=file_id, version=VERSION, at=now))
    session.flush()
    return len(sound)


def _row(file_id: str, place: int, heading: ArrivingHeading) -> Heading:
    return Heading(
        file_id=file_id,
        place=place,
        kind=heading.kind,
        number=heading.number[:_NUMBER],
        title=heading.title[:_TITLE],
        parallel_title=heading.parallel_title[:_TITLE],
        page=heading.page,
        last_page=max(heading.page, heading.last_page),
        level=heading.level,
        box=list(heading.box or ()),
    )


def of_file(session: Session, file_id: str, kind: str | None = None) -> list[Heading]:
    """List the headings of a file in their order, of one kind or all."""
    query = select(Heading).where(Heading.file_id == file_id).order_by(Heading.place)
    return list(session.scalars(query.where(Heading.kind == kind) if kind else query))


def on_page(session: Session, file_id: str, page: int) -> list[Heading]:
    """List the tables and figures that stand on a page, or go on there."""
    on = (Heading.file_id == file_id, Heading.page <= page, Heading.last_page >= page, Heading.kind != "chapter")
    return list(session.scalars(select(Heading).where(*on).order_by(Heading.place)))


def counts(session: Session, file_id: str) -> dict[str, int]:
    """Count the headings of a file by kind."""
    query = select(Heading.kind, func.count()).where(Heading.file_id == file_id).group_by(Heading.kind)
    return {str(row[0]): int(row[1]) for row in session.execute(query)}


def to_read(session: Session) -> list[FileToRead]:
    """List the newest files of works whose headings have not been read by the present rules; no reader's own scans."""
    newest = select(WorkFile.work_id, func.max(WorkFile.version).label("version")).group_by(WorkFile.work_id).subquery()
    query = (
        select(WorkFile.id, WorkFile.work_id, WorkFile.shown)
        .join(newest, (newest.c.work_id == WorkFile.work_id) & (newest.c.version == WorkFile.version))
        .join(Work, Work.id == WorkFile.work_id)
        .outerjoin(HeadingsRead, HeadingsRead.file_id == WorkFile.id)
        .where(Work.owner_id.is_(None), func.coalesce(HeadingsRead.version, 0) < VERSION)
        .order_by(WorkFile.work_id)
    )
    return [FileToRead(*row) for row in session.execute(query)]

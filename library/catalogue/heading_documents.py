"""Headings as the index wants them: one document a heading, its place among those of its work as the page's number."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from library.catalogue import headings
from library.catalogue.works import current_file, is_superseded
from library.holdings.copies import PRINT
from library.store.models import Heading, Work, WorkFile
from search import PageDocument

_WORDS = {"table": "Tabel Table", "figure": "Gambar Figure", "chapter": "Bab Chapter"}


def heading_documents(session: Session, work: Work) -> Iterator[PageDocument]:
    """Give the headings of a released work; a printed one without a file has none."""
    if work.kind == PRINT:
        return
    file = current_file(session, work.id)
    yield from (_document(work, heading) for heading in headings.of_file(session, file.id))


def _document(work: Work, heading: Heading) -> PageDocument:
    called = f"{_WORDS[heading.kind]} {heading.number}"
    return PageDocument(
        work=work.id,
        page=heading.place,
        title=work.title,
        # The year of the edition stands in few titles, and is asked for beside every number.
        text="\n".join((called, heading.title, heading.parallel_title, str(work.year or ""))),
        office=work.office,
        year=work.year,
        kind=heading.kind,
        language=work.language,
        catalogue_number=heading.number,
        access=work.access,
        subject=work.subjects.partition(" ")[0],
        region=work.region,
    )


def released_headings(session: Session) -> Iterator[PageDocument]:
    """Give every heading of every released work."""
    sought = (Work.state == "released", ~is_superseded())
    for work in session.scalars(select(Work).where(*sought).order_by(Work.id)):
        yield from heading_documents(session, work)


def count_released(session: Session) -> int:
    """Count the headings of released works, each in its newest file."""
    newest = select(WorkFile.work_id, func.max(WorkFile.version).label("version")).group_by(WorkFile.work_id).subquery()
    query = (
        select(func.count())
        .select_from(Heading)
        .join(WorkFile, WorkFile.id == Heading.file_id)
        .join(newest, (newest.c.work_id == WorkFile.work_id) & (newest.c.version == WorkFile.version))
        .join(Work, Work.id == WorkFile.work_id)
        .where(Work.state == "released", ~is_superseded())
    )
    return session.scalar(query) or 0

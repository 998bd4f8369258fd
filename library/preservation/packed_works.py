"""Which works go into a package for another archive, and what is kept of each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from library.errors import NotFound
from library.store.models import ArchiveCopy, Page, Succession, Work, WorkFile

ALL = "all"


def chosen(session: Session, offices: Collection[str], wanted: Sequence[str]) -> list[str]:
    """Give the ids of the works that are meant, withdrawn ones among them; what readers scanned is never meant.

    Raises:
        NotFound: a name is neither `all`, an office's code nor a work's id, or means no work.
    """
    found: dict[str, None] = {}
    for name in wanted:
        which: list[ColumnElement[bool]] = [Work.owner_id.is_(None)]
        if name != ALL:
            which.append(Work.office == name if name in offices else Work.id == name)
        ids = session.scalars(select(Work.id).where(*which).order_by(Work.id)).all()
        if not ids:
            raise NotFound(what=name)
        found |= dict.fromkeys(ids)
    return list(found)


def versions(session: Session, work_id: str) -> list[WorkFile]:
    """List the files of a work, the first version first."""
    return list(session.scalars(select(WorkFile).where(WorkFile.work_id == work_id).order_by(WorkFile.version)))


def texts(session: Session, file_id: str) -> Iterator[tuple[int, str]]:
    """Give the number and the words of each page of a file."""
    query = select(Page.number, Page.text).where(Page.file_id == file_id).order_by(Page.number)
    yield from ((number, text) for number, text in session.execute(query))


def archive_blob(session: Session, file_id: str) -> str:
    """Name the blob of a file's PDF/A copy; empty where there is none."""
    copy = session.get(ArchiveCopy, file_id)
    return (copy.sha256 or "") if copy is not None else ""


def superseded_by(session: Session, work_id: str) -> str | None:
    """Name the work that took a work's place."""
    return session.scalars(select(Succession.new_id).where(Succession.old_id == work_id)).first()

"""From records to the index: commit first, then index. The index holds nothing that is not here."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from library.catalogue.works import current_file
from library.store.engine import Database
from library.store.models import Page, Work
from search import PageDocument, SearchEngine


class Indexer:
    """Keeps the index in step with the released works."""

    def __init__(self, database: Database, engine: SearchEngine) -> None:
        self._database = database
        self._engine = engine

    def handle(self, payload: dict[str, str]) -> None:
        """Bring one work's pages in the index up to date, or take them out."""
        with self._database.read() as session:
            work = session.get(Work, payload["work"])
            documents = list(page_documents(session, work)) if work and work.state == "released" else []
        if documents:
            self._engine.replace(payload["work"], documents)
        else:
            self._engine.remove(payload["work"])

    def count(self) -> int:
        """Count the pages of released works."""
        with self._database.read() as session:
            return session.scalar(select(func.sum(Work.pages)).where(Work.state == "released")) or 0

    def all_documents(self) -> Iterator[PageDocument]:
        """Give every page of every released work, for a new index."""
        with self._database.read() as session:
            for work in session.scalars(select(Work).where(Work.state == "released").order_by(Work.id)):
                yield from page_documents(session, work)


def page_documents(session: Session, work: Work) -> Iterator[PageDocument]:
    """Give the pages of a work as the index wants them."""
    file = current_file(session, work.id)
    for page in session.scalars(select(Page).where(Page.file_id == file.id).order_by(Page.number)):
        yield PageDocument(
            work=work.id,
            page=page.number,
            title=work.title,
            text=page.text,
            office=work.office,
            year=work.year,
            kind=work.kind,
            language=work.language,
            catalogue_number=work.catalogue_number,
            access=work.access,
            captions=page.captions,
            publication_number=work.publication_number,
        )

"""From records to the index: commit first, then index. The index holds nothing that is not here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from library.catalogue.corrections import changed_by_hand
from library.catalogue.versions import successor
from library.catalogue.works import current_file, is_superseded
from library.holdings import copies
from library.holdings.record_documents import printed_document
from library.store.engine import Database
from library.store.models import Page, Work
from search import PageDocument, SearchEngine


class Indexer:
    """Keeps the index in step with the released works."""

    def __init__(self, database: Database, engine: SearchEngine, headings: Callable[[str, bool], None]) -> None:
        """Keep what it writes to; `headings` is told of each work, and whether searches find it."""
        self._database = database
        self._engine = engine
        self._headings = headings

    def handle(self, payload: dict[str, str]) -> None:
        """Bring one work's pages in the index up to date, or take them out.

        Two workers may hold the same work, and the slower one may have read it before it was changed: whoever has
        written looks again, and what the index says last is what the records say.
        """
        written = self._write(payload["work"])
        while written != self._facts(payload["work"]):
            written = self._write(payload["work"])

    def _write(self, work_id: str) -> tuple[object, ...]:
        with self._database.read() as session:
            work = session.get(Work, work_id)
            facts = _facts(session, work)
            documents = list(page_documents(session, work)) if work and _is_sought(session, work) else []
        if documents:
            self._engine.replace(work_id, documents)
        else:
            self._engine.remove(work_id)
        self._headings(work_id, bool(documents))
        return facts

    def _facts(self, work_id: str) -> tuple[object, ...]:
        with self._database.read() as session:
            return _facts(session, session.get(Work, work_id))

    def count(self) -> int:
        """Count the pages of released works, and the records of those without a file."""
        with self._database.read() as session:
            sought = (Work.state == "released", ~is_superseded())
            documents = case((Work.kind == copies.PRINT, 1), else_=Work.pages)
            return session.scalar(select(func.sum(documents)).where(*sought)) or 0

    def all_documents(self) -> Iterator[PageDocument]:
        """Give every page of every released work, for a new index."""
        with self._database.read() as session:
            sought = (Work.state == "released", ~is_superseded())
            for work in session.scalars(select(Work).where(*sought).order_by(Work.id)):
                yield from page_documents(session, work)


def _facts(session: Session, work: Work | None) -> tuple[object, ...]:
    """Give all of a work that can change and that the index holds; its pages change with its file or by hand."""
    if work is None or not _is_sought(session, work):
        return ()
    numbers = (work.catalogue_number, work.publication_number)
    facts = (work.title, work.office, work.year, work.kind, work.language, work.access, work.subjects, work.region)
    known = (*facts, *numbers, copies.available_as(session, work))
    if work.kind == copies.PRINT:
        return (*known, tuple((copy.id, copy.changed_at) for copy in copies.of_edition(session, work)))
    file = current_file(session, work.id)
    return (*known, file.id, changed_by_hand(session, file.original))


def _is_sought(session: Session, work: Work) -> bool:
    """Say whether searches find a work: it is released, and no newer file of the same edition has taken its place."""
    return work.state == "released" and successor(session, work.id) is None


def page_documents(session: Session, work: Work) -> Iterator[PageDocument]:
    """Give the pages of a work as the index wants them; of one without a file its record, as page 0."""
    if work.kind == copies.PRINT:
        yield printed_document(session, work)
        return
    file, available = current_file(session, work.id), copies.available_as(session, work)
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
            # A page has one subject in the index: the first, which is the one that the work is most about.
            subject=work.subjects.partition(" ")[0],
            region=work.region,
            available=available,
        )

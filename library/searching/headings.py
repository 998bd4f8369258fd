"""The index of headings: small, beside that of the pages, and made again from the records when it is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

import structlog
from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from library.catalogue.heading_documents import count_released, heading_documents, released_headings
from library.searching.calls import understand
from library.store.engine import Database
from library.store.models import Heading, Work, WorkFile
from search import FacetCount, Hit, IndexTrouble, PageDocument, Query, SearchEngine, open_engine

BATCH = 5_000
_PATIENCE = 5.0
"""seconds that a search waits while the index is made again; it must not hold a reader's page"""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class HeadingHit:
    """A table, figure or chapter found. `box` is x0, y0, x1, y1 in fractions of the page, or empty."""

    work: str
    work_title: str
    office: str
    year: int | None
    access: str
    kind: str
    number: str
    title: str
    parallel_title: str
    page: int
    last_page: int
    box: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class HeadingResults:
    """One page of headings. `kinds` counts those of each kind that the words find, whatever kind was asked for."""

    total: int
    hits: tuple[HeadingHit, ...]
    suggestion: str | None = None
    works: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


class HeadingIndex:
    """Opened when it is first asked, so that nobody else waits for it."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder
        self._engine: SearchEngine | None = None
        self._lock = threading.Lock()
        self._checked = False
        self._repair = threading.Lock()

    def update(self, work_id: str, sought: bool) -> None:
        """Bring the headings of a work in the index up to date, or take them out where it is not `sought` any more."""
        with self._database.read() as session:
            work = session.get(Work, work_id)
            documents = list(heading_documents(session, work)) if work and sought else []
        engine = self._open()
        if not engine.health().sound:
            self.rebuild()
        elif documents:
            engine.replace(work_id, documents)
        else:
            engine.remove(work_id)

    def search(self, query: Query) -> HeadingResults:
        """Find headings, best first; `query.kind` is the kind of heading, or None for all.

        Raises:
            BadQuery: the words have no meaning.
            IndexTrouble: the index cannot answer now.
        """
        call = understand(query.words)
        asked = replace(query, words=call.words, kind=query.kind or call.kind or None)
        results = self._whole().search(asked)
        with self._database.read() as session:
            hits = _shown(session, results.hits)
        return HeadingResults(
            total=results.total,
            hits=hits,
            suggestion=results.suggestion,
            works=results.works,
            also=results.also,
            kinds={each.value: each.count for each in results.facets.get("kind", ())},
            facets=results.facets,
            notes=results.notes,
        )

    def rebuild(self) -> int:
        """Make the index again from the records; give how many headings it holds."""
        with self._repair:
            return self._rebuild(self._open())

    def close(self) -> None:
        """Let go of files."""
        with self._lock:
            if self._engine is not None:
                self._engine.close()
                self._engine = None
            self._checked = False

    def _whole(self) -> SearchEngine:
        """Give the index, made again before the first search if it was lost or has not kept up.

        Raises:
            IndexTrouble: it is being made by somebody else, which takes long.
        """
        engine = self._open()
        if self._checked:
            return engine
        if not self._repair.acquire(timeout=_PATIENCE):
            raise IndexTrouble("the index of headings is being made")
        try:
            if not self._checked:
                self._check(engine)
                self._checked = True
        finally:
            self._repair.release()
        return engine

    def _check(self, engine: SearchEngine) -> None:
        with self._database.read() as session:
            known = count_released(session)
        if not engine.health().sound or engine.count() != known:
            log.info("heading-index-rebuilt", headings=known)
            self._rebuild(engine)

    def _open(self) -> SearchEngine:
        with self._lock:
            if self._engine is None:
                self._engine = open_engine(self._folder)
            return self._engine

    def _rebuild(self, engine: SearchEngine) -> int:
        fresh, count = engine.beside(), 0
        with self._database.read() as session:
            for batch in _batches(released_headings(session)):
                count += fresh.add(batch)
        engine.swap(fresh)
        return count


def _batches(documents: Iterator[PageDocument]) -> Iterator[list[PageDocument]]:
    while batch := list(islice(documents, BATCH)):
        yield batch


def _shown(session: Session, hits: tuple[Hit, ...]) -> tuple[HeadingHit, ...]:
    """Look the headings up; one that has gone meanwhile is left out."""
    if not hits:
        return ()
    works = {hit.work for hit in hits}
    files = select(WorkFile.work_id, WorkFile.id).where(WorkFile.work_id.in_(works)).order_by(WorkFile.version)
    newest = {str(work_id): str(file_id) for work_id, file_id in session.execute(files)}
    keys = [(newest[hit.work], hit.page) for hit in hits if hit.work in newest]
    rows = session.scalars(select(Heading).where(tuple_(Heading.file_id, Heading.place).in_(keys)))
    found = {(row.file_id, row.place): row for row in rows}
    return tuple(
        _hit(hit, found[newest[hit.work], hit.page])
        for hit in hits
        if hit.work in newest and (newest[hit.work], hit.page) in found
    )


def _hit(hit: Hit, row: Heading) -> HeadingHit:
    return HeadingHit(
        work=hit.work,
        work_title=hit.title,
        office=hit.office,
        year=hit.year,
        access=hit.access,
        kind=row.kind,
        number=row.number,
        title=row.title,
        parallel_title=row.parallel_title,
        page=row.page,
        last_page=row.last_page,
        box=tuple(float(value) for value in row.box),
    )


def unavailable(error: IndexTrouble) -> HeadingResults:
    """Give no headings while their index is away: pages are found without it."""
    log.warning("heading-index", error=str(error))
    return HeadingResults(0, ())

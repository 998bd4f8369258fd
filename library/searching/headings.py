"""The index of headings: small, beside that of the pages, and made again from the records when it is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import structlog
from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from library.catalogue.heading_documents import count_released, heading_documents, released_headings
from library.searching.calls import about_pages, understand
from library.searching.released import released_among
from library.searching.small_index import SmallIndex
from library.store.engine import Database
from library.store.models import Heading, Work, WorkFile
from search import FacetCount, Hit, IndexTrouble, PageDocument, Query

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


class _Records:
    """All headings of released works."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def documents(self) -> Iterator[PageDocument]:
        """Give them all."""
        with self._database.read() as session:
            yield from released_headings(session)

    def count(self) -> int:
        """Count them."""
        with self._database.read() as session:
            return count_released(session)


class HeadingIndex:
    """Tables, figures and chapters by their titles."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._index = SmallIndex(folder, _Records(database))

    def update(self, work_id: str, sought: bool) -> None:
        """Bring the headings of a work in the index up to date, or take them out where it is not `sought` any more."""
        with self._database.read() as session:
            work = session.get(Work, work_id)
            documents = list(heading_documents(session, work)) if work and sought else []
        self._index.put(work_id, documents)

    def search(self, query: Query) -> HeadingResults:
        """Find headings, best first; `query.kind` is the kind of heading, or None for all.

        Words with a condition that only pages can meet find none.

        Raises:
            BadQuery: the words have no meaning.
            IndexTrouble: the index cannot answer now.
        """
        if about_pages(query.words):
            return HeadingResults(0, ())
        call = understand(query.words)
        asked = replace(query, words=call.words, kind=query.kind or call.kind or None)
        results = self._index.whole().search(asked)
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
        return self._index.rebuild()

    def close(self) -> None:
        """Let go of files."""
        self._index.close()


def _shown(session: Session, hits: tuple[Hit, ...]) -> tuple[HeadingHit, ...]:
    """Look the headings up; one that has gone meanwhile is left out, and so is a work that is no longer shown."""
    works = released_among(session, {hit.work for hit in hits})
    if not works:
        return ()
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

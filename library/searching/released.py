"""Searching for the public: what the index still holds of a work that is no longer shown does not leave.

The index follows the records in a job of its own. Between a withdrawal and that job, and for as long as the job cannot
be done, the records alone know that a work must not be shown.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.store.engine import Database
from library.store.models import Work
from search import Query, Results, SearchEngine


def released_among(session: Session, ids: Collection[str]) -> frozenset[str]:
    """Give those of the works that everybody may see."""
    query = select(Work.id).where(Work.id.in_(ids), Work.state == "released", Work.owner_id.is_(None))
    return frozenset(session.scalars(query)) if ids else frozenset()


def search_released(database: Database, engine: SearchEngine, query: Query) -> Results:
    """Find pages of works that everybody may see; what is left out counts for nothing.

    Raises:
        BadQuery: the words have no meaning.
        IndexTrouble: the index cannot answer now.
    """
    found = engine.search(query)
    works = {hit.work for hit in found.hits}
    with database.read() as session:
        shown = released_among(session, works)
    hits = tuple(hit for hit in found.hits if hit.work in shown)
    left_out = len(found.hits) - len(hits)
    return replace(found, hits=hits, total=found.total - left_out, works=found.works - len(works - shown))

"""search/: text in, hits out. Knows neither the database nor people; the only package that imports Whoosh.

engine = open_engine(folder)
engine.add([PageDocument(...), ...])
results = engine.search(Query("luas panen padi", year_from=2019))
"""

from __future__ import annotations

from search.engine import SearchEngine
from search.errors import (
    BadPage,
    BadQuery,
    IndexBusy,
    IndexDamaged,
    IndexOutdated,
    IndexTrouble,
    IndexUnsafe,
    SearchError,
)
from search.marks import mark_terms
from search.model import FacetCount, Health, Hit, PageDocument, Query, Results
from search.opening import open_engine

__all__ = [
    "BadPage",
    "BadQuery",
    "FacetCount",
    "Health",
    "Hit",
    "IndexBusy",
    "IndexDamaged",
    "IndexOutdated",
    "IndexTrouble",
    "IndexUnsafe",
    "PageDocument",
    "Query",
    "Results",
    "SearchEngine",
    "SearchError",
    "mark_terms",
    "open_engine",
]

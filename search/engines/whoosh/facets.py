"""How many of the pages found have each value."""

from __future__ import annotations

import numpy as np

from search.engines.whoosh.filters import both
from search.engines.whoosh.schema import NO_YEAR
from search.engines.whoosh.segment_view import Codes
from search.engines.whoosh.snapshot import Mask, Snapshot
from search.model import FacetCount

_FIELDS = ("office", "kind", "language", "subject", "region", "available")
_MOST_VALUES = 50


def facets(snapshot: Snapshot, matched: Mask, filters: dict[str, Mask]) -> dict[str, tuple[FacetCount, ...]]:
    """Count the values of the pages that match; each facet leaves its own filter out."""
    found = {field: _keyword(snapshot, field, matched & both(filters, snapshot.alive, but=field)) for field in _FIELDS}
    years = snapshot.number("year")[matched & both(filters, snapshot.alive, but="year")]
    return found | {"year": _years(years)}


def _keyword(snapshot: Snapshot, field: str, pages: Mask) -> tuple[FacetCount, ...]:
    values, codes = snapshot.keyword(field)
    here = codes[pages]
    counts = np.bincount(here[here >= 0], minlength=len(values)).tolist()
    counted = [FacetCount(value, count) for value, count in zip(values, counts, strict=True) if count]
    return tuple(sorted(counted, key=lambda each: (-each.count, each.value))[:_MOST_VALUES])


def _years(years: Codes) -> tuple[FacetCount, ...]:
    values, counts = np.unique(years[years != NO_YEAR], return_counts=True)
    newest = sorted(zip(values.tolist(), counts.tolist(), strict=True), reverse=True)
    return tuple(FacetCount(str(year), count) for year, count in newest[:_MOST_VALUES])

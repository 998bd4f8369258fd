"""The other pages of a work that hold the words sought."""

from __future__ import annotations

from dataclasses import dataclass

from search import BadQuery, IndexTrouble, Query
from webapp.current import current_library

MOST = 500


@dataclass(frozen=True, slots=True)
class FoundPages:
    """How many pages hold the words, and the nearest ones on either side; `here` is this page's rank, 0 for none."""

    total: int
    here: int
    before: int | None
    after: int | None


def found_pages(work_id: str, words: str, number: int) -> FoundPages | None:
    """Look the words up in one work; None where nothing is sought or the index is away."""
    if not words:
        return None
    try:
        results = current_library().search.search(Query(words, work=work_id, limit=MOST, sort="page"))
    except (BadQuery, IndexTrouble):
        return None
    numbers = sorted(hit.page for hit in results.hits)
    return FoundPages(
        total=results.total,
        here=numbers.index(number) + 1 if number in numbers else 0,
        before=max((n for n in numbers if n < number), default=None),
        after=min((n for n in numbers if n > number), default=None),
    )

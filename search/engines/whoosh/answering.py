"""One query on one snapshot: the page of results that a reader sees."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from search.engines.whoosh.corrections import Corrector, correct
from search.engines.whoosh.facets import facets
from search.engines.whoosh.filters import both, conditions_of, masks
from search.engines.whoosh.ranking import Ranked, best_of_works, in_order, rank
from search.engines.whoosh.scoring import Weights
from search.engines.whoosh.snapshot import Snapshot
from search.errors import BadQuery
from search.marks import Wanted, wanted_of
from search.model import Hit, PageDocument, Query, Results
from search.queries.nodes import Tree, Word
from search.queries.parser import parse
from search.snippets import snippet

_MOST_HITS = 1_000
_SORTS = ("relevance", "newest", "oldest", "page")


def tree_of(query: Query) -> Tree:
    """Parse a query; one of filters alone lists their pages. Raise BadQuery."""
    if query.sort not in _SORTS:
        raise BadQuery("bad_sort", value=query.sort[:40])
    if conditions_of(query, ()) and not query.words.strip():
        return Tree()
    return parse(query.words, synonyms=query.synonyms)


def answer(
    snapshot: Snapshot, query: Query, tree: Tree, weights: Weights, corrector: Callable[[Snapshot], Corrector]
) -> Results:
    """Find, rank, count and show. `corrector` is asked for only when a word is unknown."""
    filters = masks(snapshot, conditions_of(query, tree.conditions))
    ranked = rank(snapshot, tree, weights, filters)
    pages = np.flatnonzero(ranked.matched & both(filters, snapshot.alive))
    if query.by_work:
        pages = pages[snapshot.number("page")[pages] > 0]  # page 0 is the record of a work without a file
    first = max(0, query.offset)
    last = first + min(max(1, query.limit), _MOST_HITS)
    sort = query.sort if tree.clauses or query.sort != "relevance" else "page"
    choose = best_of_works if query.by_work else in_order
    chosen = choose(snapshot, pages, ranked.scores, sort, first, last)
    wanted = wanted_of(tree)
    return Results(
        total=len(pages),
        hits=tuple(_hit(snapshot.body(int(page)), float(ranked.scores[page]), wanted) for page in chosen),
        suggestion=_suggestion(snapshot, query, ranked, corrector),
        seconds=0.0,
        pages_total=snapshot.pages,
        facets=facets(snapshot, ranked.matched, filters),
        works=len(np.unique(snapshot.keyword("work")[1][pages])),
        notes=tree.notes,
        also=tree.also,
    )


def _hit(page: PageDocument, score: float, wanted: Wanted) -> Hit:
    return Hit(
        page.work, page.page, page.title, snippet(page.text, wanted), round(score, 4),
        page.office, page.year, page.kind, page.language, page.access, page.captions,
    )  # fmt: skip


def _suggestion(
    snapshot: Snapshot, query: Query, ranked: Ranked, corrector: Callable[[Snapshot], Corrector]
) -> str | None:
    parts = [choice.part for clause in ranked.strange for choice in clause.choices[:1]]
    unknown = frozenset(part.exact for part in parts if isinstance(part, Word))
    return correct(query.words, unknown, corrector(snapshot)) if unknown else None

"""From a query's tree to pages in order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from search.engines.whoosh.filters import both
from search.engines.whoosh.matching import Matcher
from search.engines.whoosh.nearness import nearness
from search.engines.whoosh.scoring import Floats, Places, Scored, Scorer, Weights
from search.engines.whoosh.snapshot import Mask, Snapshot
from search.queries.nodes import Clause, Tree

Doubles = npt.NDArray[np.float64]
_LOOKED_AT = 100
"""Pages whose words' nearness is measured."""
_FEW_WORDS = 2
_FEW_TYPED = 2
_ENOUGH = 0.25
"""Of a longer query, the share of its words' weight that a page must have."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """What a query matches: a mask over all pages (filters aside), and the score of every page."""

    matched: Mask
    scores: Floats
    strange: tuple[Clause, ...]
    """Clauses that no page at all meets."""


def rank(snapshot: Snapshot, tree: Tree, weights: Weights, filters: dict[str, Mask]) -> Ranked:
    """Match and score a query."""
    scorer = Scorer(snapshot, weights)
    matcher = Matcher(snapshot, scorer)
    found = [matcher.clause(clause) for clause in tree.clauses]
    allowed = snapshot.alive.copy()
    for part in tree.excluded:
        allowed[matcher.part(part).pages] = False
    matched, scores = _combine(snapshot, scorer, tree, found, allowed & both(filters, snapshot.alive))
    matched &= allowed
    if len(tree.order) > 1 and weights.near:
        _add_nearness(snapshot, scorer, tree, matched & both(filters, snapshot.alive), scores)
    strange = tuple(clause for clause, each in zip(tree.clauses, found, strict=True) if not len(each.pages))
    return Ranked(matched, scores, strange)


def _combine(snapshot: Snapshot, scorer: Scorer, tree: Tree, found: list[Scored], allowed: Mask) -> tuple[Mask, Floats]:
    """Add the scores up and choose the pages that have enough of the query."""
    scores = np.zeros(snapshot.size, np.float32)
    matched = np.ones(snapshot.size, bool)
    covered = np.zeros(snapshot.size, np.float32)
    words = np.zeros(snapshot.size, np.int16)
    total, plain = 0.0, 0
    for clause, each in zip(tree.clauses, found, strict=True):
        scores[each.pages] += each.scores
        if clause.strict:
            matched &= _mask(snapshot, each)
        else:
            weight = scorer.idf(len(each.pages))
            covered[each.pages] += np.float32(weight)
            words[each.pages] += 1
            total, plain = total + weight, plain + 1
    if plain:
        complete = words == plain
        scores[_as_typed(snapshot, tree)] += np.float32(scorer.weights.as_typed * total)
        scores += np.where(complete, np.float32(scorer.weights.all_words * total), np.float32(0))
        matched &= _enough(matched & allowed, complete, covered, total, plain)
    return matched, scores


def _as_typed(snapshot: Snapshot, tree: Tree) -> Mask:
    """Choose, for a query of one or two words, the pages that have each of them in the form in which it was typed."""
    mask: Mask = np.full(snapshot.size, 0 < len(tree.order) <= _FEW_TYPED, bool)
    for word in tree.order[:_FEW_TYPED]:
        here = np.zeros(snapshot.size, bool)
        here[snapshot.postings("exact", word.exact).ids] = True
        mask &= here
    return mask


def _enough(allowed: Mask, complete: Mask, covered: Floats, total: float, plain: int) -> Mask:
    """Choose the strictest rule that leaves a page: all words (of one or two), a quarter of the weight, any word."""
    some = covered >= np.float32(_ENOUGH * total)
    rules = [complete, some] if plain <= _FEW_WORDS else [some]
    for rule in rules:
        if (rule & allowed).any():
            return rule
    return covered > 0


def _mask(snapshot: Snapshot, scored: Scored) -> Mask:
    mask = np.zeros(snapshot.size, bool)
    mask[scored.pages] = True
    return mask


def _add_nearness(snapshot: Snapshot, scorer: Scorer, tree: Tree, allowed: Mask, scores: Floats) -> None:
    pages = np.flatnonzero(allowed)
    if len(pages) > _LOOKED_AT:
        best = np.argpartition(scores[pages], -_LOOKED_AT)[-_LOOKED_AT:]
        # All pages as good as the last one are looked at too, so that the order does not depend on numbering.
        pages = pages[scores[pages] >= scores[pages][best].min()][: 4 * _LOOKED_AT]
    scores[pages] += np.float32(scorer.weights.near) * nearness(snapshot, scorer, tree.order, pages)


def in_order(snapshot: Snapshot, pages: Places, scores: Floats, sort: str, first: int, last: int) -> Places:
    """Return the pages at places `first` to `last` of the order; equal ones stand by work and page."""
    keys = _keys(snapshot, pages, scores, sort)
    if last < len(pages):
        worst = np.partition(keys[0], last - 1)[last - 1]
        kept = np.flatnonzero(keys[0] <= worst)
        pages, keys = pages[kept], [key[kept] for key in keys]
    return pages[np.lexsort(keys[::-1])][first:last]


def best_of_works(snapshot: Snapshot, pages: Places, scores: Floats, sort: str, first: int, last: int) -> Places:
    """Return the first page of each work in the order: those of the works at places `first` to `last`."""
    ordered = in_order(snapshot, pages, scores, sort, 0, len(pages))
    _works, places = np.unique(snapshot.keyword("work")[1][ordered], return_index=True)
    return ordered[np.sort(places)][first:last]


def _keys(snapshot: Snapshot, pages: Places, scores: Floats, sort: str) -> list[Doubles]:
    """Return the sort keys, most important first, all rising."""
    works = snapshot.keyword("work")[1][pages].astype(np.float64)
    places: list[Doubles] = [works, snapshot.number("page")[pages].astype(np.float64)]
    # Rounded, so that adding up in another order (other segments) does not change the order of equals.
    points: Doubles = -np.round(scores[pages].astype(np.float64), 4).astype(np.float64)
    years: Doubles = snapshot.number("year")[pages].astype(np.float64)
    if sort == "page":
        return places
    return {"relevance": [points], "newest": [-years, points], "oldest": [years, points]}[sort] + places

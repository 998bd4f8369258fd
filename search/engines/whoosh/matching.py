"""The pages that meet each part of a query, with scores."""

from __future__ import annotations

from bisect import bisect_left
from heapq import nlargest
from itertools import islice

import numpy as np

from search.engines.whoosh.phrases import phrase
from search.engines.whoosh.postings import Postings
from search.engines.whoosh.schema import SCORED
from search.engines.whoosh.scoring import NOTHING, Floats, Places, Scored, Scorer, best_of
from search.engines.whoosh.snapshot import Snapshot
from search.language.words import stem_of
from search.queries.nodes import Clause, Part, Phrase, Prefix, Word

_MOST_EXPANSIONS = 48


class Matcher:
    """Evaluates parts and clauses on one snapshot."""

    def __init__(self, snapshot: Snapshot, scorer: Scorer) -> None:
        self._snapshot, self._scorer = snapshot, scorer

    def clause(self, clause: Clause) -> Scored:
        """Return the pages that meet a clause, each with the best score of its choices."""
        scored = [(self.part(choice.part), choice.weight) for choice in clause.choices]
        return best_of(
            [Scored(each.pages, each.scores * np.float32(weight)) for each, weight in scored], self._snapshot.size
        )

    def part(self, part: Part) -> Scored:
        """Return the pages that have a part."""
        if isinstance(part, Word):
            return self._word(part)
        if isinstance(part, Phrase):
            return self._phrase(part)
        return self._prefix(part)

    def _word(self, word: Word) -> Scored:
        if not word.stem:
            return self._phrase(Phrase((word.exact,), word.field))
        if word.field:
            return self._scorer.over_fields(word.stem, (word.field,))
        scored = self._scorer.over_fields(word.stem, SCORED)
        return self._raised(scored, word) if len(scored.pages) else scored

    def _raised(self, scored: Scored, word: Word) -> Scored:
        """Add to the pages that have the word as it was typed."""
        exact = self._snapshot.postings("exact", word.exact)
        if not len(exact.ids) or not self._scorer.weights.exact:
            return scored
        extra = self._scorer.in_text(exact)
        scores = scored.scores.copy()
        # The exact word's pages are among its stem's, so the place is always found.
        scores[np.searchsorted(scored.pages, extra.pages)] += np.float32(self._scorer.weights.exact) * extra.scores
        return Scored(scored.pages, scores)

    def _phrase(self, part: Phrase) -> Scored:
        if part.field == "title":
            return self._scorer.saturated(*_plain(phrase(self._snapshot, "title_exact", part.words)))
        if part.field:
            return self._all_words(part)
        text = self._scorer.in_text(phrase(self._snapshot, "exact", part.words))
        title = self._scorer.saturated(*_plain(phrase(self._snapshot, "title_exact", part.words)))
        return best_of([text, title], self._snapshot.size)

    def _all_words(self, part: Phrase) -> Scored:
        """Match a phrase in a field without positions: all its words must be there."""
        found = [self._scorer.over_fields(stem, (part.field,)) for word in part.words if (stem := stem_of(word))]
        if not found:
            return NOTHING
        pages = found[0].pages
        for each in found[1:]:
            pages = np.intersect1d(pages, each.pages, assume_unique=True)
        scores = sum(
            (each.scores[np.searchsorted(each.pages, pages)] for each in found), np.zeros(len(pages), np.float32)
        )
        return Scored(pages, scores)

    def _prefix(self, part: Prefix) -> Scored:
        field = {"": "exact", "title": "title_exact"}.get(part.field)
        if field is None:
            return self._word(Word(part.letters, part.letters, part.field))
        lists = [self._snapshot.postings(field, word) for word in self._expand(part.letters)]
        return best_of([self._scorer.saturated(*_plain(each)) for each in lists if len(each.ids)], self._snapshot.size)

    def _expand(self, letters: str) -> list[str]:
        if not letters.isalpha():  # the beginning of a code
            return self._snapshot.terms_from("exact", letters, _MOST_EXPANSIONS)
        words = self._snapshot.sorted_words
        start = bisect_left(words, letters)
        pages = self._snapshot.vocabulary
        begun = (word for word in islice(words, start, bisect_left(words, letters + "\U0010ffff")))
        return nlargest(_MOST_EXPANSIONS, begun, key=lambda word: (pages[word], word))


def _plain(postings: Postings) -> tuple[Places, Floats]:
    return postings.ids.astype(np.int64), postings.counts.astype(np.float32)

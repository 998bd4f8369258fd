"""BM25F over whole posting lists.

Robertson, Zaragoza, Taylor: Simple BM25 extension to multiple weighted fields (CIKM 2004): the frequencies of a
word in the fields of a page are weighted and added before they saturate,

    tf' = Σ_f  w_f · tf_f / (1 − b_f + b_f · length_f / average_f),     score = idf · tf' · (k1 + 1) / (k1 + tf')

with idf = ln(1 + (N − n + ½) / (n + ½)). Only the text's length is normalised (b = 0 for the short fields).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from search.engines.whoosh.postings import Postings
from search.engines.whoosh.snapshot import Snapshot

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Weights:
    """The numbers of the ranking, found on human questions (docs/search.md, "How pages are ranked")."""

    k1: float = 0.9
    b: float = 0.7
    title: float = 1.0
    caption: float = 2.0
    code: float = 6.0
    exact: float = 0.3
    near: float = 0.3
    all_words: float = 0.15
    as_typed: float = 2.5


@dataclass(frozen=True, slots=True)
class Scored:
    """Pages that meet a part of a query, rising, each with its score."""

    pages: Places
    scores: Floats


class Scorer:
    """Scores words and phrases on one snapshot."""

    def __init__(self, snapshot: Snapshot, weights: Weights) -> None:
        self._snapshot, self.weights = snapshot, weights

    @cached_property
    def _norms(self) -> Floats:
        b, words = self.weights.b, self._snapshot.number("words")
        return (1 - b + b * words / self._snapshot.average_words).astype(np.float32)

    def idf(self, pages: int) -> float:
        """Return the weight of a word that stands on so many pages."""
        return math.log(1 + (self._snapshot.size - pages + 0.5) / (pages + 0.5)) if self._snapshot.size else 0.0

    def saturated(self, pages: Places, frequencies: Floats, idf: float | None = None) -> Scored:
        """Return the BM25 score of weighted frequencies."""
        k1 = self.weights.k1
        weight = self.idf(len(pages)) if idf is None else idf
        return Scored(pages, (weight * (k1 + 1)) * frequencies / (k1 + frequencies))

    def in_text(self, postings: Postings) -> Scored:
        """Score a list of the text field, or of phrases in it."""
        pages = postings.ids.astype(np.int64)
        return self.saturated(pages, (postings.counts / self._norms[pages]).astype(np.float32))

    def over_fields(self, stem: str, fields: tuple[str, ...]) -> Scored:
        """Score a stem over several fields."""
        lists = {name: self._snapshot.postings(name, stem) for name in fields}
        found = {name: postings for name, postings in lists.items() if len(postings.ids)}
        if set(found) == {"text"}:
            return self.in_text(found["text"])
        if not found:
            return NOTHING
        total = np.zeros(self._snapshot.size, np.float32)
        for name, postings in found.items():
            total[postings.ids] += self._weighted(name, postings)
        pages = np.flatnonzero(total)
        return self.saturated(pages, total[pages])

    def _weighted(self, field: str, postings: Postings) -> Floats:
        if field == "text":
            return (postings.counts / self._norms[postings.ids]).astype(np.float32)
        weight: float = getattr(self.weights, field)
        return np.minimum(postings.counts, 3).astype(np.float32) * weight


NOTHING = Scored(np.empty(0, np.int64), np.empty(0, np.float32))


def best_of(parts: list[Scored], size: int) -> Scored:
    """Return for each page the best of several scores."""
    parts = [part for part in parts if len(part.pages)]
    if len(parts) <= 1:
        return parts[0] if parts else NOTHING
    best = np.zeros(size, np.float32)
    for part in parts:
        best[part.pages] = np.maximum(best[part.pages], part.scores)
    pages = np.flatnonzero(best)
    return Scored(pages, best[pages])

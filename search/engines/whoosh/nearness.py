"""A bonus for pages where the words of a query stand close together, in the order they were typed.

Only the best pages are looked at. For each two neighbouring words of the query the smallest distance d in words counts
1/d of the smaller of their weights; beyond eight words it counts nothing.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from search.engines.whoosh.phrases import occurrences
from search.engines.whoosh.scoring import Floats, Places, Scorer
from search.engines.whoosh.snapshot import Snapshot
from search.queries.nodes import Word

_FARTHEST = 8
_BACKWARDS = 1
"""Words that must be added to a distance against the typed order."""


def nearness(snapshot: Snapshot, scorer: Scorer, words: tuple[Word, ...], pages: Places) -> Floats:
    """Return the bonus of each of the pages, which are given rising."""
    bonus = np.zeros(len(pages), np.float32)
    wanted = pages.astype(np.uint32)
    lists = [snapshot.postings("exact", word.exact) for word in words]
    places = [occurrences(each, wanted) if len(each.ids) else np.empty(0, np.int64) for each in lists]
    weights = [scorer.idf(len(each.ids)) for each in lists]
    for (here, weight), (there, other) in pairwise(zip(places, weights, strict=True)):
        if len(here) and len(there):
            bonus += np.float32(min(weight, other)) * _closeness(here, there, pages)
    return bonus


def _closeness(here: npt.NDArray[np.int64], there: npt.NDArray[np.int64], pages: Places) -> Floats:
    """Return 1 / (smallest distance from a word to the next one) for each page, 0 where they are far apart."""
    after = np.searchsorted(there, here, side="right")
    forward = there[np.minimum(after, len(there) - 1)] - here
    backward = here - there[np.maximum(after - 1, 0)] + _BACKWARDS
    distance = np.minimum(_near(forward), _near(backward))
    closest = np.full(len(pages), _FARTHEST + 1, np.int64)
    np.minimum.at(closest, np.searchsorted(pages, here >> 16), distance)
    return np.where(closest <= _FARTHEST, 1.0 / closest, 0.0).astype(np.float32)


def _near(distance: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    # Another page is at least 65,536 minus a page's length away, which is far.
    return np.where((distance > 0) & (distance <= _FARTHEST), distance, _FARTHEST + 1)

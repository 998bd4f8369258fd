"""Words one after the other, found by their positions."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from search.engines.whoosh.postings import Postings
from search.engines.whoosh.snapshot import Snapshot

Keys = npt.NDArray[np.int64]


def phrase(snapshot: Snapshot, field: str, words: tuple[str, ...]) -> Postings:
    """Return where these words stand in a row in a field with positions, with the positions of the first."""
    lists = [snapshot.postings(field, word) for word in words]
    if any(not len(each.ids) for each in lists):
        return _nothing()
    shared = lists[0].ids
    for other in sorted(lists[1:], key=lambda each: len(each.ids)):
        shared = np.intersect1d(shared, other.ids, assume_unique=True)
    keys: Keys | None = None
    for shift, each in enumerate(lists):
        places = occurrences(each, shared) - shift
        keys = places if keys is None else np.intersect1d(keys, places, assume_unique=True)
    assert keys is not None
    return _from_keys(keys)


def occurrences(postings: Postings, pages: npt.NDArray[np.uint32]) -> Keys:
    """Return page · 65536 + position of each occurrence on these pages (rising), in order."""
    kept = np.flatnonzero(np.isin(postings.ids, pages, assume_unique=True))
    counts = postings.counts[kept].astype(np.int64)
    ends = np.cumsum(postings.counts, dtype=np.int64)
    firsts = ends[kept] - counts
    before = np.cumsum(counts) - counts
    index = np.arange(counts.sum()) - np.repeat(before - firsts, counts)
    keys: Keys = (np.repeat(postings.ids[kept].astype(np.int64), counts) << 16) | postings.positions[index]
    return keys


def _from_keys(keys: Keys) -> Postings:
    ids, counts = np.unique(keys >> 16, return_counts=True)
    return Postings(
        ids.astype(np.uint32), np.minimum(counts, 0xFFFF).astype(np.uint16), (keys & 0xFFFF).astype(np.uint16)
    )


def _nothing() -> Postings:
    return Postings(np.empty(0, np.uint32), np.empty(0, np.uint16), np.empty(0, np.uint16))

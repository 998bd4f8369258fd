"""Completing what is being typed with words that stand together in the index."""

from __future__ import annotations

from bisect import bisect_left
from heapq import nlargest
from itertools import islice

import numpy as np

from search.engines.whoosh.snapshot import Mask, Snapshot
from search.language.folding import fold
from search.language.lists import stop_words
from search.language.words import tokens

_MOST_READ = 20_000
_MOST_WEIGHED = 40
_LONGEST = 200


def complete(snapshot: Snapshot, typed: str, limit: int) -> tuple[str, ...]:
    """Return up to `limit` completions of the last word, each with the words before it as they were typed.

    They are ordered by the number of pages on which they stand together with the other words, then alphabetically.
    """
    before, last = _split(typed[:_LONGEST])
    letters = fold(last)
    if not letters:
        return ()
    there = {form.exact for token in tokens(before) for form in token.forms}
    begun = [word for word in _most_frequent(snapshot, letters) if word not in there]
    pages = _pages_with(snapshot, before)
    weighed = ((word, _together(snapshot, word, pages)) for word in begun)
    found = sorted((-count, word) for word, count in weighed if count)
    return tuple(f"{before} {word}".strip() for _, word in found[: max(0, limit)])


def _split(typed: str) -> tuple[str, str]:
    before, space, last = typed.rpartition(" ")
    return (before.strip(), last) if space else ("", typed)


def _most_frequent(snapshot: Snapshot, letters: str) -> list[str]:
    words, pages, stop = snapshot.sorted_words, snapshot.vocabulary, stop_words()
    begun = islice(words, bisect_left(words, letters), bisect_left(words, letters + "\U0010ffff"))
    wanted = (word for word in islice(begun, _MOST_READ) if word not in stop)
    return nlargest(_MOST_WEIGHED, wanted, key=lambda word: (pages[word], word))


def _pages_with(snapshot: Snapshot, before: str) -> Mask | None:
    """Return the pages with all the words before the last, or None if there are none that say anything."""
    mask = snapshot.alive
    stems = list(dict.fromkeys(form.stem for token in tokens(before) for form in token.forms[:1] if form.stem))[-4:]
    for stem in stems:
        here = np.zeros(snapshot.size, bool)
        for field in ("text", "title"):
            here[snapshot.postings(field, stem).ids] = True
        mask = mask & here
    return mask if stems and mask.any() else None


def _together(snapshot: Snapshot, word: str, pages: Mask | None) -> int:
    ids = snapshot.postings("exact", word).ids
    return int((snapshot.alive if pages is None else pages)[ids].sum())

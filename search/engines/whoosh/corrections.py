"""Did you mean: words that the index does not know, replaced by the likeliest that it knows.

The measure is the optimal string alignment distance (Damerau–Levenshtein without overlapping edits). Candidates come
from one matrix operation: words whose letter counts differ by more than two edits can explain are left out.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from search.engines.whoosh.snapshot import Snapshot
from search.language.words import TOKEN, forms_of

_SHORTEST = 4
_MOST_WORDS = 4
_FEWEST_PAGES = 2
_MOST_COMPARED = 400


class Corrector:
    """Finds the nearest known word, on one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._pages = snapshot.vocabulary
        floor = _FEWEST_PAGES if snapshot.pages >= 50 else 1
        self._words = [word for word, pages in self._pages.items() if pages >= floor and word.isascii()]
        self._counts = _letter_counts(self._words)
        self._lengths = np.array([len(word) for word in self._words], np.int16)

    def nearest(self, word: str) -> str | None:
        """Return the best known word within one edit (two from seven letters on), or None."""
        if len(word) < _SHORTEST or len(word) > 30 or not (word.isascii() and word.isalpha()) or not self._words:
            return None
        most = 2 if len(word) >= 7 else 1
        near = [
            (distance, self._words[i])
            for i in self._candidates(word, most)
            if (distance := edits(word, self._words[i], most)) <= most
        ]
        near = [(distance, each) for distance, each in near if each != word]
        if not near:
            return None
        return min(near, key=lambda each: (each[0], each[1][0] != word[0], -self._pages[each[1]], each[1]))[1]

    def _candidates(self, word: str, most: int) -> list[int]:
        counts = _letter_counts([word])[0]
        differ = np.abs(self._counts - counts).sum(axis=1, dtype=np.int16)
        places = np.flatnonzero((differ <= 2 * most) & (np.abs(self._lengths - len(word)) <= most))
        if len(places) > _MOST_COMPARED:
            places = places[np.argsort(differ[places], kind="stable")[:_MOST_COMPARED]]
        return [int(place) for place in places]


def _letter_counts(words: list[str]) -> npt.NDArray[np.int8]:
    counts = np.zeros((len(words), 26), np.int8)
    letters = np.frombuffer("".join(words).encode(), np.uint8).astype(np.int64) - ord("a")
    rows = np.repeat(np.arange(len(words)), [len(word) for word in words])
    np.add.at(counts, (rows, letters), 1)
    return counts


@lru_cache(maxsize=4096)
def edits(one: str, other: str, most: int) -> int:
    """Return the optimal string alignment distance, or `most` + 1 when it is larger."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        now = [i] + [0] * len(other)
        for j, against in enumerate(other, 1):
            now[j] = min(row[j] + 1, now[j - 1] + 1, row[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                now[j] = min(now[j], before[j - 2] + 1)
        if min(now) > most:
            return most + 1
        before, row = row, now
    return min(row[-1], most + 1)


def correct(typed: str, unknown: frozenset[str], corrector: Corrector) -> str | None:
    """Return the typed query with its unknown words replaced, or None if no better words are known."""
    parts, end, changed = [], 0, 0
    for match in TOKEN.finditer(typed):
        forms = forms_of(match.group())
        if changed < _MOST_WORDS and len(forms) == 1 and forms[0].exact in unknown:
            better = corrector.nearest(forms[0].exact)
            if better:
                parts += [typed[end : match.start()], better]
                end, changed = match.end(), changed + 1
    return "".join([*parts, typed[end:]]) if changed else None

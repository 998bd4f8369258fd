"""Many texts turned into posting lists at once, with numpy instead of a dictionary for each page.

Every raw token gets a number; a text becomes an array of numbers. At the end one sort of (term, page, position)
keys brings each term's occurrences together.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from search.engines.whoosh.postings import MOST_WORDS, Postings
from search.language.words import TOKEN, Form, forms_of, stem_of, width_of

Longs = npt.NDArray[np.uint64]
_PAGE, _POSITION = 40, 16  # a key is term (24 bits) · page (24 bits) · position (16 bits)
_LOW = np.uint64(0xFFFF)


class Inverter:
    """Collects the texts of one field and gives their posting lists."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._tokens = array("I")
        self._ends = array("I")

    def __len__(self) -> int:
        return len(self._tokens)

    def add(self, text: str) -> int:
        """Add the next page's text; return its number of tokens (at most MOST_WORDS count)."""
        numbers = self._numbers
        found = TOKEN.findall(text)[:MOST_WORDS]
        self._tokens.extend([numbers.setdefault(token, len(numbers)) for token in found])
        self._ends.append(len(self._tokens))
        return len(found)

    def invert(self) -> Inverted:
        """Return all terms with their occurrences."""
        table = _FormTable(list(self._numbers))
        tokens = np.frombuffer(self._tokens, np.uint32) if self._tokens else np.empty(0, np.uint32)
        ends = np.frombuffer(self._ends, np.uint32) if self._ends else np.empty(0, np.uint32)
        pages = np.repeat(np.arange(len(ends), dtype=np.uint64), np.diff(ends, prepend=np.uint32(0)))
        keys = np.sort(table.keys(tokens, pages, _positions(table.widths[tokens], ends, pages)))
        return Inverted(table.terms, keys)


def _positions(widths: npt.NDArray[np.int64], ends: npt.NDArray[np.uint32], pages: Longs) -> Longs:
    """Return the word position of each token on its page."""
    before = np.cumsum(widths) - widths
    starts = np.append(np.uint32(0), ends[:-1])
    firsts = np.append(before, before[-1:] + widths[-1:])[np.minimum(starts, len(before))] if len(before) else starts
    return np.minimum(before - firsts[pages], 0xFFFF).astype(np.uint64)


class _FormTable:
    """Which terms each raw token stands for, as arrays."""

    def __init__(self, raw: list[str]) -> None:
        forms = [forms_of(token) for token in raw]
        self.widths = np.array([width_of(each) for each in forms], np.int64)
        names = sorted({form.exact for each in forms for form in each}, key=str.encode)
        self.terms = names
        self._number = {name: number for number, name in enumerate(names)}
        self._layers = [self._layer(forms, depth) for depth in range(max(map(len, forms), default=0))]

    def _layer(self, forms: list[tuple[Form, ...]], depth: int) -> tuple[npt.NDArray[np.int64], Longs]:
        chosen = [each[depth] if depth < len(each) else None for each in forms]
        terms = np.array([-1 if form is None else self._number[form.exact] for form in chosen], np.int64)
        return terms, np.array([0 if form is None else form.shift for form in chosen], np.uint64)

    def keys(self, tokens: npt.NDArray[np.uint32], pages: Longs, positions: Longs) -> Longs:
        """Return one sortable key for each term of each token."""
        parts = []
        for terms, shifts in self._layers:
            term = terms[tokens]
            there = np.flatnonzero(term >= 0)
            place = np.minimum(positions[there] + shifts[tokens[there]], _LOW)
            parts.append(
                (term[there].astype(np.uint64) << np.uint64(_PAGE)) | (pages[there] << np.uint64(_POSITION)) | place
            )
        return np.concatenate(parts) if parts else np.empty(0, np.uint64)


@dataclass(frozen=True)
class Inverted:
    """Terms in rising order of their UTF-8 bytes, and all their occurrences as sorted keys."""

    terms: list[str]
    keys: Longs

    def exact(self) -> Iterator[tuple[bytes, Postings, int]]:
        """Yield each folded word, its list with positions, and how often it occurs."""
        if not len(self.keys):
            return
        pairs, counts = self.pairs
        owners = pairs >> np.uint64(_PAGE - _POSITION)
        starts = np.searchsorted(owners, np.arange(len(self.terms) + 1, dtype=np.uint64))
        words = np.append(0, np.cumsum(counts))
        ids = (pairs & np.uint64(0xFFFFFF)).astype(np.uint32)
        positions = (self.keys & _LOW).astype(np.uint16)
        small = np.minimum(counts, 0xFFFF).astype(np.uint16)
        for number, term in enumerate(self.terms):
            low, high = starts[number], starts[number + 1]
            first, last = words[low], words[high]
            yield term.encode(), Postings(ids[low:high], small[low:high], positions[first:last]), int(last - first)

    def stems(self) -> Iterator[tuple[bytes, Postings, int]]:
        """Yield each stem and its list without positions; the forms of one stem are added up."""
        names = [stem_of(term) for term in self.terms]
        stems = sorted({name for name in names if name}, key=str.encode)
        if not stems:
            return
        number = {name: index for index, name in enumerate(stems)}
        owner = np.array([number.get(name, -1) for name in names], np.int64)
        pairs, counts = self.pairs
        of_pair = owner[(pairs >> np.uint64(_PAGE - _POSITION)).astype(np.int64)]
        kept = np.flatnonzero(of_pair >= 0)
        keys = (of_pair[kept].astype(np.uint64) << np.uint64(24)) | (pairs[kept] & np.uint64(0xFFFFFF))
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        firsts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
        sums = np.minimum(np.add.reduceat(counts[kept][order], firsts), 0xFFFF)
        ids, small = (keys[firsts] & np.uint64(0xFFFFFF)).astype(np.uint32), sums.astype(np.uint16)
        starts = np.searchsorted(keys[firsts] >> np.uint64(24), np.arange(len(stems) + 1, dtype=np.uint64))
        for index, name in enumerate(stems):
            low, high = starts[index], starts[index + 1]
            if low < high:
                yield name.encode(), Postings(ids[low:high], small[low:high], small[:0]), int(sums[low:high].sum())

    @cached_property
    def pairs(self) -> tuple[Longs, npt.NDArray[np.int64]]:
        """Return the different (term, page) keys, rising, and how often each occurs."""
        pairs = self.keys >> np.uint64(_POSITION)
        firsts = np.flatnonzero(np.append(True, pairs[1:] != pairs[:-1])) if len(pairs) else np.empty(0, np.int64)
        return pairs[firsts], np.diff(firsts, append=len(pairs))

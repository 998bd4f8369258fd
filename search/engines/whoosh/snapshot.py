"""One state of the whole index, as every search sees it: immutable, shared by threads."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from search.engines.whoosh.pointer import Pointer
from search.engines.whoosh.postings import Postings
from search.engines.whoosh.segment_view import Codes, SegmentView
from search.model import PageDocument

Mask = npt.NDArray[np.bool_]

_MOST_LISTS: Final = 64
"""Lists that are kept, the oldest leave first: some ten megabytes at 20,000 pages, enough for two long questions."""


class Snapshot:
    """The segments of a pointer, with pages numbered through from 0 to `size`."""

    def __init__(self, pointer: Pointer, views: list[SegmentView]) -> None:
        self.pointer, self.views = pointer, views
        sizes = [view.pages for view in views]
        self.bases = [sum(sizes[:index]) for index in range(len(sizes))]
        self.size = sum(sizes)
        self.alive = np.ones(self.size, bool)
        for base, entry in zip(self.bases, pointer.segments, strict=True):
            self.alive[np.array(entry.deleted, np.int64) + base] = False
        self.pages = int(self.alive.sum())
        self._lists: dict[tuple[str, str], Postings] = {}
        self._adding = threading.Lock()

    def postings(self, field: str, term: str) -> Postings:
        """Return the list of a term over all segments; empty where it does not stand. Deleted pages are in it.

        One query asks for the list of a word when it matches, when it ranks, and when it looks for neighbours.
        """
        kept = self._lists.get((field, term))
        if kept is None:
            kept = self._joined(field, term)
            with self._adding:
                if len(self._lists) >= _MOST_LISTS:
                    del self._lists[next(iter(self._lists))]
                self._lists[field, term] = kept
        return kept

    def _joined(self, field: str, term: str) -> Postings:
        lists = [(base, view.postings(field, term)) for base, view in zip(self.bases, self.views, strict=True)]
        found = [(base, each) for base, each in lists if each is not None]
        if len(found) == 1 and found[0][0] == 0:
            return found[0][1]
        if not found:
            return _NOTHING
        ids = np.concatenate([each.ids + np.uint32(base) for base, each in found])
        counts = np.concatenate([each.counts for _, each in found])
        return Postings(ids, counts, np.concatenate([each.positions for _, each in found]))

    def terms_from(self, field: str, letters: str, most: int) -> list[str]:
        """Return the first terms of a field that begin so, in order."""
        return sorted({term for view in self.views for term in view.terms_from(field, letters, most)})[:most]

    def body(self, page: int) -> PageDocument:
        """Return the page with this number."""
        index = bisect_left(self.bases, page + 1) - 1
        while page - self.bases[index] >= self.views[index].pages:
            index -= 1
        return self.views[index].body(page - self.bases[index])

    def works(self) -> dict[str, int]:
        """Return every work that has living pages with their number."""
        names, codes = self.keyword("work")
        counts = np.bincount(codes[self.alive], minlength=len(names)).tolist() if names else []
        return {name: count for name, count in zip(names, counts, strict=True) if count}

    def keyword(self, field: str) -> tuple[list[str], Codes]:
        """Return the sorted values of a keyword field and for each page the number of its value, or -1."""
        if field not in self._keywords:
            self._keywords[field] = self._join_keyword(field)
        return self._keywords[field]

    def number(self, field: str) -> Codes:
        """Return a column of whole numbers, one for each page."""
        if field not in self._numbers:
            columns = [view.numbers[field] for view in self.views]
            self._numbers[field] = np.concatenate(columns) if columns else np.empty(0, np.int32)
        return self._numbers[field]

    @cached_property
    def _keywords(self) -> dict[str, tuple[list[str], Codes]]:
        return {}

    @cached_property
    def _numbers(self) -> dict[str, Codes]:
        return {}

    @cached_property
    def average_words(self) -> float:
        """Return the mean number of words of a page, at least 1."""
        return max(1.0, float(self.number("words").mean())) if self.size else 1.0

    @cached_property
    def vocabulary(self) -> Counter[str]:
        """Return the words of the index with the number of pages they stand on."""
        words: Counter[str] = Counter()
        for view in self.views:
            words.update(view.vocabulary)
        return words

    @cached_property
    def sorted_words(self) -> list[str]:
        """Return the words in order, for completions."""
        return sorted(self.vocabulary)

    def _join_keyword(self, field: str) -> tuple[list[str], Codes]:
        parts = [view.keyword(field) for view in self.views]
        values = sorted({value for names, _ in parts for value in names})
        number = {value: index for index, value in enumerate(values)}
        codes = [np.array([number[name] for name in names] + [-1], np.int32)[each] for names, each in parts]
        return values, np.concatenate(codes) if codes else np.empty(0, np.int32)


_NOTHING = Postings(np.empty(0, np.uint32), np.empty(0, np.uint16), np.empty(0, np.uint16))

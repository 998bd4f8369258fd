"""What every search engine can do; `tests/search/test_conformance.py` holds each implementation to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, Self

from search.model import Health, PageDocument, Query, Results


class SearchEngine(Protocol):
    """An index of pages. Any thread may call any method; writers wait for each other, readers never wait."""

    def add(self, pages: Iterable[PageDocument]) -> int:
        """Index pages in one commit; a page of the same work and number is replaced. Return how many."""

    def remove(self, work: str) -> int:
        """Take all pages of a work out, in one commit. Return how many there were."""

    def replace(self, work: str, pages: Iterable[PageDocument]) -> int:
        """Make these the only pages of a work, in one commit. Return how many."""

    def search(self, query: Query) -> Results:
        """Find pages. Raise BadQuery for words without meaning, IndexTrouble when the index cannot answer."""

    def suggest(self, prefix: str, limit: int = 8) -> tuple[str, ...]:
        """Complete what is being typed with words of the index, likeliest first."""

    def count(self) -> int:
        """Return the number of pages."""

    def works(self) -> dict[str, int]:
        """Return every work in the index with its number of pages, to compare with the records."""

    def health(self) -> Health:
        """Tell the state as it was found at opening; cheap."""

    def verify(self) -> Health:
        """Read every byte of the index again and tell what is wrong."""

    def beside(self) -> Self:
        """Start an empty index beside this one, to be filled and then swapped in. Works on a damaged index."""

    def swap(self, new: Self) -> None:
        """Put `new`, made by `beside`, in the place of this index; what was added meanwhile is carried over."""

    def close(self) -> None:
        """Let go of files."""

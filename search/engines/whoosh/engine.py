"""The engine behind the door, over a folder of Whoosh segments."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

from search.engines.whoosh.answering import answer, tree_of
from search.engines.whoosh.completions import complete
from search.engines.whoosh.corrections import Corrector
from search.engines.whoosh.guard import faults
from search.engines.whoosh.opener import Opener
from search.engines.whoosh.pointer import NAME, Pointer, read_pointer
from search.engines.whoosh.rebuilding import install, pages_in, start
from search.engines.whoosh.scoring import Weights
from search.engines.whoosh.snapshot import Snapshot
from search.engines.whoosh.writing import Writer
from search.errors import IndexDamaged, IndexOutdated, IndexTrouble, IndexUnsafe, SearchError
from search.model import Health, PageDocument, Query, Results

_T = TypeVar("_T")


class WhooshEngine:
    """An index of pages in a folder.

    Args:
        folder: holds `current.json` and the generations; made when first written.
        owner: user number that may own the folder besides ourselves (the worker's, for a web server of another user).
        patience: seconds that a writer waits for another one before IndexBusy.
        weights: the numbers of the ranking.
    """

    def __init__(
        self,
        folder: Path,
        *,
        owner: int | None = None,
        patience: float = 60.0,
        weights: Weights | None = None,
        pointer: str = NAME,
    ) -> None:
        self.folder = folder
        self._owner, self._patience, self._weights = owner, patience, weights or Weights()
        self._opener = Opener(folder / pointer, owner)
        self._writer = Writer(self._opener, patience)
        self._corrector = lru_cache(maxsize=1)(Corrector)

    def add(self, pages: Iterable[PageDocument]) -> int:
        """Index pages in one commit; a page of the same work and number is replaced."""
        return self._writing(lambda: self._writer.add(pages))

    def replace(self, work: str, pages: Iterable[PageDocument]) -> int:
        """Make these the only pages of a work, in one commit."""
        return self._writing(lambda: self._writer.add(pages, instead_of=work))

    def remove(self, work: str) -> int:
        """Take all pages of a work out."""
        return self._writing(lambda: self._writer.remove(work))

    def _writing(self, write: Callable[[], _T]) -> _T:
        """Write; what the disk refuses is told as trouble with the index, which stays as it was."""
        try:
            return write()
        except OSError as error:
            raise IndexTrouble("cannot_write", error=error.strerror or type(error).__name__) from error

    def count(self) -> int:
        """Return the number of pages."""
        return self._opener.snapshot().pages

    def works(self) -> dict[str, int]:
        """Return every work with its number of pages."""
        return self._reading(Snapshot.works)

    def search(self, query: Query) -> Results:
        """Find pages."""
        started = time.perf_counter()
        tree = tree_of(query)
        results = self._reading(lambda snapshot: answer(snapshot, query, tree, self._weights, self._corrector))
        return replace(results, seconds=time.perf_counter() - started)

    def suggest(self, prefix: str, limit: int = 8) -> tuple[str, ...]:
        """Complete what is being typed."""
        return self._reading(lambda snapshot: complete(snapshot, prefix, limit))

    def _reading(self, read: Callable[[Snapshot], _T]) -> _T:
        """Read from the newest snapshot; when that fails, look whether its files are damaged."""
        snapshot = self._opener.snapshot()
        try:
            return read(snapshot)
        except SearchError:
            raise
        except Exception as error:
            bad = faults(self.folder / snapshot.pointer.generation, snapshot.pointer)
            if not bad:
                raise IndexTrouble("failed", error=type(error).__name__) from error
            trouble = IndexDamaged("damaged_file", file=bad[0])
            self._opener.spoil(snapshot, trouble)
            raise trouble from error

    def health(self) -> Health:
        """Tell the state as it was found at opening."""
        try:
            snapshot = self._opener.snapshot()
        except IndexTrouble as trouble:
            return Health(_state_of(trouble), 0, "", (str(trouble),))
        return Health("ready" if snapshot.size else "empty", snapshot.pages, snapshot.pointer.generation)

    def verify(self) -> Health:
        """Read every byte again. What is found damaged is not read from any more."""
        self._opener.forget()
        found = self.health()
        pointer = self._pointer()
        bad = faults(self.folder / pointer.generation, pointer) if pointer else ()
        if not bad or not found.sound:
            return replace(found, faults=bad or found.faults)
        self._opener.spoil(self._opener.snapshot(), IndexDamaged("damaged_file", file=bad[0]))
        return Health("damaged", found.pages, found.generation, bad)

    def beside(self) -> WhooshEngine:
        """Start an empty index beside this one. An older unfinished one is thrown away."""
        started: list[WhooshEngine] = []
        begin = partial(
            self._writer.exclusively, lambda: started.append(self._open(start(self.folder, self._pointer())))
        )
        self._writing(begin)
        return started[0]

    def _open(self, pointer: str) -> WhooshEngine:
        return WhooshEngine(
            self.folder, owner=self._owner, patience=self._patience, weights=self._weights, pointer=pointer
        )

    def swap(self, new: WhooshEngine) -> None:
        """Put `new` in the place of this index; works changed here meanwhile are carried over."""
        self._writing(lambda: self._writer.exclusively(lambda: self._swap(new)))

    def _swap(self, new: WhooshEngine) -> None:
        fresh, current = new._pointer(), self._pointer()
        if fresh is None:
            raise IndexDamaged("nothing_to_swap", file=new._opener.path.name)
        if current and current.touched and current.rebuilding == fresh.generation:
            snapshot = self._opener.snapshot()
            for work in current.touched:
                new.replace(work, pages_in(snapshot, work))
        install(self.folder, new._pointer() or fresh)
        self._opener.forget()

    def _pointer(self) -> Pointer | None:
        """Return the pointer, or None if there is none that can be read."""
        try:
            return read_pointer(self._opener.path)
        except IndexTrouble:
            return None

    def close(self) -> None:
        """Let go of the files."""
        self._opener.forget()
        self._corrector.cache_clear()


def _state_of(trouble: IndexTrouble) -> str:
    states: list[tuple[type[IndexTrouble], str]] = [(IndexOutdated, "outdated"), (IndexUnsafe, "unsafe")]
    return next((state for kind, state in states if isinstance(trouble, kind)), "damaged")

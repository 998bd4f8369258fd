"""The engine behind the door, over a folder of Whoosh segments."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import numpy as np

from search.engines.whoosh.completions import complete
from search.engines.whoosh.corrections import Corrector, correct
from search.engines.whoosh.facets import facets
from search.engines.whoosh.filters import both, conditions_of, masks
from search.engines.whoosh.guard import faults, make_private
from search.engines.whoosh.opener import Opener
from search.engines.whoosh.pointer import NAME, Pointer, read_pointer, write_pointer
from search.engines.whoosh.ranking import Ranked, in_order, rank
from search.engines.whoosh.scoring import Places, Weights
from search.engines.whoosh.snapshot import Snapshot
from search.engines.whoosh.writing import Writer, pages_of
from search.errors import BadQuery, IndexDamaged, IndexOutdated, IndexTrouble, IndexUnsafe, SearchError
from search.marks import Wanted, wanted_of
from search.model import Health, Hit, PageDocument, Query, Results
from search.queries.nodes import Tree, Word
from search.queries.parser import parse
from search.snippets import snippet

_T = TypeVar("_T")
_MOST_HITS = 1_000
_SORTS = ("relevance", "newest", "oldest", "page")


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
        return self._writer.add(pages)

    def replace(self, work: str, pages: Iterable[PageDocument]) -> int:
        """Make these the only pages of a work, in one commit."""
        return self._writer.add(pages, instead_of=work)

    def remove(self, work: str) -> int:
        """Take all pages of a work out."""
        return self._writer.remove(work)

    def count(self) -> int:
        """Return the number of pages."""
        return self._opener.snapshot().pages

    def works(self) -> dict[str, int]:
        """Return every work with its number of pages."""
        return self._reading(_works)

    def search(self, query: Query) -> Results:
        """Find pages."""
        started = time.perf_counter()
        if query.sort not in _SORTS:
            raise BadQuery("bad_sort", value=query.sort[:40])
        tree = _tree(query)
        results = self._reading(lambda snapshot: self._results(snapshot, query, tree))
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
            self._opener.spoil(trouble)
            raise trouble from error

    def _results(self, snapshot: Snapshot, query: Query, tree: Tree) -> Results:
        filters = masks(snapshot, conditions_of(query, tree.conditions))
        ranked = rank(snapshot, tree, self._weights, filters)
        pages = np.flatnonzero(ranked.matched & both(filters, snapshot.alive))
        first = max(0, query.offset)
        last = first + min(max(1, query.limit), _MOST_HITS)
        sort = query.sort if tree.clauses or query.sort != "relevance" else "page"
        chosen = in_order(snapshot, pages, ranked.scores, sort, first, last)
        return Results(
            total=len(pages),
            hits=self._hits(snapshot, chosen, ranked, tree),
            suggestion=self._suggestion(snapshot, query, ranked),
            seconds=0.0,
            pages_total=snapshot.pages,
            facets=facets(snapshot, ranked.matched, filters),
            works=len(np.unique(snapshot.keyword("work")[1][pages])),
            notes=tree.notes,
        )

    def _hits(self, snapshot: Snapshot, pages: Places, ranked: Ranked, tree: Tree) -> tuple[Hit, ...]:
        wanted = wanted_of(tree)
        return tuple(_hit(snapshot.body(int(page)), float(ranked.scores[page]), wanted) for page in pages)

    def _suggestion(self, snapshot: Snapshot, query: Query, ranked: Ranked) -> str | None:
        parts = [choice.part for clause in ranked.strange for choice in clause.choices[:1]]
        unknown = frozenset(part.exact for part in parts if isinstance(part, Word))
        return correct(query.words, unknown, self._corrector(snapshot)) if unknown else None

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
        self._opener.spoil(IndexDamaged("damaged_file", file=bad[0]))
        return Health("damaged", found.pages, found.generation, bad)

    def beside(self) -> WhooshEngine:
        """Start an empty index beside this one. An older unfinished one is thrown away."""
        started: list[WhooshEngine] = []
        self._writer.exclusively(lambda: started.append(self._start_beside()))
        return started[0]

    def _start_beside(self) -> WhooshEngine:
        current = self._pointer()
        for stale in self.folder.glob("g[0-9]*.building.json"):
            stale.unlink()
        numbers = [int(path.name[1:]) for path in self.folder.glob("g[0-9]*") if path.name[1:].isdecimal()]
        generation = f"g{max([0, *numbers]) + 1:06d}"
        make_private(self.folder / generation)
        name = f"{generation}.building.json"
        write_pointer(self.folder / name, Pointer(generation))
        if current:
            write_pointer(self.folder / NAME, replace(current, rebuilding=generation, touched=()))
        return WhooshEngine(
            self.folder, owner=self._owner, patience=self._patience, weights=self._weights, pointer=name
        )

    def swap(self, new: WhooshEngine) -> None:
        """Put `new` in the place of this index; works changed here meanwhile are carried over."""
        self._writer.exclusively(lambda: self._swap(new))

    def _swap(self, new: WhooshEngine) -> None:
        fresh = new._pointer()
        if fresh is None:
            raise IndexDamaged("nothing_to_swap", file=new._opener.path.name)
        current = self._pointer()
        if current and current.touched and current.rebuilding == fresh.generation:
            self._carry_over(current.touched, new)
        fresh = new._pointer() or fresh
        write_pointer(self.folder / NAME, fresh)
        new._opener.path.unlink(missing_ok=True)
        new._opener.path.with_suffix(".lock").unlink(missing_ok=True)
        self._opener.forget()
        for path in self.folder.glob("g[0-9]*"):
            if path.is_dir() and path.name != fresh.generation:
                shutil.rmtree(path, ignore_errors=True)

    def _carry_over(self, works: tuple[str, ...], new: WhooshEngine) -> None:
        snapshot = self._opener.snapshot()
        for work in works:
            new.replace(work, _pages(snapshot, work))

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


def _tree(query: Query) -> Tree:
    """Parse the words; a query of filters alone lists their pages."""
    filtered = conditions_of(query, ())
    if filtered and not query.words.strip():
        return Tree()
    return parse(query.words)


def _hit(page: PageDocument, score: float, wanted: Wanted) -> Hit:
    return Hit(
        page.work, page.page, page.title, snippet(page.text, wanted), round(score, 4),
        page.office, page.year, page.kind, page.language, page.access, page.captions,
    )  # fmt: skip


def _works(snapshot: Snapshot) -> dict[str, int]:
    names, codes = snapshot.keyword("work")
    counts = np.bincount(codes[snapshot.alive], minlength=len(names)).tolist() if names else []
    return {name: count for name, count in zip(names, counts, strict=True) if count}


def _pages(snapshot: Snapshot, work: str) -> list[PageDocument]:
    places = pages_of(snapshot, work)
    return [view.body(page) for view in snapshot.views for page in sorted(places.get(view.name, ()))]


def _state_of(trouble: IndexTrouble) -> str:
    states: list[tuple[type[IndexTrouble], str]] = [(IndexOutdated, "outdated"), (IndexUnsafe, "unsafe")]
    return next((state for kind, state in states if isinstance(trouble, kind)), "damaged")

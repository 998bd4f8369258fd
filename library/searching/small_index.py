"""A small index beside that of the pages: opened when it is first asked, and made again when it is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Protocol

import structlog

from search import IndexTrouble, PageDocument, SearchEngine, open_engine

BATCH = 5_000
"""documents written at once"""
PATIENCE = 5.0
"""seconds that a search waits while the index is made again; it must not hold a reader's page"""

log = structlog.get_logger(__name__)


class Source(Protocol):
    """The records that an index is made of."""

    def documents(self) -> Iterator[PageDocument]:
        """Give all documents."""
        ...

    def count(self) -> int:
        """Count the documents, without making them."""
        ...


class SmallIndex:
    """An index in a folder, and the records that it can be made of again."""

    def __init__(self, folder: Path, source: Source) -> None:
        self._folder = folder
        self._source = source
        self._engine: SearchEngine | None = None
        self._opening = threading.Lock()
        self._repair = threading.Lock()
        self._checked = False

    def put(self, key: str, documents: list[PageDocument]) -> None:
        """Bring the documents of one `key` up to date; none take it out."""
        engine = self._open()
        if not engine.health().sound:
            self.rebuild()
        elif documents:
            engine.replace(key, documents)
        else:
            engine.remove(key)

    def whole(self) -> SearchEngine:
        """Give the engine, made again before the first search if it was lost or has not kept up.

        Raises:
            IndexTrouble: it is being made by somebody else, which takes long.
        """
        engine = self._open()
        if self._checked:
            return engine
        if not self._repair.acquire(timeout=PATIENCE):
            raise IndexTrouble(f"{self._folder.name}: the index is being made")
        try:
            if not self._checked:
                self._check(engine)
                self._checked = True
        finally:
            self._repair.release()
        return engine

    def rebuild(self) -> int:
        """Make the index again from the records; give how many documents it holds."""
        with self._repair:
            return self._rebuild(self._open())

    def close(self) -> None:
        """Let go of files."""
        with self._opening:
            if self._engine is not None:
                self._engine.close()
                self._engine = None
            self._checked = False

    def _check(self, engine: SearchEngine) -> None:
        known = self._source.count()
        if not engine.health().sound or engine.count() != known:
            log.info("index-rebuilt", index=self._folder.name, documents=known)
            self._rebuild(engine)

    def _open(self) -> SearchEngine:
        with self._opening:
            if self._engine is None:
                self._engine = open_engine(self._folder)
            return self._engine

    def _rebuild(self, engine: SearchEngine) -> int:
        fresh, count, documents = engine.beside(), 0, self._source.documents()
        while batch := list(islice(documents, BATCH)):
            count += fresh.add(batch)
        engine.swap(fresh)
        return count

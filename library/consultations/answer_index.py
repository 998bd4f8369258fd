"""The index of published answers: small, beside that of the pages, and made again from the records when it is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import select

from library.store.engine import Database
from library.store.models import PublishedAnswer
from search import BadQuery, PageDocument, Query, SearchEngine, SearchError, open_engine

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class AnswerHit:
    """A published answer that holds the words; `snippet` is HTML-safe with the words in <mark>."""

    id: str
    question: str
    snippet: str
    office: str
    score: float


class AnswerIndex:
    """Opened when it is first asked, so that nobody else waits for it."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder
        self._engine: SearchEngine | None = None
        self._lock = threading.Lock()

    def handle(self, payload: dict[str, Any]) -> None:
        """Bring one answer in the index up to date, or take it out."""
        with self._database.read() as session:
            row = session.get(PublishedAnswer, str(payload["answer"]))
        engine = self._opened()
        if row is None or row.withdrawn_at is not None:
            engine.remove(str(payload["answer"]))
        else:
            engine.replace(row.id, [_document(row)])

    def find(self, words: str, limit: int = 3) -> tuple[AnswerHit, ...]:
        """Find answers, best first; none while the index is out of order, for pages are found without it."""
        if not words.strip():
            return ()
        try:
            results = self._opened().search(Query(words, limit=limit))
        except BadQuery:
            return ()
        except SearchError:
            log.exception("answer-index")
            return ()
        return tuple(AnswerHit(hit.work, hit.title, hit.snippet, hit.office, hit.score) for hit in results.hits)

    def rebuild(self) -> int:
        """Make the index again from the records; give how many answers it holds."""
        with self._lock:
            return self._rebuild(self._open())

    def close(self) -> None:
        """Let go of files."""
        with self._lock:
            if self._engine is not None:
                self._engine.close()
                self._engine = None

    def _opened(self) -> SearchEngine:
        with self._lock:
            if self._engine is None:
                engine = self._open()
                if not engine.health().sound or engine.count() != len(list(self._documents())):
                    self._rebuild(engine)
            return self._open()

    def _open(self) -> SearchEngine:
        if self._engine is None:
            self._engine = open_engine(self._folder)
        return self._engine

    def _rebuild(self, engine: SearchEngine) -> int:
        fresh = engine.beside()
        count = fresh.add(self._documents())
        engine.swap(fresh)
        return count

    def _documents(self) -> Iterator[PageDocument]:
        with self._database.read() as session:
            query = select(PublishedAnswer).where(PublishedAnswer.withdrawn_at.is_(None)).order_by(PublishedAnswer.id)
            rows = list(session.scalars(query))
        return (_document(row) for row in rows)


def _document(row: PublishedAnswer) -> PageDocument:
    return PageDocument(
        work=row.id,
        page=1,
        title=row.question,
        text=f"{row.question}\n{row.answer}",
        office=row.office,
        year=row.published_at.year,
        kind="answer",
        language=row.language,
        subject=row.subject,
    )

"""The index of published answers: small, beside that of the pages, and made again from the records when it is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import func, select

from library.searching.small_index import SmallIndex
from library.store.engine import Database
from library.store.models import PublishedAnswer
from search import BadQuery, PageDocument, Query, SearchError

log = structlog.get_logger(__name__)
_STANDS = PublishedAnswer.withdrawn_at.is_(None)


@dataclass(frozen=True, slots=True)
class AnswerHit:
    """A published answer that holds the words; `snippet` is HTML-safe with the words in <mark>."""

    id: str
    question: str
    snippet: str
    office: str
    score: float


class _Records:
    """All answers that are published."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def documents(self) -> Iterator[PageDocument]:
        """Give them all."""
        with self._database.read() as session:
            rows = session.scalars(select(PublishedAnswer).where(_STANDS).order_by(PublishedAnswer.id))
            yield from (_document(row) for row in rows)

    def count(self) -> int:
        """Count them."""
        with self._database.read() as session:
            return session.scalar(select(func.count()).select_from(PublishedAnswer).where(_STANDS)) or 0


class AnswerIndex:
    """Published answers by their words."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._index = SmallIndex(folder, _Records(database))

    def handle(self, payload: dict[str, Any]) -> None:
        """Bring one answer in the index up to date, or take it out."""
        answer = str(payload["answer"])
        with self._database.read() as session:
            row = session.get(PublishedAnswer, answer)
            documents = [_document(row)] if row is not None and row.withdrawn_at is None else []
        self._index.put(answer, documents)

    def find(self, words: str, limit: int = 3) -> tuple[AnswerHit, ...]:
        """Find answers, best first; none while the index is out of order, for pages are found without it."""
        if not words.strip():
            return ()
        try:
            results = self._index.whole().search(Query(words, limit=limit))
        except BadQuery:
            return ()
        except SearchError:
            log.exception("answer-index")
            return ()
        return tuple(AnswerHit(hit.work, hit.title, hit.snippet, hit.office, hit.score) for hit in results.hits)

    def rebuild(self) -> int:
        """Make the index again from the records; give how many answers it holds."""
        return self._index.rebuild()

    def close(self) -> None:
        """Let go of files."""
        self._index.close()


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

"""The search that comes first: its words and its best hits are kept with the case."""

from __future__ import annotations

from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from library.consultations.views import SearchHit, SearchView
from library.consultations.wording import clean_line
from library.errors import BadForm, NotFound
from library.floor.step import Step
from library.store.models import Consultation, ConsultationSearch
from search import IndexTrouble, Query, SearchEngine, SearchError

KEPT = 10
MOST_WORDS = 200

log = structlog.get_logger(__name__)


def look(engine: SearchEngine, words: str) -> tuple[int | None, list[list[object]]]:
    """Search the publications; None found: the index is out of order, and nobody is kept from asking by that.

    Raises:
        BadForm: there are no words to search for.
    """
    try:
        results = engine.search(Query(words, limit=KEPT))
    except IndexTrouble:
        log.warning("consultation-search-unavailable")
        return None, []
    except SearchError as exc:
        raise BadForm({"words": "search-words"}) from exc
    return results.total, [[hit.work, hit.page, hit.title] for hit in results.hits]


def checked_words(words: str) -> str:
    """Give the words as one line.

    Raises:
        BadForm: there are none.
    """
    kept = clean_line(words, MOST_WORDS)
    if not kept:
        raise BadForm({"words": "required"})
    return kept


def keep(
    step: Step, account_id: str | None, office: str, words: str, found: int | None, hits: list[list[object]]
) -> ConsultationSearch:
    """Write a search down."""
    step.office(office)
    row = ConsultationSearch(account_id=account_id, office=office, words=words, found=found, hits=hits)
    row.made_at = step.now
    step.session.add(row)
    step.session.flush()
    return row


def own(session: Session, search_id: str, account_id: str) -> ConsultationSearch:
    """Give a search of this reader.

    Raises:
        NotFound: there is none of hers.
    """
    row = session.get(ConsultationSearch, search_id)
    if row is None or row.account_id != account_id:
        raise NotFound(what="pencarian / search")
    return row


def erase(row: ConsultationSearch) -> None:
    """Blank what was searched for and what it led to; how much it found stays, for it names nobody."""
    row.words, row.hits = "", []


def erase_of(step: Step, case: Consultation) -> None:
    """Erase the search with which a case began, unless another case still shows it."""
    row = step.session.get(ConsultationSearch, case.search_id) if case.search_id else None
    others = select(Consultation.id).where(
        Consultation.search_id == case.search_id, Consultation.id != case.id, Consultation.erased_at.is_(None)
    )
    if row is not None and step.session.scalars(others.limit(1)).first() is None:
        erase(row)


def forget_old(step: Step, office: str, before: datetime) -> None:
    """Erase the searches of an office that were made before an instant and that no case shows."""
    shown = select(Consultation.search_id).where(
        Consultation.search_id == ConsultationSearch.id, Consultation.erased_at.is_(None)
    )
    old = (ConsultationSearch.office == office, ConsultationSearch.made_at < before, ConsultationSearch.words != "")
    for row in step.session.scalars(select(ConsultationSearch).where(*old, ~shown.exists())):
        erase(row)


def show(row: ConsultationSearch) -> SearchView:
    """Show a search."""
    hits = tuple(SearchHit(str(work), int(page), str(title)) for work, page, title in row.hits)
    return SearchView(row.id, row.office, row.words, row.found, hits, row.made_at)

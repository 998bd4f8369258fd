"""Telling readers what is new to the searches they keep: once a day, one mail a reader, only works that are new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import structlog
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from library.catalogue.works import is_superseded
from library.clock import Clock
from library.jobs import outbox
from library.mail import post
from library.mail.alert_texts import Words, words_in
from library.searching.headings import HeadingIndex
from library.searching.saved import query_of
from library.store.engine import Database
from library.store.models import Account, SavedSearch, Work
from search import BadQuery, IndexTrouble, Query, SearchEngine

JOB = "search.alerts"
MAIL = "saved-search"
EVERY = timedelta(days=1)
_PRIORITY = 7
_SETTLING = timedelta(minutes=15)
"""A work released later than this may not be in the index yet; the next round tells of it."""
_AT_ONCE = 20
"""works that one query may be limited to (a query takes 24 conditions)"""
_SHOWN = 5
"""titles of a search in a mail"""
_MOST_WORKS = 2_000
"""works of one round, and those released in the very moment of the last"""

log = structlog.get_logger(__name__)


@dataclass
class _News:
    """What one reader is to be told: for each search the works that are new to it."""

    account_id: str
    found: list[tuple[SavedSearch, list[str]]] = field(default_factory=list)
    """search as it was read, works"""


def order(database: Database, now: datetime) -> None:
    """See that the round is ordered; it orders itself again for the next day."""
    with database.write() as session:
        outbox.add(session, now, JOB, {}, priority=_PRIORITY, dedupe=JOB)


class AlertRound:
    """The worker's side."""

    def __init__(self, database: Database, engine: SearchEngine, headings: HeadingIndex, clock: Clock) -> None:
        self._database = database
        self._engine = engine
        self._headings = headings
        self._clock = clock

    def handle(self, _payload: dict[str, Any]) -> None:
        """Go round, then order tomorrow's round; while the index is away, nobody is told and nothing is forgotten."""
        now = self._clock()
        try:
            told = self.go_round(now)
            log.info("search-alerts", told=told)
        except IndexTrouble as error:
            log.warning("search-alerts", error=str(error))
        with self._database.write() as session:
            outbox.add(
                session, now, JOB, {}, priority=_PRIORITY, dedupe=f"{JOB}:{now + EVERY:%Y-%m-%d}", after=now + EVERY
            )

    def go_round(self, now: datetime) -> int:
        """Write the mails of a day; give how many."""
        until = now - _SETTLING
        with self._database.read() as session:
            searches = _due(session, now)
            since = min((each.looked_at for each in searches), default=until)
            until = _bound(session, since, until)
            fresh = _fresh(session, since, until)
        news: dict[str, _News] = {}
        for search in searches:
            new = [work for work, released in fresh if released > search.looked_at]
            works = self._answering(search, new)
            if works:
                of_reader = news.setdefault(search.account_id, _News(search.account_id))
                of_reader.found.append((search, works))
        untold = {each.account_id for each in news.values() if not self._tell(each, now, until)}
        self._looked([each.id for each in searches if each.account_id not in untold], until)
        return len(news) - len(untold)

    def _answering(self, search: SavedSearch, works: Sequence[str]) -> list[str]:
        """Give those of the works that answer a search, in the order in which they came."""
        query = replace(query_of(search.words, search.filters), limit=1, sort="relevance")
        kind, found = search.filters.get("find", ""), []
        for batch in _batches(works):
            # Most searches find nothing in most works: many are ruled out at once, the others looked at one by one.
            if self._finds(replace(query, words=_among(query.words, batch)), kind):
                found += [work for work in batch if self._finds(replace(query, work=work), kind)]
        return found

    def _finds(self, query: Query, kind: str) -> bool:
        """Say whether a query finds pages, or headings of a kind where only those are sought."""
        try:
            if kind:
                return self._headings.search(replace(query, kind=kind)).total > 0
            return self._engine.search(query).total > 0
        except BadQuery:
            return False  # kept when its words had a meaning still

    def _tell(self, news: _News, now: datetime, until: datetime) -> bool:
        """Write the mail of one reader, unless another round has just been there; say whether it was written."""
        with self._database.write() as session:
            account = session.get(Account, news.account_id)
            rows = {search.id: session.get(SavedSearch, search.id) for search, _ in news.found}
            wanted = [
                (row, works)
                for search, works in news.found
                if (row := rows[search.id]) and row.alert and row.looked_at == search.looked_at
            ]
            if account is None or account.email is None or not wanted or account.id in session.scalars(_told(now)):
                return False
            say = words_in(account.language)
            parts = [_part(session, row, works, say) for row, works in wanted]
            first = f"/searches/stop/{wanted[0][0].stop_secret}"
            values = {"list": "\n\n".join(parts), "path": "/searches"}
            post.write(session, now, account, MAIL, values, unsubscribe=first)
            for row, _ in wanted:
                row.mailed_at, row.looked_at = now, until
            return True

    def _looked(self, searches: Sequence[str], until: datetime) -> None:
        with self._database.write() as session:
            for search in searches:
                row = session.get(SavedSearch, search)
                if row is not None and row.looked_at < until:
                    row.looked_at = until


def _due(session: Session, now: datetime) -> list[SavedSearch]:
    """List the searches whose readers want mails, can get them, and have had none today."""
    query = (
        select(SavedSearch)
        .join(Account, Account.id == SavedSearch.account_id)
        .where(SavedSearch.alert, SavedSearch.account_id.not_in(_told(now)))
        .where(Account.email.is_not(None), Account.verified_at.is_not(None))
        .where(Account.disabled_at.is_(None), Account.erased_at.is_(None))
        .order_by(SavedSearch.account_id, SavedSearch.created_at)
    )
    return list(session.scalars(query))


def _told(now: datetime) -> Select[str]:
    """Name the accounts that had a mail today."""
    return select(SavedSearch.account_id).where(SavedSearch.mailed_at > now - EVERY + timedelta(hours=1))


def _bound(session: Session, since: datetime, until: datetime) -> datetime:
    """Give the time up to which a round looks: the next one goes on where there are too many works for one."""
    query = select(Work.released_at).where(*_new(since, until)).order_by(Work.released_at)
    return session.scalar(query.offset(_MOST_WORKS - 1).limit(1)) or until


def _fresh(session: Session, since: datetime, until: datetime) -> list[tuple[str, datetime]]:
    """List the works released in a time, the first first."""
    query = select(Work.id, Work.released_at).where(*_new(since, until)).order_by(Work.released_at, Work.id)
    return [(work, released) for work, released in session.execute(query) if released is not None]


def _new(since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    return Work.state == "released", ~is_superseded(), Work.released_at > since, Work.released_at <= until


def _batches(works: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(works), _AT_ONCE):
        yield works[start : start + _AT_ONCE]


def _among(words: str, works: Sequence[str]) -> str:
    """Limit a query to some works: conditions on one field are either-or. An open quotation mark is closed first."""
    closed = words + '"' * (words.count('"') % 2)
    return " ".join((closed, *(f"karya:{work}" for work in works)))


def _part(session: Session, row: SavedSearch, works: Sequence[str], say: Words) -> str:
    """Write one search of a mail: its words, the new titles, where to see them, how to stop it."""
    titles = [work for each in works[:_SHOWN] if (work := session.get(Work, each))]
    lines = [say.found.format(words=row.words, count=len(works))]
    lines += [f"  • {work.title}{f' ({work.year})' if work.year else ''}: \0base/works/{work.id}" for work in titles]
    lines += [say.more.format(count=len(works) - len(titles))] if len(works) > len(titles) else []
    lines += [say.see.format(link="\0base/search?" + urlencode({"q": row.words, **row.filters}))]
    return "\n".join([*lines, say.stop.format(link=f"\0base/searches/stop/{row.stop_secret}")])

"""Searches that a reader keeps, so that she need not type them again and may be told what is new."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from library.clock import Clock
from library.errors import BadForm, NotFound
from library.readers.credentials import new_secret
from library.store.engine import Database
from library.store.models import Account, SavedSearch
from search import Query

MOST = 50
"""searches that an account may keep"""
LONGEST = 200
FILTERS = (
    "office",
    "year_from",
    "year_to",
    "kind",
    "language",
    "subject",
    "region",
    "available",
    "find",
    "also",
    "sort",
)
"""What is kept besides the words, as it stands in an address."""
_LONGEST_VALUE = 20


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved search. `filters` holds only what narrows it, as text."""

    id: str
    words: str
    filters: dict[str, str]
    alert: bool
    created_at: datetime
    looked_at: datetime


class SavedSearches:
    """The searches of all readers; each sees and changes her own."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def keep(self, account_id: str, words: str, filters: Mapping[str, str], *, alert: bool) -> Kept:
        """Keep a search; the same search is kept once, with the newest wish for mails.

        Raises:
            BadForm: no words, or too many searches are kept already.
        """
        plain, narrow = " ".join(words.split())[:LONGEST], _clean(filters)
        if not plain:
            raise BadForm({"q": "required"})
        now = self._clock()
        with self._database.write() as session:
            row = session.scalars(_own(account_id).where(SavedSearch.key == key_of(plain, narrow))).first()
            if row is None:
                _refuse_more(session, account_id)
                row = SavedSearch(account_id=account_id, words=plain, filters=narrow, key=key_of(plain, narrow))
                row.stop_secret, row.created_at, row.looked_at = new_secret(), now, now
                session.add(row)
            _wish(session, row, alert=alert, now=now)
            session.flush()
            return _kept(row)

    def of(self, account_id: str) -> list[Kept]:
        """List the searches of a reader, the newest first."""
        with self._database.read() as session:
            rows = session.scalars(_own(account_id).order_by(SavedSearch.created_at.desc(), SavedSearch.id))
            return [_kept(row) for row in rows]

    def holds(self, account_id: str, words: str, filters: Mapping[str, str]) -> Kept | None:
        """Give this very search where the reader keeps it."""
        key = key_of(" ".join(words.split())[:LONGEST], _clean(filters))
        with self._database.read() as session:
            row = session.scalars(_own(account_id).where(SavedSearch.key == key)).first()
            return _kept(row) if row else None

    def set_alert(self, account_id: str, search_id: str, *, alert: bool) -> None:
        """Begin or stop telling what is new.

        Raises:
            NotFound: it is not one of hers.
            BadForm: nobody can be told: the account has no address.
        """
        with self._database.write() as session:
            _wish(session, _one(session, account_id, search_id), alert=alert, now=self._clock())

    def forget(self, account_id: str, search_id: str) -> None:
        """Keep a search no longer.

        Raises:
            NotFound: it is not one of hers.
        """
        with self._database.write() as session:
            session.delete(_one(session, account_id, search_id))

    def by_secret(self, secret: str) -> Kept:
        """Give the search that a mail's link is about.

        Raises:
            NotFound: there is none (any more).
        """
        with self._database.read() as session:
            return _kept(_by_secret(session, secret))

    def stop(self, secret: str, *, all_of_them: bool = False) -> int:
        """Stop the mails of the search that a link is about, or of all of its reader's; give how many were on.

        Raises:
            NotFound: the link is about no search.
        """
        with self._database.write() as session:
            row = _by_secret(session, secret)
            rows = session.scalars(_own(row.account_id)).all() if all_of_them else [row]
            stopped = [each for each in rows if each.alert]
            for each in stopped:
                each.alert = False
            return len(stopped)


def query_of(words: str, filters: Mapping[str, str], *, limit: int = 20, offset: int = 0) -> Query:
    """Say a search in the words of the engine; what stands in an address by mistake does not narrow it."""
    years = {name: int(filters[name]) for name in ("year_from", "year_to") if filters.get(name, "").isdecimal()}
    names = ("office", "kind", "language", "subject", "region", "available")
    narrow: dict[str, Any] = {name: filters[name] for name in names if filters.get(name)}
    sort = filters.get("sort") or "relevance"
    return Query(
        words,
        limit=limit,
        offset=offset,
        sort=sort,
        synonyms=filters.get("also") != "no",
        year_from=years.get("year_from"),
        year_to=years.get("year_to"),
        **narrow,
    )


def key_of(words: str, filters: Mapping[str, str]) -> str:
    """Give the digest by which the same search is recognised."""
    return hashlib.sha256(json.dumps([words.casefold(), sorted(filters.items())]).encode()).hexdigest()


def _clean(filters: Mapping[str, str]) -> dict[str, str]:
    return {name: str(filters[name])[:_LONGEST_VALUE] for name in FILTERS if filters.get(name)}


def _own(account_id: str) -> Select[SavedSearch]:
    return select(SavedSearch).where(SavedSearch.account_id == account_id)


def _one(session: Session, account_id: str, search_id: str) -> SavedSearch:
    row = session.get(SavedSearch, search_id)
    if row is None or row.account_id != account_id:
        raise NotFound(what="pencarian tersimpan / saved search")
    return row


def _by_secret(session: Session, secret: str) -> SavedSearch:
    row = session.scalars(select(SavedSearch).where(SavedSearch.stop_secret == secret)).first()
    if row is None:
        raise NotFound(what="pencarian tersimpan / saved search")
    return row


def _wish(session: Session, row: SavedSearch, *, alert: bool, now: datetime) -> None:
    """Note whether mails are wanted; they tell of what comes from then on."""
    if alert and not row.alert:
        account = session.get(Account, row.account_id)
        if account is None or account.email is None:
            raise BadForm({"alert": "email-required"})
        row.looked_at = now
    row.alert = alert


def _refuse_more(session: Session, account_id: str) -> None:
    count = session.scalar(select(func.count()).where(SavedSearch.account_id == account_id)) or 0
    if count >= MOST:
        raise BadForm({"q": "too-many"})


def _kept(row: SavedSearch) -> Kept:
    return Kept(row.id, row.words, dict(row.filters), row.alert, row.created_at, row.looked_at)

"""Keys with which programs ask: shown once, kept as a hash, ended by their owner or with her account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from library import audit
from library.clock import Clock
from library.errors import BadForm, NotFound
from library.readers.accounts import clean_name
from library.readers.credentials import new_secret, secret_hash
from library.store.engine import Database
from library.store.models import Account, ApiKey

PREFIX = "pustaka."
MOST = 10
"""keys that one account may hold at a time"""


@dataclass(frozen=True, slots=True)
class Program:
    """Who asks with a key."""

    key_id: str
    account_id: str


class ApiKeys:
    """Makes, lists, knows and ends keys."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def make(self, account_id: str, name: str) -> str:
        """Make a key and give its secret, which cannot be had again.

        Raises:
            BadForm: it has no name, or the account holds `MOST` already.
        """
        clean = clean_name(name)[:80]
        if not clean:
            raise BadForm({"name": "required"})
        secret = PREFIX + new_secret()
        with self._database.write() as session:
            held = session.scalar(select(func.count()).select_from(ApiKey).where(*_of(account_id))) or 0
            if held >= MOST:
                raise BadForm({"name": "too-many-keys"})
            key = ApiKey(secret_hash=secret_hash(secret), account_id=account_id, name=clean, created_at=self._clock())
            session.add(key)
            session.flush()
            audit.record(session, self._clock(), account_id, "key.make", f"key:{key.id}")
        return secret

    def of(self, account_id: str) -> list[ApiKey]:
        """List the keys that an account holds, newest first."""
        with self._database.read() as session:
            query = select(ApiKey).where(*_of(account_id)).order_by(ApiKey.created_at.desc(), ApiKey.id)
            return list(session.scalars(query))

    def end(self, account_id: str, key_id: str) -> None:
        """End a key at once.

        Raises:
            NotFound: the account holds no such key.
        """
        with self._database.write() as session:
            key = session.scalars(select(ApiKey).where(ApiKey.id == key_id, *_of(account_id))).one_or_none()
            if key is None:
                raise NotFound(what="key")
            key.ended_at = self._clock()
            audit.record(session, self._clock(), account_id, "key.end", f"key:{key.id}")

    def knows(self, secret: str) -> Program | None:
        """Say who asks with this secret, if the key is in force and so is its account; note the day of its use."""
        hashed = secret_hash(secret)
        query = (
            select(ApiKey)
            .join(Account, Account.id == ApiKey.account_id)
            .where(ApiKey.secret_hash == hashed, ApiKey.ended_at.is_(None))
            .where(Account.disabled_at.is_(None), Account.erased_at.is_(None))
        )
        with self._database.read() as session:
            key = session.scalars(query).one_or_none()
        if key is None:
            return None
        today = self._clock().date().isoformat()
        if key.used_on != today:
            # A question waits for no writer: where one is at work, a later question of the day notes it.
            self._database.change_if_free(update(ApiKey).where(ApiKey.id == key.id).values(used_on=today))
        return Program(key.id, key.account_id)


def forget_ended(session: Session, before: datetime) -> int:
    """Delete the keys that were ended before an instant; give how many."""
    over = delete(ApiKey).where(ApiKey.ended_at < before)
    return int(session.execute(over).rowcount)  # type: ignore[attr-defined]


def _of(account_id: str) -> tuple[ColumnElement[bool], ...]:
    return (ApiKey.account_id == account_id, ApiKey.ended_at.is_(None))

"""The keys of the mark as their file holds them now: one that another process adds is known at the next question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from library import audit
from library.clock import Clock
from library.errors import BadForm
from library.store.engine import Database
from library.store.models import Master
from watermark.keys import KeyEntry, KeyRing, open_key_ring


@dataclass(frozen=True, slots=True)
class ShownKey:
    """A key without its secret: since when it is there, and how many masters were prepared with it."""

    id: str
    created: datetime
    is_active: bool
    masters: int


class SharedKeyRing(KeyRing):
    """A ring that is read again when its file was replaced; it is replaced as a whole, never written in place."""

    def __init__(self, path: Path) -> None:
        """Open the ring, or make it with one key.

        Raises:
            KeyRingError: the file is damaged, of another format, or readable by other users.
        """
        self._stamp: tuple[int, int] | None = None
        self._kept: tuple[KeyEntry, ...] = ()
        super().__init__(path, open_key_ring(path)._entries)  # noqa: SLF001 - its own kind

    @property
    def _entries(self) -> tuple[KeyEntry, ...]:
        try:
            status = self._path.stat()
        except OSError:
            return self._kept  # the disk is away: what is known still marks and traces
        stamp = (status.st_mtime_ns, status.st_ino)
        if stamp != self._stamp:
            self._kept = open_key_ring(self._path)._entries  # noqa: SLF001 - its own kind
            self._stamp = stamp
        return self._kept

    @_entries.setter
    def _entries(self, entries: tuple[KeyEntry, ...]) -> None:
        self._kept = entries

    def created(self, key_id: str) -> datetime:
        """Say since when there is a key (UTC)."""
        text = next(entry.created for entry in self._entries if entry.id == key_id)
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def shown_keys(session: Session, ring: SharedKeyRing) -> list[ShownKey]:
    """List the keys, newest first."""
    used = dict(session.execute(select(Master.key_id, func.count()).group_by(Master.key_id)).all())
    ids = ring.ids
    return [ShownKey(each, ring.created(each), each == ids[-1], int(used.get(each, 0))) for each in reversed(ids)]


def rotate(database: Database, ring: SharedKeyRing, clock: Clock, typed: str, actor: str) -> str:
    """Add a key with which publications are prepared from now on; give its id.

    Args:
        database: For the audit trail.
        ring: Of the installation.
        clock: The time.
        typed: The id of the key in force, as whoever rotates read it: two who do it at once rotate once.
        actor: An account's id.

    Raises:
        BadForm: this is not the id of the key in force.
    """
    with database.write() as session:
        before = ring.active
        if typed.strip().lower() != before:
            raise BadForm({"key": "key-differs"})
        after = ring.rotate(now=clock).active
        audit.record(session, clock(), actor, "keys.rotate", f"key:{after}", before=before)
    return after

"""What the public has been told of works, and when it last changed: what harvesters ask for.

A description is looked at when the index is: whatever changes a work says so there. A work that was shown once and is
withdrawn stays as gone for ever, so that whoever has harvested it learns of it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from library.catalogue.records import Record
from library.clock import Clock
from library.errors import NotFound
from library.exchange.described import Describer
from library.store.engine import Database
from library.store.models import PublicRecord, Work
from library.store.session import Session


@dataclass(frozen=True, slots=True)
class Asked:
    """Which records: changed from `since` to before `before`, of one office; all where nothing is said."""

    since: datetime | None = None
    before: datetime | None = None
    office: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record; None where the work is gone."""

    id: str
    office: str
    stamp: datetime
    record: Record | None


class PublicRecords:
    """Keeps the stamps and gives the descriptions."""

    def __init__(self, database: Database, describer: Describer, clock: Clock) -> None:
        self._database = database
        self._describer = describer
        self._clock = clock

    def handle(self, payload: dict[str, str]) -> None:
        """Look at one work again; its stamp moves only when what the public is told has changed."""
        with self._database.write() as session:
            work = session.get(Work, payload["work"])
            if work is not None and work.owner_id is None:
                self._note(session, work)

    def _note(self, session: Session, work: Work) -> None:
        shown = work.state == "released"
        digest = _digest(self._describer.record(session, work)) if shown else ""
        known = session.get(PublicRecord, work.id)
        if known is None and not shown:
            return  # the public has never heard of it
        if known is None:
            known = PublicRecord(work_id=work.id)
            session.add(known)
        elif (known.gone, known.digest, known.office) == (not shown, digest, work.office):
            return
        known.office, known.digest, known.gone = work.office, digest, not shown
        known.stamp = self._clock().replace(microsecond=0)

    def first_stamp(self) -> datetime:
        """Give the earliest stamp; the present where there is no record yet."""
        with self._database.read() as session:
            return session.scalar(select(func.min(PublicRecord.stamp))) or self._clock().replace(microsecond=0)

    def get(self, work_id: str) -> Entry:
        """Give one record.

        Raises:
            NotFound: the public has never heard of such a work.
        """
        with self._database.read() as session:
            found = session.execute(_joined().where(PublicRecord.work_id == work_id)).one_or_none()
            if found is None:
                raise NotFound(what=work_id)
            return self._entry(session, found[0], found[1])

    def count(self, asked: Asked) -> int:
        """Count the records asked for."""
        with self._database.read() as session:
            return session.scalar(select(func.count()).select_from(PublicRecord).where(*_where(asked))) or 0

    def after(self, asked: Asked, place: tuple[datetime, str] | None, most: int) -> list[Entry]:
        """Give the next records by stamp and id.

        Args:
            asked: which records.
            place: stamp and id of the last one given before; None for the first ones.
            most: how many.
        """
        where = [*_where(asked), *([_behind(*place)] if place else [])]
        query = _joined().where(*where).order_by(PublicRecord.stamp, PublicRecord.work_id).limit(most)
        with self._database.read() as session:
            return [self._entry(session, found[0], found[1]) for found in session.execute(query)]

    def _entry(self, session: Session, known: PublicRecord, work: Work) -> Entry:
        # A work that was withdrawn a moment ago is gone, whether the record knows it yet or not.
        shown = not known.gone and work.state == "released"
        record = self._describer.record(session, work) if shown else None
        return Entry(known.work_id, known.office, known.stamp, record)


def _digest(record: Record) -> str:
    return hashlib.sha256(json.dumps(asdict(record), sort_keys=True).encode()).hexdigest()


def _joined() -> Select[PublicRecord, Work]:
    return select(PublicRecord, Work).join(Work, Work.id == PublicRecord.work_id)


def _where(asked: Asked) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if asked.since:
        where.append(PublicRecord.stamp >= asked.since)
    if asked.before:
        where.append(PublicRecord.stamp < asked.before)
    if asked.office:
        where.append(PublicRecord.office == asked.office)
    return where


def _behind(stamp: datetime, work_id: str) -> ColumnElement[bool]:
    return or_(PublicRecord.stamp > stamp, and_(PublicRecord.stamp == stamp, PublicRecord.work_id > work_id))

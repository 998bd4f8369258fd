"""What the public has been told of works, and when it last changed: what harvesters ask for.

A change of state is stamped where it happens (`library.catalogue.told`). Whether a description has changed is looked at
in a job of its own, which whatever has a work indexed brings along; no fault of the index keeps it waiting. A work that
was shown once and is withdrawn stays as gone for ever, so that whoever has harvested it learns of it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from library.catalogue import told
from library.catalogue.records import Record
from library.clock import Clock
from library.errors import NotFound
from library.exchange.described import Describer
from library.jobs import outbox
from library.store.engine import Database
from library.store.models import PublicRecord, Work
from library.store.session import Session

JOB = "exchange.record"
_AT_ONCE = 500
"""records looked at under one write lock"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which records: changed from `since` to before `before`, of one office; all where nothing is said.

    Whoever goes on with a list begun at `begun` is given those, too, that have changed since and so have left it.
    """

    since: datetime | None = None
    before: datetime | None = None
    office: str = ""
    begun: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What is told of a work; `record` is None where it is gone, and where descriptions were not asked for."""

    id: str
    office: str
    stamp: datetime
    gone: bool
    record: Record | None = None


class PublicRecords:
    """Keeps the stamps and gives the descriptions."""

    def __init__(self, database: Database, describer: Describer, clock: Clock) -> None:
        self._database = database
        self._describer = describer
        self._clock = clock

    def expect(self, work_id: str) -> None:
        """Have one work looked at again."""
        with self._database.write() as session:
            outbox.add(session, self._clock(), JOB, {"work": work_id}, dedupe=f"record:{work_id}")

    def handle(self, payload: dict[str, str]) -> None:
        """Look at one work again; its stamp moves only when what the public is told has changed."""
        with self._database.write() as session:
            self._note(session, payload["work"])

    def put_right(self) -> int:
        """Look at every work that the public has heard of or should have; give how many."""
        known = select(PublicRecord.work_id)
        query = select(Work.id).where(or_(Work.state == "released", Work.id.in_(known)), Work.owner_id.is_(None))
        with self._database.read() as session:
            ids = list(session.scalars(query.order_by(Work.id)))
        for at in range(0, len(ids), _AT_ONCE):
            with self._database.write() as session:
                for work_id in ids[at : at + _AT_ONCE]:
                    self._note(session, work_id)
        return len(ids)

    def _note(self, session: Session, work_id: str) -> None:
        now = self._clock()
        told.note_state(session, now, work_id)
        work, known = session.get(Work, work_id), session.get(PublicRecord, work_id)
        if work is None or known is None or known.gone:
            return
        digest = _digest(self._describer.record(session, work))
        if known.office != work.office or known.digest not in ("", digest):
            known.stamp = told.whole_second(now)
        known.office, known.digest = work.office, digest

    def first_stamp(self) -> datetime:
        """Give the earliest stamp; the present where there is no record yet."""
        with self._database.read() as session:
            return session.scalar(select(func.min(PublicRecord.stamp))) or self._clock().replace(microsecond=0)

    def last_stamp(self) -> datetime:
        """Give the latest stamp; the present where there is no record yet."""
        with self._database.read() as session:
            return session.scalar(select(func.max(PublicRecord.stamp))) or told.whole_second(self._clock())

    def get(self, work_id: str) -> Entry:
        """Give one record.

        Raises:
            NotFound: the public has never heard of such a work.
        """
        with self._database.read() as session:
            found = session.execute(_joined().where(PublicRecord.work_id == work_id)).one_or_none()
            if found is None:
                raise NotFound(what=work_id)
            return self._entries(session, [(found[0], found[1])])[0]

    def count(self, asked: Asked) -> int:
        """Count the records asked for."""
        with self._database.read() as session:
            return session.scalar(select(func.count()).select_from(PublicRecord).where(*_where(asked))) or 0

    def after(
        self, asked: Asked, place: tuple[datetime, str] | None, most: int, *, described: bool = True
    ) -> list[Entry]:
        """Give the next records by stamp and id.

        Args:
            asked: which records.
            place: stamp and id of the last one given before; None for the first ones.
            most: how many.
            described: with their descriptions; without, nothing but the stamps is read.
        """
        where = [*_where(asked), *([_behind(*place)] if place else [])]
        query = _joined().where(*where).order_by(PublicRecord.stamp, PublicRecord.work_id).limit(most)
        with self._database.read() as session:
            rows = [(found[0], found[1]) for found in session.execute(query)]
            return self._entries(session, rows, described=described)

    def _entries(
        self, session: Session, rows: list[tuple[PublicRecord, Work]], *, described: bool = True
    ) -> list[Entry]:
        # Whatever its record says, a work that is not shown is not told of.
        shown = [work for known, work in rows if not known.gone and work.state == "released"]
        records = self._describer.records(session, shown) if described else {}
        there = {work.id for work in shown}
        return [
            Entry(known.work_id, known.office, known.stamp, work.id not in there, records.get(work.id))
            for known, work in rows
        ]


def _digest(record: Record) -> str:
    return hashlib.sha256(json.dumps(asdict(record), sort_keys=True).encode()).hexdigest()


def _joined() -> Select[PublicRecord, Work]:
    return select(PublicRecord, Work).join(Work, Work.id == PublicRecord.work_id)


def _where(asked: Asked) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if asked.since:
        where.append(PublicRecord.stamp >= asked.since)
    if asked.before:
        inside = PublicRecord.stamp < asked.before
        where.append(or_(inside, PublicRecord.stamp >= asked.begun) if asked.begun else inside)
    if asked.office:
        where.append(PublicRecord.office == asked.office)
    return where


def _behind(stamp: datetime, work_id: str) -> ColumnElement[bool]:
    return or_(PublicRecord.stamp > stamp, and_(PublicRecord.stamp == stamp, PublicRecord.work_id > work_id))

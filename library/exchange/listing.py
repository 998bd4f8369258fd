"""Released works as other systems page through them: newest first, or those with given ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select

from library.catalogue import works
from library.catalogue.works import is_superseded
from library.exchange.described import Described, Describer
from library.store.engine import Database
from library.store.models import PublicRecord, Work
from library.store.session import Session

Place = tuple[datetime, str]
"""when the last work given was released, and its id"""
PLACE = r"^[0-9]{1,16}\.[0-9a-z]{10}$"
"""how a place is written"""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows a list; nothing by default."""

    office: str = ""
    year_from: int | None = None
    year_to: int | None = None
    changed_since: datetime | None = None
    files_only: bool = False
    """without works that are there in print alone: of those no copy is had"""


@dataclass(frozen=True, slots=True)
class Listed:
    """Some works, and how many there are in all."""

    works: tuple[Described, ...]
    total: int


class PublicList:
    """Gives descriptions of released works; of all others it knows nothing."""

    def __init__(self, database: Database, describer: Describer) -> None:
        self._database = database
        self._describer = describer

    def page(self, wanted: Wanted, limit: int, offset: int = 0, place: Place | None = None) -> Listed:
        """List works, those released last first; where a newer file has replaced one, the new one alone.

        Args:
            wanted: what narrows the list.
            limit: how many.
            offset: how many to pass over, without a place.
            place: of the last work given before; whoever goes on from there misses none, whatever came or went.
        """
        where = [*_where(wanted), ~is_superseded()]
        query = select(Work).where(*where).order_by(Work.released_at.desc(), Work.id).limit(limit)
        query = query.where(_behind(place)) if place else query.offset(offset)
        with self._database.read() as session:
            total = session.scalar(select(func.count()).select_from(Work).where(*where)) or 0
            return self._listed(session, list(session.scalars(query)), total)

    def these(self, ids: Sequence[str]) -> Listed:
        """List works in the order of their ids; what is not released is left out."""
        with self._database.read() as session:
            found = {work.id: work for work in session.scalars(select(Work).where(Work.id.in_(ids), *_SHOWN))}
            return self._listed(session, [found[each] for each in ids if each in found], len(found))

    def get(self, work_id: str) -> Described:
        """Describe one work.

        Raises:
            Withdrawn: it was released once, and is gone.
            NotFound: there is none that is released.
        """
        with self._database.read() as session:
            return self._listed(session, [works.get(session, work_id)], 1).works[0]

    def initials(self) -> list[str]:
        """Give the first characters of the ids there are: parts of a list that stay what they are."""
        first = func.substr(Work.id, 1, 1)
        with self._database.read() as session:
            return list(session.scalars(select(first).where(*_SHOWN).distinct().order_by(first)))

    def addresses(self, initial: str = "") -> list[tuple[str, datetime | None]]:
        """Give the ids that begin so, with the time of the last change."""
        stamp = func.coalesce(PublicRecord.stamp, Work.released_at)
        query = select(Work.id, stamp).outerjoin(PublicRecord, PublicRecord.work_id == Work.id).where(*_SHOWN)
        query = query.where(Work.id.startswith(initial, autoescape=True)).order_by(Work.id)
        with self._database.read() as session:
            return [(each[0], each[1]) for each in session.execute(query)]

    def count(self) -> int:
        """Count the released works."""
        with self._database.read() as session:
            return session.scalar(select(func.count()).select_from(Work).where(*_SHOWN)) or 0

    def _listed(self, session: Session, found: list[Work], total: int) -> Listed:
        stamps = select(PublicRecord.work_id, PublicRecord.stamp)
        ids = [work.id for work in found]
        changed = {each[0]: each[1] for each in session.execute(stamps.where(PublicRecord.work_id.in_(ids)))}
        return Listed(tuple(self._describer.describe(work, changed.get(work.id)) for work in found), total)


def place_of(work: Described) -> str:
    """Write the place of a work in a list; empty where it has none."""
    if work.released is None:
        return ""
    return f"{(work.released - _EPOCH) // timedelta(microseconds=1)}.{work.id}"


def read_place(text: str) -> Place:
    """Read what `place_of` wrote: at most 16 figures, a point and an id."""
    number, _point, work_id = text.partition(".")
    return _EPOCH + timedelta(microseconds=int(number)), work_id


def _behind(place: Place) -> ColumnElement[bool]:
    released, work_id = place
    return or_(Work.released_at < released, and_(Work.released_at == released, Work.id > work_id))


_SHOWN: tuple[ColumnElement[bool], ...] = (Work.state == "released", Work.owner_id.is_(None))


def _where(wanted: Wanted) -> list[ColumnElement[bool]]:
    where = list(_SHOWN)
    if wanted.office:
        where.append(Work.office == wanted.office)
    if wanted.year_from is not None:
        where.append(Work.year >= wanted.year_from)
    if wanted.year_to is not None:
        where.append(Work.year <= wanted.year_to)
    if wanted.changed_since is not None:
        where.append(Work.id.in_(select(PublicRecord.work_id).where(PublicRecord.stamp >= wanted.changed_since)))
    if wanted.files_only:
        where.append(Work.kind != "print")
    return where

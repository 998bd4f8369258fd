"""Counting the shelves: what was held in hand, what stands elsewhere, and what is missing at the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from library import audit
from library.errors import LostRace
from library.holdings import copies
from library.readers.own_office import refuse_other_office
from library.store.engine import Database
from library.store.models import Account, Holding, StockCount, StockSeen, Work
from library.store.records import found

MOST = 2_000
"""numbers that are taken at once"""
PORTION = 200
"""copies that are moved at once at the end of a count"""
EXPECTED = ("shelf", "missing")
"""A copy at the binder or in a reader's hands is not looked for; one that was missing may turn up."""


@dataclass(frozen=True, slots=True)
class Marked:
    """What became of the numbers of a list."""

    seen: int
    again: int
    """seen before in this count"""
    unknown: tuple[str, ...]
    """numbers of no copy of this office"""


@dataclass(frozen=True, slots=True)
class Tally:
    """How a count stands: copies with their works."""

    expected: int
    seen: int
    missing: list[tuple[Holding, Work]]
    strays: list[tuple[Holding, Work]]
    """held in hand here, and entered as standing elsewhere, lent, or withdrawn"""


@dataclass(frozen=True, slots=True)
class Ended:
    """What a count has come to: copies held in hand, and copies that are missing."""

    seen: int
    missing: int


def begin(session: Session, now: datetime, office: str, room: str, cabinet: str, actor: str) -> StockCount:
    """Begin to count an office's copies, of one room or one cabinet where they are named.

    Raises:
        NotAllowed: the office is not the actor's.
    """
    refuse_other_office(session, actor, office)
    by = actor if session.get(Account, actor) else None
    count = StockCount(office=office, room=room.strip()[:60], cabinet=cabinet.strip()[:40], began_by=by, began_at=now)
    session.add(count)
    session.flush()
    audit.record(session, now, actor, "stock.begin", f"stock:{count.id}")
    return count


def mark(session: Session, now: datetime, count_id: str, numbers: Iterable[str], actor: str) -> Marked:
    """Note that copies were held in hand; a number may be read twice.

    Raises:
        NotFound: there is no such count.
        LostRace: it has ended.
        NotAllowed: it is another office's.
    """
    count = _open(session, count_id, actor)
    unknown, seen, again = [], 0, 0
    for number in list(dict.fromkeys(text.strip() for text in numbers if text.strip()))[:MOST]:
        copy = copies.by_number(session, count.office, number)
        if copy is None:
            unknown.append(number[:40])
        elif session.get(StockSeen, (count.id, copy.id)) is not None:
            again += 1
        else:
            session.add(StockSeen(count_id=count.id, holding_id=copy.id, at=now))
            copy.seen_at = now
            seen += 1
    session.flush()
    return Marked(seen, again, tuple(unknown))


def tally(session: Session, count: StockCount) -> Tally:
    """Say how a count stands."""
    seen = select(StockSeen.holding_id).where(StockSeen.count_id == count.id)
    wanted = (*_within(count), Holding.state.in_(EXPECTED))
    expected = session.scalar(select(func.count()).select_from(Holding).where(*wanted)) or 0
    done = session.scalar(select(func.count()).select_from(StockSeen).where(StockSeen.count_id == count.id)) or 0
    joined = select(Holding, Work).join(Work, Work.id == Holding.work_id)
    ordered = joined.order_by(Holding.room, Holding.cabinet, Holding.shelf, Holding.shelf_mark, Holding.number)
    missing = session.execute(ordered.where(*wanted, Holding.id.not_in(seen)))
    here = select(Holding.id).where(*wanted)
    strays = session.execute(ordered.where(Holding.id.in_(seen), Holding.id.not_in(here)))
    return Tally(expected, done, [(row[0], row[1]) for row in missing], [(row[0], row[1]) for row in strays])


def end(database: Database, now: datetime, count_id: str, actor: str) -> Ended:
    """End a count: what stood on the shelf and was not seen is missing, what was missing and was seen is back.

    Copies are moved in portions, so that others write in between; what is cut off goes on when it is ended again.

    Raises:
        NotFound, LostRace, NotAllowed: as `mark`.
    """
    while True:
        with database.write() as session:
            count = _open(session, count_id, actor)
            if _move_some(session, now, count, actor) < PORTION:
                return _end(session, now, count, actor)


def _move_some(session: Session, now: datetime, count: StockCount, actor: str) -> int:
    seen = select(StockSeen.holding_id).where(StockSeen.count_id == count.id)
    lost = select(Holding).where(*_within(count), Holding.state == "shelf", Holding.id.not_in(seen))
    back = select(Holding).where(Holding.id.in_(seen), Holding.state == "missing")
    moved = 0
    for query, state in ((lost, "missing"), (back, "shelf")):
        for copy in session.scalars(query.limit(PORTION - moved)).all():
            copies.move(session, now, copy, state, actor)
            moved += 1
        session.flush()
    return moved


def _end(session: Session, now: datetime, count: StockCount, actor: str) -> Ended:
    seen = select(StockSeen.holding_id).where(StockSeen.count_id == count.id)
    lost = select(func.count()).select_from(Holding)
    lost = lost.where(*_within(count), Holding.state == "missing", Holding.id.not_in(seen))
    held = session.scalar(select(func.count()).select_from(seen.subquery())) or 0
    final = Ended(held, session.scalar(lost) or 0)
    count.ended_at = now
    audit.record(session, now, actor, "stock.end", f"stock:{count.id}", seen=final.seen, missing=final.missing)
    return final


def recent(session: Session, office: str | None, limit: int = 20) -> list[StockCount]:
    """List counts, those under way first, then the last ones."""
    query = select(StockCount).where(StockCount.office == office) if office else select(StockCount)
    return list(
        session.scalars(query.order_by(StockCount.ended_at.is_not(None), StockCount.began_at.desc()).limit(limit))
    )


def _open(session: Session, count_id: str, actor: str) -> StockCount:
    count = found(session, StockCount, count_id)
    refuse_other_office(session, actor, count.office)
    if count.ended_at is not None:
        raise LostRace(f"count {count_id} has ended")
    return count


def _within(count: StockCount) -> list[ColumnElement[bool]]:
    where = [Holding.office == count.office]
    where += [Holding.room == count.room] if count.room else []
    return where + ([Holding.cabinet == count.cabinet] if count.cabinet else [])

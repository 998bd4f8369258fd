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
from library.store.models import Account, Holding, StockCount, StockSeen, Work
from library.store.records import found

MOST = 2_000
"""numbers that are taken at once"""
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


def end(session: Session, now: datetime, count_id: str, actor: str) -> Tally:
    """End a count: what stood on the shelf and was not seen is missing, what was missing and was seen is back.

    Raises:
        NotFound, LostRace, NotAllowed: as `mark`.
    """
    count = _open(session, count_id, actor)
    final = tally(session, count)
    count.ended_at = now
    session.flush()
    for copy, _work in final.missing:
        _move(session, now, copy, "missing", actor)
    back = select(Holding).join(StockSeen, StockSeen.holding_id == Holding.id).where(StockSeen.count_id == count.id)
    for copy in session.scalars(back.where(Holding.state == "missing")).all():
        _move(session, now, copy, "shelf", actor)
    audit.record(session, now, actor, "stock.end", f"stock:{count.id}", seen=final.seen, missing=len(final.missing))
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


def _move(session: Session, now: datetime, copy: Holding, state: str, actor: str) -> None:
    values = {name: getattr(copy, name) for name in copies.NAMES}
    copies.change(session, now, copy.id, copies.CopyForm(**{**values, "state": state}), actor)

"""Records of another catalogue held against ours: which work each means, what differs, and taking values over.

No number is a key: a record is matched by what it says together, and only a match that is the only one counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from library import audit
from library.catalogue import descriptions
from library.catalogue.fields import FIELDS, CodeTables
from library.catalogue.records import Record
from library.catalogue.series import title_key
from library.catalogue.works import is_superseded
from library.errors import BadForm
from library.readers.own_office import refuse_other_office
from library.store.models import Work

_IN_USE = ("review", "released")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field about which the catalogues do not agree; `decided`: a person has, so it stays whatever is taken over."""

    field: str
    ours: str
    theirs: str
    decided: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A record with the work that it means; None where there is none, or more than one."""

    record: Record
    work: Work | None
    by: str
    """identifier, number, title; several where more than one work could be meant; empty for none"""
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Meant:
    """A record with the id of the work that it means, or None; `by` as in `Match`."""

    record: Record
    work_id: str | None
    by: str


def reconcile(session: Session, records: Iterable[Record], office: str | None = None) -> list[Match]:
    """Find the work of each record among those of an office, or of all, and what differs."""
    return compare(session, find(session, records, office))


def find(session: Session, records: Iterable[Record], office: str | None = None) -> list[Meant]:
    """Find the work of each record among those of an office, or of all; the works are read once, not for each."""
    shelf = _read_shelf(session, office)
    return [_meant(shelf, record) for record in records]


def compare(session: Session, found: Iterable[Meant]) -> list[Match]:
    """Say what differs between records and the works that they mean."""
    return [_match(session, each) for each in found]


def _match(session: Session, meant: Meant) -> Match:
    work = session.get(Work, meant.work_id) if meant.work_id else None
    differences = tuple(_differences(session, work, meant.record)) if work else ()
    return Match(meant.record, work, meant.by, differences)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Ids of works: all of them, by year and number, and by year and title; and the key of each work's title."""

    keys: dict[str, str]
    numbered: dict[tuple[int | None, str], list[str]]
    titled: dict[tuple[int | None, str], list[str]]


def _read_shelf(session: Session, office: str | None) -> _Shelf:
    query = select(Work.id, Work.year, Work.catalogue_number, Work.title)
    query = query.where(Work.owner_id.is_(None), Work.state.in_(_IN_USE), ~is_superseded()).order_by(Work.id)
    shelf = _Shelf({}, {}, {})
    for work_id, year, number, title in session.execute(query.where(Work.office == office) if office else query):
        key = shelf.keys[work_id] = title_key(title)
        shelf.numbered.setdefault((year, number), []).append(work_id)
        shelf.titled.setdefault((year, key), []).append(work_id)
    return shelf


def _meant(shelf: _Shelf, record: Record) -> Meant:
    for by, candidates in _candidates(shelf, record):
        if len(candidates) == 1:
            return Meant(record, candidates[0], by)
        if candidates:
            return Meant(record, None, "several")
    return Meant(record, None, "")


def _candidates(shelf: _Shelf, record: Record) -> Iterable[tuple[str, Sequence[str]]]:
    told = record.values
    year = int(told["year"]) if told.get("year", "").isdecimal() else None
    key = title_key(told.get("title", ""))
    yield "identifier", [record.identifier] if record.identifier in shelf.keys else []
    if number := told.get("catalogue_number"):
        numbered = shelf.numbered.get((year, number), [])
        yield "number", numbered if len(numbered) == 1 else [each for each in numbered if key == shelf.keys[each] != ""]
    yield "title", shelf.titled.get((year, key), []) if key else []


def _differences(session: Session, work: Work, record: Record) -> Iterable[Difference]:
    rows = descriptions.of(session, work.id)
    ours = descriptions.told(work, rows)
    for field in FIELDS:
        theirs, value, row = record.values.get(field, ""), ours.get(field, ""), rows.get(field)
        if theirs and not _says_the_same(field, value, theirs):
            decided = row is not None and (row.origin == "typed" or row.accepted_at is not None)
            yield Difference(field, value, theirs, decided)


def _says_the_same(field: str, ours: str, theirs: str) -> bool:
    """Set capitals aside, and in titles the year, which ours leave out and BPS's lists carry."""
    if field in ("title", "parallel_title"):
        return title_key(ours) == title_key(theirs) != ""
    return ours.casefold() == theirs.casefold()


def take_over(
    session: Session, now: datetime, matches: Iterable[Match], source: str, actor: str, *, tables: CodeTables
) -> tuple[int, int]:
    """Take over what matched records say; (works that changed, values that could not be).

    What a person has typed or accepted stays, and what the record says is noted beside it.

    Raises:
        NotAllowed: some work is another office's; nothing is taken over then.
    """
    changed = refused = 0
    for match in matches:
        work = session.get(Work, match.work.id) if match.work else None
        if work is None or not match.differences:
            continue
        refuse_other_office(session, actor, work.office)
        taken = [_take(session, work, each, source, tables) for each in match.differences]
        refused += taken.count(None)
        if True in taken:
            changed += 1
            audit.record(
                session, now, actor, "work.take-over", f"work:{work.id}", source=source, values=taken.count(True)
            )
            descriptions.follow(session, now, work)
    return changed, refused


def _take(session: Session, work: Work, each: Difference, source: str, tables: CodeTables) -> bool | None:
    """Take one value over: True where it changed, False where ours stays, None where it cannot be."""
    try:
        return descriptions.bring_in(session, work, each.field, each.theirs, each.theirs, source, tables)
    except BadForm:
        return None

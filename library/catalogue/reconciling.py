"""Records of another catalogue held against ours: which work each means, what differs, and taking values over.

No number is a key: a record is matched by what it says together, and only a match that is the only one counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from library import audit
from library.catalogue import descriptions
from library.catalogue.fields import FIELDS, CodeTables
from library.catalogue.records import Record
from library.catalogue.series import title_key
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


def reconcile(session: Session, records: Iterable[Record], office: str | None = None) -> list[Match]:
    """Find the work of each record among those of an office, or of all."""
    return [_match(session, record, office) for record in records]


def _match(session: Session, record: Record, office: str | None) -> Match:
    for by, candidates in _candidates(session, record, office):
        if len(candidates) == 1:
            work = candidates[0]
            return Match(record, work, by, tuple(_differences(session, work, record)))
        if candidates:
            return Match(record, None, "several")
    return Match(record, None, "")


def _candidates(session: Session, record: Record, office: str | None) -> Iterable[tuple[str, Sequence[Work]]]:
    told = record.values
    year = int(told["year"]) if told.get("year", "").isdecimal() else None
    here: list[ColumnElement[bool]] = [Work.owner_id.is_(None), Work.state.in_(_IN_USE)]
    here += [Work.office == office] if office else []
    here.append(Work.year == year if year is not None else Work.year.is_(None))
    known = session.get(Work, record.identifier) if record.identifier else None
    ours = known is not None and known.owner_id is None and office in (None, known.office)
    yield "identifier", [known] if known and ours and known.state in _IN_USE else []
    if number := told.get("catalogue_number"):
        numbered = session.scalars(select(Work).where(*here, Work.catalogue_number == number)).all()
        yield "number", numbered if len(numbered) == 1 else _titled(numbered, record)
    first = told.get("title", "")[:4]
    yield (
        "title",
        _titled(session.scalars(select(Work).where(*here, Work.title.istartswith(first, autoescape=True))), record),
    )


def _titled(works: Iterable[Work], record: Record) -> list[Work]:
    """Keep the works with the record's title, year and marks aside."""
    key = title_key(record.values.get("title", ""))
    return [work for work in works if key and title_key(work.title) == key]


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

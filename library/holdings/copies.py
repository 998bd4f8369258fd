"""Copies on the shelves: entering, changing, and what stands where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import cast

from sqlalchemy import String, func, or_, select, tuple_
from sqlalchemy.orm import Session

from library import audit
from library.catalogue import versions, works
from library.errors import BadForm, NotFound
from library.jobs import outbox
from library.readers.own_office import refuse_other_office
from library.store.counters import next_number
from library.store.models import Holding, Work
from library.store.models.holdings import number_key
from library.store.records import found

CONDITIONS = ("good", "worn", "damaged")
STATES = ("shelf", "in-use", "binder", "missing", "withdrawn")
THERE = ("shelf", "in-use", "binder")
"""States in which the office has the copy: the binder brings it back."""
PRINT = "print"
"""`Work.kind` of a work without a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyForm:
    """What is told of a copy. An empty number is drawn; `condition` and `state` are codes of the lists above."""

    number: str = ""
    shelf_mark: str = ""
    room: str = ""
    cabinet: str = ""
    shelf: str = ""
    condition: str = "good"
    state: str = "shelf"
    note: str = ""


NAMES = tuple(field.name for field in fields(CopyForm))


@dataclass(frozen=True, slots=True)
class Copies:
    """A page of an office's copies with their works, and how many there are in all."""

    rows: list[tuple[Holding, Work]]
    total: int


def add(session: Session, now: datetime, work_id: str, office: str, form: CopyForm, actor: str) -> Holding:
    """Enter a copy of a work that an office has.

    Raises:
        BadForm: something is too long, no code, or the number is another copy's.
        NotFound: there is no such work, or it is what a reader scanned.
        NotAllowed: the office is not the actor's.
    """
    work = works.get(session, work_id, "librarian")
    refuse_other_office(session, actor, office)
    form = _checked(session, form, office, None)
    number = form.number or _draw(session, office)
    values = asdict(replace(form, number=number))
    copy = Holding(work_id=work.id, office=office, created_at=now, changed_at=now, **values)
    session.add(copy)
    session.flush()
    audit.record(session, now, actor, "holding.add", f"holding:{copy.id}", work=work.id, state=copy.state)
    _changed(session, now, work)
    return copy


def change(session: Session, now: datetime, holding_id: str, form: CopyForm, actor: str) -> Holding:
    """Say something else of a copy; its number stays where none is given.

    Raises:
        BadForm, NotAllowed: as `add`.
        NotFound: there is no such copy.
    """
    copy = found(session, Holding, holding_id)
    refuse_other_office(session, actor, copy.office)
    form = _checked(session, form, copy.office, copy.id)
    values = asdict(replace(form, number=form.number or copy.number))
    different = {name: value for name, value in values.items() if getattr(copy, name) != value}
    if not different:
        return copy
    for name, value in different.items():
        setattr(copy, name, value)
    copy.changed_at = now
    told = {"state": copy.state} if "state" in different else {}
    audit.record(session, now, actor, "holding.change", f"holding:{copy.id}", fields=sorted(different), **told)
    _changed(session, now, found(session, Work, copy.work_id))
    return copy


def move(session: Session, now: datetime, copy: Holding, state: str, actor: str) -> None:
    """Say of a copy alone where it is; `state` is a code of `STATES`, and whoever calls has asked whose shelf it is."""
    copy.state, copy.changed_at = state, now
    audit.record(session, now, actor, "holding.change", f"holding:{copy.id}", fields=["state"], state=state)
    _changed(session, now, found(session, Work, copy.work_id))


def of_edition(session: Session, work: Work, *, all_states: bool = False) -> list[Holding]:
    """List the copies of a work and of the files whose place it took; withdrawn ones only where all are asked for."""
    ids = [work.id, *(older.id for older in versions.predecessors(session, work.id))]
    query = select(Holding).where(Holding.work_id.in_(ids))
    query = query if all_states else query.where(Holding.state != "withdrawn")
    return list(session.scalars(query.order_by(Holding.office, Holding.shelf_mark, Holding.number)))


def first_places(session: Session, work_ids: Sequence[str]) -> dict[str, Holding]:
    """Give for each work the copy that is named first: one on the shelf before one that is not."""
    query = select(Holding).where(Holding.work_id.in_(work_ids), Holding.state.in_(THERE))
    rows = sorted(session.scalars(query), key=lambda copy: (STATES.index(copy.state), copy.office, copy.number))
    return {copy.work_id: copy for copy in reversed(rows)}


def available_as(session: Session, work: Work) -> str:
    """Say in which form readers have a work: file, print or both."""
    if work.kind == PRINT:
        return "print"
    there = any(copy.state in THERE for copy in of_edition(session, work))
    return "both" if there else "file"


def get(session: Session, holding_id: str) -> Holding:
    """Give a copy.

    Raises:
        NotFound: there is none.
    """
    return found(session, Holding, holding_id)


def by_number(session: Session, office: str, number: str) -> Holding | None:
    """Find an office's copy by its number, however its letters are written."""
    query = select(Holding).where(Holding.office == office, Holding.number_key == number_key(number))
    return session.scalars(query).first()


def listed(
    session: Session, office: str | None, words: str = "", state: str = "", *, limit: int = 50, offset: int = 0
) -> Copies:
    """List copies by shelf mark and number; `words` are sought in title, number, mark and place."""
    where = [Holding.office == office] if office else []
    where += [Holding.state == state] if state in STATES else []
    places = (Work.title, Holding.number, Holding.shelf_mark, Holding.room, Holding.cabinet, Holding.shelf)
    for word in words.split()[:8]:
        where.append(or_(*(column.contains(word, autoescape=True) for column in places)))
    joined = select(Holding, Work).join(Work, Work.id == Holding.work_id).where(*where)
    total = session.scalar(select(func.count()).select_from(joined.subquery())) or 0
    ordered = joined.order_by(Holding.office, Holding.shelf_mark, Holding.number).limit(limit).offset(offset)
    return Copies([(copy, work) for copy, work in session.execute(ordered)], total)


def following(session: Session, office: str | None, after: Holding | None, limit: int) -> list[tuple[Holding, Work]]:
    """List the copies with their works behind one copy, in the order of `listed`; None: from the first."""
    place = (Holding.office, Holding.shelf_mark, Holding.number)
    query = select(Holding, Work).join(Work, Work.id == Holding.work_id).order_by(*place).limit(limit)
    query = query.where(Holding.office == office) if office else query
    if after is not None:
        query = query.where(tuple_(*place) > tuple_(after.office, after.shelf_mark, after.number))
    return [(copy, work) for copy, work in session.execute(query)]


def places(session: Session, office: str) -> list[tuple[str, str]]:
    """List the rooms and cabinets of an office's copies."""
    query = select(Holding.room, Holding.cabinet).where(Holding.office == office, Holding.state != "withdrawn")
    return [(room, cabinet) for room, cabinet in session.execute(query.distinct().order_by("room", "cabinet"))]


def _checked(session: Session, form: CopyForm, office: str, own: str | None) -> CopyForm:
    clean = CopyForm(**{name: " ".join(str(getattr(form, name)).split()) for name in NAMES})
    problems = {name: "too-long" for name in NAMES if len(getattr(clean, name)) > _longest(name)}
    if clean.condition not in CONDITIONS:
        problems["condition"] = "choice-invalid"
    if clean.state not in STATES:
        problems["state"] = "choice-invalid"
    same = by_number(session, office, clean.number) if clean.number else None
    if same is not None and same.id != own:
        problems["number"] = "number-taken"
    if problems:
        raise BadForm(problems)
    return clean


def _longest(name: str) -> int:
    return cast("String", Holding.__table__.c[name].type).length or 0


def _draw(session: Session, office: str) -> str:
    """Draw a number that no copy of the office has, whatever was typed before."""
    while True:
        number = f"{office}-{next_number(session, f'holding:{office}'):05d}"
        if by_number(session, office, number) is None:
            return number


def _changed(session: Session, now: datetime, work: Work) -> None:
    """Have the work indexed anew: searches say in which form it is there."""
    ids: Iterable[str] = [work.id]
    newer = versions.successor(session, work.id)
    for each in (*ids, *([newer.id] if newer else [])):
        outbox.add(session, now, works.INDEX_JOB, {"work": each}, dedupe=f"index:{each}")


def refuse_unknown(session: Session, work_id: str) -> Work:
    """Give a released work that readers may name.

    Raises:
        NotFound: there is none.
    """
    work = session.get(Work, work_id)
    if work is None or work.owner_id is not None or work.state != "released":
        raise NotFound(what=work_id)
    return work

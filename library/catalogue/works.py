"""Works: finding, correcting, releasing, withdrawing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, String, func, select, update
from sqlalchemy.orm import Session, aliased

from library import audit
from library.catalogue import descriptions, told
from library.errors import BadForm, Embargoed, LostRace, NotFound, Withdrawn
from library.jobs import outbox
from library.readers.accounts import clean_name
from library.readers.own_office import refuse_other_office
from library.readers.roles import Right, has_right
from library.store.models import Master, Page, Succession, Work, WorkFile

INDEX_JOB = "search.index"
# Why a work is withdrawn, as the audit trail keeps it.
WITHDRAWAL_CODES = ("wrong-file", "replaced", "rights", "personal-data", "other")
EDITABLE = (
    "title",
    "parallel_title",
    "year",
    "language",
    "catalogue_number",
    "publication_number",
    "issn",
    "isbn",
    "publisher",
    "access",
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of the catalogue: some works and how many there are in all."""

    works: list[Work]
    total: int


def get(session: Session, work_id: str, role: str = "") -> Work:
    """Give a work that this role may see.

    Raises:
        Withdrawn: it was shown to everybody once and has been withdrawn; its page is its tombstone.
        NotFound: there is none, or it is not released and the role has no business with it.
    """
    work = session.get(Work, work_id)
    # What a reader scanned herself is in nobody's catalogue, whatever her right.
    if work is None or work.owner_id is not None:
        raise NotFound(what=work_id)
    if work.state == "released" or has_right(role, Right.RELEASE):
        return work
    if is_tombstone(work):
        raise Withdrawn(title=work.title, path=f"/works/{work.id}")
    raise NotFound(what=work_id)


def is_tombstone(work: Work) -> bool:
    """Say whether a work was shown to everybody once and is withdrawn now."""
    return work.state == "withdrawn" and work.released_at is not None and work.owner_id is None


def current_file(session: Session, work_id: str) -> WorkFile:
    """Give the newest version of a work's file.

    Raises:
        NotFound: the work has no file.
    """
    query = select(WorkFile).where(WorkFile.work_id == work_id).order_by(WorkFile.version.desc()).limit(1)
    file = session.scalars(query).first()
    if file is None:
        raise NotFound(what=work_id)
    return file


def current_master(session: Session, file_id: str) -> Master:
    """Give the newest master of a file.

    Raises:
        NotFound: the file has not been prepared.
    """
    query = select(Master).where(Master.file_id == file_id).order_by(Master.version.desc()).limit(1)
    master = session.scalars(query).first()
    if master is None:
        raise NotFound(f"file {file_id} has no master", what="master")
    return master


def page(session: Session, file_id: str, number: int) -> Page:
    """Give a page.

    Raises:
        NotFound: the file has no such page.
    """
    found = session.get(Page, (file_id, number))
    if found is None:
        raise NotFound(what=f"halaman / page {number}")
    return found


def newest(session: Session, limit: int = 12, office: str | None = None) -> list[Work]:
    """List the works released last."""
    shown = (Work.state == "released", ~is_superseded())
    query = select(Work).where(*shown).order_by(Work.released_at.desc(), Work.id).limit(limit)
    return list(session.scalars(query.where(Work.office == office) if office else query))


def shelf(
    session: Session, *, state: str = "released", office: str | None = None, limit: int = 24, offset: int = 0
) -> Shelf:
    """List works by year and title."""
    where = [Work.state == state, ~is_superseded()]
    if office:
        where.append(Work.office == office)
    total = session.scalar(select(func.count()).select_from(Work).where(*where)) or 0
    query = select(Work).where(*where).order_by(Work.year.desc(), Work.title, Work.id).limit(limit).offset(offset)
    return Shelf(list(session.scalars(query)), total)


def is_superseded() -> ColumnElement[bool]:
    """Say of a row of works whether a released newer file of the same edition has taken its place.

    Where the newer file is withdrawn, the newest released one before it answers for the edition again.
    """
    first = select(Succession.old_id, Succession.new_id).cte("followed", recursive=True)
    further = select(first.c.old_id, Succession.new_id).join(Succession, Succession.old_id == first.c.new_id)
    followed, newer = first.union(further), aliased(Work)
    query = select(followed.c.old_id).join(newer, newer.id == followed.c.new_id).where(newer.state == "released")
    return Work.id.in_(query)


def other_years(session: Session, work: Work) -> list[Work]:
    """List the other editions of the same series and region (same catalogue number), newest first."""
    if not work.catalogue_number:
        return []
    query = (
        select(Work)
        .where(Work.catalogue_number == work.catalogue_number, Work.id != work.id, Work.state == "released")
        .where(~is_superseded())
        .order_by(Work.year.desc(), Work.title)
        .limit(50)
    )
    return list(session.scalars(query))


def correct(session: Session, now: datetime, work: Work, values: dict[str, Any], actor: str) -> None:
    """Change a work's metadata.

    Raises:
        BadForm: no title, a year out of range, or an unknown kind of access.
        NotAllowed: it is another office's.
    """
    refuse_other_office(session, actor, work.office)
    changed = {name: _clean(name, value) for name, value in values.items() if name in EDITABLE}
    _check(changed)
    before = {name: getattr(work, name) for name in changed}
    different = {name: value for name, value in changed.items() if before[name] != value}
    for name, value in different.items():
        setattr(work, name, value)
    if different:
        descriptions.typed_over(session, now, work, different, actor)
        audit.record(session, now, actor, "work.correct", f"work:{work.id}", fields=sorted(different))
        if work.state == "released":
            told.note_correction(session, now, work.id)
            outbox.add(session, now, INDEX_JOB, {"work": work.id}, dedupe=f"index:{work.id}")


def _clean(name: str, value: Any) -> Any:
    if name != "year":
        return " ".join(str(value or "").split())[:500] if name == "title" else clean_name(str(value or ""))
    text = str(value or "").strip()
    return (int(text) if text.isascii() and text.isdigit() else -1) if text else None


def _check(values: dict[str, Any]) -> None:
    problems = {}
    if "title" in values and not values["title"]:
        problems["title"] = "required"
    year = values.get("year")
    if year is not None and not 1800 <= year <= 2100:
        problems["year"] = "year-invalid"
    too_long = {name for name in values if name != "year" and len(values[name]) > _longest(name)}
    problems |= dict.fromkeys(too_long, "too-long")
    if values.get("access", "open") not in ("open", "restricted"):
        problems["access"] = "choice-invalid"
    if problems:
        raise BadForm(problems)


def _longest(name: str) -> int:
    return cast("String", Work.__table__.c[name].type).length or 0


def release(session: Session, now: datetime, work_id: str, actor: str) -> None:
    """Show a work to everybody and have it indexed.

    Raises:
        Embargoed: its day has not come (`library.preservation.embargo`).
        LostRace: it is released already.
        NotFound: it has not been prepared, so no copy of it could be marked.
        NotAllowed: it is another office's.
    """
    _refuse_others(session, work_id, actor)
    _refuse_early(session, now, work_id)
    if not _is_printed(session, work_id):
        current_master(session, current_file(session, work_id).id)
    _move(session, work_id, ("review", "withdrawn", "announced"), state="released", released_at=now)
    descriptions.accept_rest(session, now, work_id, actor)
    told.note_state(session, now, work_id)
    audit.record(session, now, actor, "work.release", f"work:{work_id}")
    _index_edition(session, now, work_id)


def withdraw(session: Session, now: datetime, work_id: str, actor: str, reason: str, *, code: str = "other") -> None:
    """Take a work out of sight; its records, copies and masters stay.

    Args:
        session: holds the write lock.
        now: the time.
        work_id: the work.
        actor: who does it.
        reason: in her words; kept with the work, where it can be erased, and never in the audit trail.
        code: one of `WITHDRAWAL_CODES`, which the trail keeps.

    Raises:
        BadForm: the code is none of them.
        LostRace: it is not released.
        NotAllowed: it is another office's.
    """
    if code not in WITHDRAWAL_CODES:
        raise BadForm({"code": "choice-invalid"})
    _refuse_others(session, work_id, actor)
    note = " ".join(reason.split())[:500]
    values = {"state": "withdrawn", "withdrawn_for": code, "withdrawn_note": note, "withdrawn_at": now}
    _move(session, work_id, ("released", "review", "announced"), **values)
    told.note_state(session, now, work_id)
    audit.record(session, now, actor, "work.withdraw", f"work:{work_id}", reason=code)
    _index_edition(session, now, work_id)


def _index_edition(session: Session, now: datetime, work_id: str) -> None:
    """Have a work indexed, and the files whose place it takes: whether searches find them hangs on its state."""
    wanted = [work_id]
    for newer in wanted:
        outbox.add(session, now, INDEX_JOB, {"work": newer}, dedupe=f"index:{newer}")
        older = session.scalars(select(Succession.old_id).where(Succession.new_id == newer))
        wanted += [each for each in older if each not in wanted]


def _is_printed(session: Session, work_id: str) -> bool:
    work = session.get(Work, work_id)
    return work is not None and work.kind == "print"


def _refuse_early(session: Session, now: datetime, work_id: str) -> None:
    work = session.get(Work, work_id)
    if work is not None and work.embargo_until is not None and work.embargo_until > now:
        raise Embargoed(moment=f"{work.embargo_until:%Y-%m-%d %H:%M} UTC")


def _refuse_others(session: Session, work_id: str, actor: str) -> None:
    work = session.get(Work, work_id)
    if work is not None:
        refuse_other_office(session, actor, work.office)


def _move(session: Session, work_id: str, states: tuple[str, ...], **values: object) -> None:
    changed = session.execute(update(Work).where(Work.id == work_id, Work.state.in_(states)).values(**values))
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise LostRace(f"work {work_id} is in none of {states}")
    session.expire_all()

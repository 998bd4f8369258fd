"""Pages that are tried with other settings: ordered, looked at, and only then taken into a new version of the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from library import audit
from library.catalogue import corrections, works
from library.errors import LostRace, NotFound
from library.jobs import outbox
from library.readers.own_office import refuse_other_office
from library.store.models import Account, Page, PageMaking, PageTrial, Work, WorkFile

TRY_JOB, APPLY_JOB = "page.try", "page.apply"


@dataclass(frozen=True, slots=True)
class TrialTask:
    """What a worker needs to know of a trial."""

    id: str
    work_id: str
    office: str
    file_id: str
    original: str
    shown: str
    name: str
    source_page: int
    numbers: tuple[int, ...]
    """the pages that come of the original's page now"""
    settings: dict[str, Any]
    found: list[Any]
    sheet: str | None
    by: str | None


def order(session: Session, now: datetime, work: Work, number: int, settings: dict[str, Any], actor: str) -> PageTrial:
    """Order that a page be read with other settings; nothing changes by it.

    Raises:
        NotFound: there is no such page, or it is a reader's own.
        NotAllowed: it is another office's.
    """
    if work.owner_id is not None:
        raise NotFound(what=work.id)
    refuse_other_office(session, actor, work.office)
    file = works.current_file(session, work.id)
    works.page(session, file.id, number)
    by = actor if session.get(Account, actor) else None
    trial = PageTrial(work_id=work.id, file_id=file.id, number=number, settings=settings, by=by, at=now)
    session.add(trial)
    session.flush()
    outbox.add(session, now, TRY_JOB, {"trial": trial.id}, priority=4, dedupe=f"try:{trial.id}")
    audit.record(session, now, actor, "page.try", f"work:{work.id}", page=number)
    return trial


def get(session: Session, work_id: str, trial_id: str) -> PageTrial:
    """Give a trial of a work.

    Raises:
        NotFound: there is none.
    """
    trial = session.get(PageTrial, trial_id)
    if trial is None or trial.work_id != work_id:
        raise NotFound(what=trial_id)
    return trial


def open_trials(session: Session, file_id: str, number: int) -> list[PageTrial]:
    """List the trials of a page that nobody has decided about, the newest first."""
    waiting = PageTrial.state.in_(("ordered", "ready", "accepted", "failed"))
    query = select(PageTrial).where(PageTrial.file_id == file_id, PageTrial.number == number, waiting)
    return list(session.scalars(query.order_by(PageTrial.at.desc()).limit(5)))


def task(session: Session, trial_id: str, state: str) -> TrialTask | None:
    """Give a worker its task; None where the trial is no longer in `state`."""
    trial = session.get(PageTrial, trial_id)
    if trial is None or trial.state != state:
        return None
    file, work = session.get(WorkFile, trial.file_id), session.get(Work, trial.work_id)
    assert file is not None
    assert work is not None
    source = corrections.place_of(session, work, file, trial.number).source_page
    return TrialTask(
        id=trial.id,
        work_id=work.id,
        office=work.office,
        file_id=file.id,
        original=file.original,
        shown=file.shown,
        name=file.name,
        source_page=source,
        numbers=tuple(_numbers(session, file.id, source, trial.number)),
        settings=dict(trial.settings),
        found=list(trial.found),
        sheet=trial.sheet,
        by=trial.by,
    )


def _numbers(session: Session, file_id: str, source_page: int, number: int) -> Sequence[int]:
    query = select(PageMaking.number).where(PageMaking.file_id == file_id, PageMaking.source_page == source_page)
    return session.scalars(query.order_by(PageMaking.number)).all() or (number,)


def ready(session: Session, trial_id: str, found: list[dict[str, Any]], sheet: str) -> None:
    """Keep what a trial gave, for its librarian to look at."""
    _move(session, trial_id, "ordered", state="ready", found=found, sheet=sheet, error="")


def failed(session: Session, now: datetime, trial_id: str, error: str) -> None:
    """Note that a trial came to nothing; the page is as it was."""
    waiting = PageTrial.state.in_(("ordered", "accepted"))
    values = {"state": "failed", "error": error[:40], "ended_at": now}
    session.execute(update(PageTrial).where(PageTrial.id == trial_id, waiting).values(**values))


def accept(session: Session, now: datetime, work: Work, trial_id: str, actor: str) -> None:
    """Take what a trial gave: a new version of the file is made of it.

    Raises:
        HidesCorrection: a correction in force would stand on no page any more.
        LostRace: it is not ready, or the file has a newer version than the one that was tried.
        NotFound, NotAllowed: see `order`.
    """
    trial = get(session, work.id, trial_id)
    refuse_other_office(session, actor, work.office)
    if works.current_file(session, work.id).id != trial.file_id:
        raise LostRace(f"trial {trial_id} is of an older version")
    if hides_correction(session, trial):
        raise corrections.HidesCorrection(f"page {trial.number} of {work.id}")
    _move(session, trial_id, "ready", state="accepted")
    outbox.add(session, now, APPLY_JOB, {"trial": trial_id}, priority=4, dedupe=f"apply:{trial_id}")
    audit.record(session, now, actor, "page.accept", f"work:{work.id}", page=trial.number)


def carry_over(session: Session, work: Work, old: WorkFile, new: WorkFile) -> None:
    """Point the open trials of a file at its newer version, where the same part of the original's page stands in it."""
    waiting = PageTrial.state.in_(("ordered", "ready", "accepted", "failed"))
    for trial in session.scalars(select(PageTrial).where(PageTrial.file_id == old.id, waiting)).all():
        number = _number_at(session, new, corrections.place_of(session, work, old, trial.number))
        if number is not None:
            trial.file_id, trial.number = new.id, number


def _number_at(session: Session, file: WorkFile, place: corrections.Place) -> int | None:
    """Find the page of a file that comes from a place; a page of which nothing was noted is where it always was."""
    here = PageMaking.source_page == place.source_page, PageMaking.part == place.part
    noted = session.scalars(select(PageMaking.number).where(PageMaking.file_id == file.id, *here)).first()
    made = session.get(PageMaking, (file.id, place.source_page))
    if noted is not None or place.part or made is not None:
        return noted
    return place.source_page if place.source_page <= file.pages else None


def hides_correction(session: Session, trial: PageTrial) -> bool:
    """Say whether what a trial gave has no page for a correction in force: a whole page parted, halves made whole."""
    file, work = session.get(WorkFile, trial.file_id), session.get(Work, trial.work_id)
    assert file is not None
    assert work is not None
    place = corrections.place_of(session, work, file, trial.number)
    return corrections.would_hide(session, place, [int(found["part"]) for found in trial.found])


def dismiss(session: Session, now: datetime, work: Work, trial_id: str, actor: str) -> None:
    """Leave the page as it is.

    Raises:
        LostRace: it was decided already.
        NotFound, NotAllowed: see `order`.
    """
    trial = get(session, work.id, trial_id)
    refuse_other_office(session, actor, work.office)
    if trial.state not in ("ready", "failed"):
        raise LostRace(f"trial {trial_id} is {trial.state}")
    trial.state, trial.ended_at = "dismissed", now
    audit.record(session, now, actor, "page.dismiss", f"work:{work.id}", page=trial.number)


def _move(session: Session, trial_id: str, before: str, **values: Any) -> None:
    moved = update(PageTrial).where(PageTrial.id == trial_id, PageTrial.state == before).values(**values)
    if session.execute(moved).rowcount != 1:  # type: ignore[attr-defined]
        raise LostRace(f"trial {trial_id} is not {before}")
    session.expire_all()


def is_current(session: Session, task: TrialTask) -> bool:
    """Say whether no newer version of the file has come since."""
    return works.current_file(session, task.work_id).id == task.file_id


def pages_of(session: Session, file_id: str) -> list[Page]:
    """Give the pages of a file in their order."""
    return list(session.scalars(select(Page).where(Page.file_id == file_id).order_by(Page.number)))

"""A new version of a work's file in which one page is another: everything else is taken over, nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from library import audit
from library.catalogue import corrections, headings, makings, rereading, trials
from library.catalogue.headings import ArrivingHeading
from library.catalogue.intake import ArrivingMaster
from library.catalogue.makings import ArrivingMaking
from library.catalogue.trials import TrialTask
from library.catalogue.works import INDEX_JOB
from library.errors import LostRace
from library.jobs import outbox
from library.store.blobs import Stored
from library.store.models import Blob, Master, Page, PageTrial, Work, WorkFile


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVersion:
    """The files of a version, already in the store, and what was read of it."""

    shown: Stored
    body: Stored
    slots: Stored
    master: ArrivingMaster
    headings: list[ArrivingHeading]
    key_id: str


def enter_version(session: Session, now: datetime, task: TrialTask, new: NewVersion) -> WorkFile:
    """Write the version that an accepted trial gives; the one before stays, with its copies and marks.

    Raises:
        LostRace: the trial is no longer accepted, or a newer version has come meanwhile.
    """
    work, old = session.get(Work, task.work_id), session.get(WorkFile, task.file_id)
    if work is None or old is None or not trials.is_current(session, task):
        raise LostRace(f"trial {task.id} is of an older version")
    trial = session.get(PageTrial, task.id)
    if trial is not None and trials.hides_correction(session, trial):
        raise LostRace(f"page {trial.number} was corrected meanwhile")
    for stored, role in ((new.shown, "shown"), (new.body, "master"), (new.slots, "slots")):
        if session.get(Blob, stored.sha256) is None:
            session.add(Blob(sha256=stored.sha256, size=stored.size, role=role, created_at=now))
            session.flush()
    pages, made = _pages(session, work, old, task)
    file = _file(old, new.shown.sha256, len(pages), now)
    session.add(file)
    session.flush()
    _name_captions(pages, new.headings)
    session.add_all(Page(file_id=file.id, **values) for values in pages)
    session.flush()
    headings.keep(session, now, file.id, new.headings)
    session.add(_master(file.id, new, now))
    makings.keep(session, work, file, made)
    work.pages = len(pages)
    changed = {"state": "applied", "ended_at": now}
    session.execute(update(PageTrial).where(PageTrial.id == task.id, PageTrial.state == "accepted").values(**changed))
    session.flush()
    trials.carry_over(session, work, old, file)
    outbox.add(session, now, rereading.JOB, {"work": work.id}, priority=6, dedupe=f"reread:{work.id}")
    if work.state == "released":
        outbox.add(session, now, INDEX_JOB, {"work": work.id}, priority=3, dedupe=f"index:{work.id}")
    audit.record(session, now, task.by or "system", "page.apply", f"work:{work.id}", page=task.source_page)
    return file


def _file(old: WorkFile, shown: str, pages: int, now: datetime) -> WorkFile:
    return WorkFile(
        work_id=old.work_id,
        version=old.version + 1,
        original=old.original,
        shown=shown,
        cover=old.cover,
        name=old.name,
        media_type=old.media_type,
        pages=pages,
        warnings=list(old.warnings),
        created_at=now,
    )


def _master(file_id: str, new: NewVersion, now: datetime) -> Master:
    return Master(
        file_id=file_id,
        body=new.body.sha256,
        slots=new.slots.sha256,
        engine=new.master.engine,
        key_id=new.key_id,
        traceability=new.master.traceability,
        created_at=now,
    )


def _pages(
    session: Session, work: Work, old: WorkFile, task: TrialTask
) -> tuple[list[dict[str, Any]], list[ArrivingMaking]]:
    """Give the pages as the machine read them, in their new order, and how each was made."""
    read = corrections.recognised_texts(session, work, old)
    known = makings.of_file(session, old.id)
    pages: list[dict[str, Any]] = []
    made: list[ArrivingMaking] = []
    for page in trials.pages_of(session, old.id):
        if page.number in task.numbers:
            for found in task.found if page.number == task.numbers[0] else ():
                pages.append(_redone(found, page.label, len(pages) + 1))
                made.append(_redone_making(found, task, len(pages)))
            continue
        pages.append({**_values(page), "number": len(pages) + 1, "text": read.get(page.number, page.text)})
        before = known.get(page.number)
        if before or page.number != len(pages):
            made.append(_moved(before, page.number, len(pages)))
    return pages, made


def _values(page: Page) -> dict[str, Any]:
    names = ("label", "captions", "source", "confidence", "width", "height")
    return {name: getattr(page, name) for name in names}


def _redone(found: dict[str, Any], label: str, number: int) -> dict[str, Any]:
    text = str(found["text"])
    return {
        "number": number,
        "label": label,
        "text": text,
        "captions": "",
        "source": "ocr" if text else "none",
        "confidence": found["confidence"],
        "width": float(found["width"]),
        "height": float(found["height"]),
    }


def _redone_making(found: dict[str, Any], task: TrialTask, number: int) -> ArrivingMaking:
    part, repairs = int(found["part"]), list(found["repairs"])
    return ArrivingMaking(
        number=number, source_page=task.source_page, part=part, repairs=repairs, settings=dict(task.settings)
    )


def _moved(before: Any, old_number: int, number: int) -> ArrivingMaking:
    if before is None:
        return ArrivingMaking(number=number, source_page=old_number)
    return ArrivingMaking(
        number=number,
        source_page=before.source_page,
        part=before.part,
        blank=before.blank,
        repairs=list(before.repairs),
        settings=dict(before.settings),
    )


def _name_captions(pages: list[dict[str, Any]], found: list[ArrivingHeading]) -> None:
    """Give each page the titles of its tables and figures, as they were read of the new version."""
    for page in pages:
        here = [each for each in found if each.page == page["number"] and each.kind != "chapter"]
        titles = (" ".join(f"{each.number} {each.title} {each.parallel_title}".split()) for each in here)
        page["captions"] = "\n".join(titles)

"""What was asked and answered at the desk: written by the officer on the leg of the visit, in the service or after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from library import audit
from library.catalogue import works
from library.consultations.wording import MOST_TITLE, clean_line, required
from library.errors import BadForm, NotFound
from library.floor.errors import WrongStep
from library.floor.step import Step
from library.offices.lists import load_choices, load_subjects
from library.readers.own_office import refuse_other_office
from library.readers.roles import Role
from library.store.models import DeskConsultation, FloorEvent, Leg, Work

SERVED = ("SERVING", "DONE", "TRANSFERRED", "SWEPT")
MOST_SOURCES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskForm:
    """The officer's sheet. `outcome` is a code of the list `outcome`; `sources` are works and pages handed over."""

    topic: str
    question: str
    answer: str
    outcome: str
    subject: str = ""
    sources: tuple[tuple[str, int | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A work, or a page of it, that was handed over."""

    work: str
    page: int | None
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskView:
    """A consultation at the desk."""

    leg_id: str
    visit_id: str
    office: str
    label: str
    subject: str
    topic: str
    question: str
    answer: str
    outcome: str
    sources: tuple[Source, ...]
    written_at: datetime | None
    """None: nothing was written yet."""
    seconds: float | None
    """From the beginning to the end of the service; None while it lasts."""


def write(step: Step, leg_id: str, form: DeskForm, catalog: Path) -> DeskConsultation:
    """Write the sheet of a leg, or correct it.

    Raises:
        NotFound: there is no such leg, or a source is no released work.
        NotAllowed: it is another office's.
        WrongStep: nobody was served on it, or not at a consultation desk.
        BadForm: a field is missing.
    """
    leg = _leg(step, leg_id)
    if leg.service != "consultation" or leg.state not in SERVED:
        raise WrongStep(f"leg {leg.id} is {leg.state}", state=leg.state)
    problems = _problems(form, catalog)
    if problems:
        raise BadForm(problems)
    row = step.session.get(DeskConsultation, leg.id) or DeskConsultation(leg_id=leg.id)
    row.visit_id, row.office, row.officer_id, row.written_at = leg.visit_id, leg.office, step.officer, step.now
    row.subject, row.topic, row.outcome = form.subject, clean_line(form.topic), form.outcome
    row.question, row.answer = required("question", form.question), required("answer", form.answer)
    row.sources = [[source.work, source.page] for source in _sources(step, form.sources)]
    step.session.add(row)
    step.session.flush()
    audit.record(step.session, step.now, step.by, "desk.consultation", f"leg:{leg.id}", outcome=form.outcome)
    return row


def _leg(step: Step, leg_id: str) -> Leg:
    leg = step.leg(leg_id)
    refuse_other_office(step.session, step.by, leg.office)
    return leg


def _problems(form: DeskForm, catalog: Path) -> dict[str, str]:
    needed = {"topic": form.topic, "question": form.question, "answer": form.answer}
    problems = {name: "required" for name, text in needed.items() if not text.strip()}
    if len(form.topic.strip()) > MOST_TITLE:
        problems["topic"] = "too-long"
    if form.outcome not in load_choices(catalog, "outcome"):
        problems["outcome"] = "choice-invalid"
    if form.subject and form.subject not in {known.code for known in load_subjects(catalog)}:
        problems["subject"] = "choice-invalid"
    if len(form.sources) > MOST_SOURCES:
        problems["sources"] = "too-long"
    return problems


def _sources(step: Step, given: Sequence[tuple[str, int | None]]) -> list[Source]:
    """Look the works up; a page must be one of the work's.

    Raises:
        NotFound: no such released work.
        BadForm: it has no such page.
    """
    found: list[Source] = []
    for work_id, page in given:
        work = works.get(step.session, work_id, Role.READER.value)
        if page is not None and not 1 <= page <= work.pages:
            raise BadForm({"sources": "page-invalid"})
        found.append(Source(work.id, page, work.title))
    return found


def show(step: Step, leg_id: str) -> DeskView:
    """Show the sheet of a leg, filled or still empty.

    Raises:
        NotFound: there is no such leg, or nobody was served on it at a consultation desk.
        NotAllowed: it is another office's.
    """
    leg = _leg(step, leg_id)
    if leg.service != "consultation" or leg.state not in SERVED:
        raise NotFound(what=leg_id)
    row = step.session.get(DeskConsultation, leg.id)
    return DeskView(
        leg_id=leg.id,
        visit_id=leg.visit_id,
        office=leg.office,
        label=leg.label,
        subject=row.subject if row else "",
        topic=row.topic if row else "",
        question=row.question if row else "",
        answer=row.answer if row else "",
        outcome=row.outcome if row else "",
        sources=_shown_sources(step, row.sources if row else []),
        written_at=row.written_at if row else None,
        seconds=_seconds(step, leg),
    )


def _shown_sources(step: Step, stored: list[Any]) -> tuple[Source, ...]:
    rows = step.session.execute(select(Work.id, Work.title).where(Work.id.in_([work for work, _page in stored])))
    titles = {work: title for work, title in rows}  # noqa: C416 - rows are not tuples for the type checker
    return tuple(Source(work, page, titles.get(work, "")) for work, page in stored)


def _seconds(step: Step, leg: Leg) -> float | None:
    query = select(FloorEvent.at).where(FloorEvent.leg_id == leg.id, FloorEvent.kind == "started")
    began = step.session.scalars(query.order_by(FloorEvent.seq.desc())).first()
    return (leg.ended_at - began).total_seconds() if began and leg.ended_at else None

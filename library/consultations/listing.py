"""Lists of cases: a reader's own, an office's queue, what is closed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import or_, select

from library.clocks import Urgency
from library.consultations import showing
from library.consultations.views import CaseLine
from library.floor.step import Step
from library.readers.own_office import refuse_other_office
from library.store.models import Consultation

MOST = 500
HEARD_BY = ("whatsapp", "social_media", "email", "telephone", "visit")
"""By what an officer may have heard from a user."""
_URGENT = {Urgency.ALARM.value: 0, Urgency.WARNING.value: 1}


@dataclass(frozen=True, slots=True)
class Queue:
    """An office's open cases, and how many stand at each state."""

    lines: tuple[CaseLine, ...]
    counts: dict[str, int]
    last_event: int


def of_account(step: Step, account_id: str) -> list[Consultation]:
    """Give a reader's cases, the newest first."""
    query = select(Consultation).where(Consultation.account_id == account_id, Consultation.erased_at.is_(None))
    return list(step.session.scalars(query.order_by(Consultation.submitted_at.desc(), Consultation.id).limit(MOST)))


def queue(step: Step, office: str) -> Queue:
    """Give the open cases of an office: first what is to be closed or late, then what the office owes, by its due date.

    Raises:
        NotAllowed: it is another office's.
    """
    refuse_other_office(step.session, step.by, office)
    step.office(office)
    query = select(Consultation).where(Consultation.office == office, Consultation.state != "CLOSED")
    lines = sorted(showing.show_lines(step, list(step.session.scalars(query))), key=_urgency)
    return Queue(tuple(lines[:MOST]), dict(Counter(line.state for line in lines)), showing.last_event_of(step, office))


def _urgency(line: CaseLine) -> tuple[object, ...]:
    clock = line.clock
    owed = 0 if line.waits_for_office or line.close_task_at else 1
    pressing = _URGENT.get(clock.urgency, 2) if clock and clock.kind == "C4" else 2
    due = clock.due.isoformat() if clock and clock.due else "9999"
    return (owed, pressing, due, line.submitted_at.isoformat(), line.id)


def closed(step: Step, office: str, words: str) -> list[Consultation]:
    """Give closed cases whose title or number holds the words, the newest first.

    Raises:
        NotAllowed: it is another office's.
    """
    refuse_other_office(step.session, step.by, office)
    query = select(Consultation).where(
        Consultation.office == office, Consultation.state == "CLOSED", Consultation.erased_at.is_(None)
    )
    sought = words.strip()[:100]
    if sought:
        title, number = Consultation.title, Consultation.number
        query = query.where(or_(title.icontains(sought, autoescape=True), number.icontains(sought, autoescape=True)))
    return list(step.session.scalars(query.order_by(Consultation.closed_at.desc(), Consultation.id).limit(100)))

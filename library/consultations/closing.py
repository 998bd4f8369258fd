"""Closing a case, and opening it again within the office's window."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from library import audit
from library.clocks import ClockKind
from library.consultations import case_clocks, cases, letters
from library.consultations.errors import NotYet
from library.consultations.states import OPEN, OUTCOMES
from library.errors import BadForm
from library.floor import ratings
from library.floor.step import Step
from library.store.models import Consultation, RatingInvitation


def close(step: Step, case: Consultation, outcome: str) -> None:
    """Close a case: resolved, cancelled, or without an answer of its user.

    Raises:
        BadForm: no such outcome.
        NotYet: "no_response" while the user's days are not over.
        CaseMovedOn: it is closed already.
    """
    if outcome not in OUTCOMES or (outcome == "resolved" and case.first_answer_at is None):
        raise BadForm({"outcome": "choice-invalid"})
    if outcome == "no_response":
        _refuse_early(step, case)
    before = case.state
    cases.move(step, case, OPEN, "CLOSED", outcome=outcome, closed_at=step.now, close_task_at=None)
    case_clocks.end_all(step, case)
    cases.note(step, case, "closed", outcome=outcome, before=before)
    audit.record(step.session, step.now, step.by, "case.close", f"case:{case.id}", outcome=outcome)
    _invite(step, case)
    until = reopen_until(step, case)
    letters.tell(step, case, f"case-closed-{outcome.replace('_', '-')}", until=_day(step, case, until))


def _refuse_early(step: Step, case: Consultation) -> None:
    """The user's days count from the officer's last word; where nobody closes by rule it is the officer's judgement."""
    row = case_clocks.open_clock(step, case, ClockKind.INACTIVITY)
    runs = row is not None and (row.due is None or row.due > step.now)
    if case.state != "AWAITING_USER" or runs:
        raise NotYet(f"case {case.id}")


def _invite(step: Step, case: Consultation) -> None:
    """Invite once, to whoever was answered."""
    subject = f"case:{case.id}"
    known = step.session.scalars(select(RatingInvitation.id).where(RatingInvitation.subject == subject)).first()
    if known is None and case.first_answer_at is not None:
        ratings.invite(step, cases.office_of(step, case), subject, account_id=case.account_id)


def reopen_until(step: Step, case: Consultation) -> datetime:
    """Give the end of the last local day on which a reply reopens the case."""
    office = cases.office_of(step, case)
    last = office.calendar.local_date(case.closed_at or step.now) + timedelta(
        days=office.rules.online.reopening_days.value
    )
    return office.calendar.end_of_day(last)


def is_possible(step: Step, case: Consultation) -> bool:
    """Say whether a reply now would reopen the case; an erased one stays closed."""
    return case.state == "CLOSED" and case.erased_at is None and step.now < reopen_until(step, case)


def reopen(step: Step, case: Consultation) -> None:
    """Open a closed case again.

    Raises:
        CaseMovedOn: somebody else did.
    """
    cases.move(step, case, ("CLOSED",), "REOPENED", outcome="", closed_at=None)
    cases.note(step, case, "reopened")
    case_clocks.owe_answer(step, case)


def _day(step: Step, case: Consultation, until: datetime) -> str:
    last = step.office(case.office).calendar.local_date(until - timedelta(microseconds=1))
    return f"{last:%d-%m-%Y}"

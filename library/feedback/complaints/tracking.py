"""The complainant's side: what she sees of her complaint, and what she may do."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from library.errors import BadForm, NotFound
from library.feedback.complaints.deadline import due_after
from library.feedback.complaints.filing import normal_code
from library.feedback.complaints.states import MOVES, OPEN
from library.feedback.complaints.step import Step
from library.feedback.errors import WrongComplaintStep
from library.feedback.written import tidy
from library.readers.credentials import secret_hash
from library.store.models import Complaint

MAX_MESSAGE = 5000


def by_code(step: Step, code: str) -> Complaint:
    """Give the complaint of a tracking code, however it was typed.

    Raises:
        NotFound: there is none.
    """
    found = step.session.scalars(
        select(Complaint).where(Complaint.tracking_hash == secret_hash(normal_code(code)))
    ).first()
    if found is None:
        raise NotFound(what="pengaduan / complaint")
    return found


def of_account(step: Step, complaint_id: str, account_id: str) -> Complaint:
    """Give an account's own complaint; NotFound for anybody else's."""
    found = step.session.get(Complaint, complaint_id)
    if found is None or found.account_id is None or found.account_id != account_id:
        raise NotFound(what="pengaduan / complaint")
    return found


def write(step: Step, complaint: Complaint, words: str) -> None:
    """Add something; an answer to the office's question lets it go on.

    Raises:
        BadForm: nothing is written, or too much.
        WrongComplaintStep: it is settled: reopening it is what is meant then.
    """
    text = _checked(words)
    if complaint.state not in OPEN:
        raise WrongComplaintStep(f"complaint {complaint.id} is {complaint.state}")
    if complaint.state in MOVES["answer"].states:
        step.move(complaint, "answer")
    else:
        step.note(complaint, "written")
    step.say(complaint, "complainant", text)


def may_reopen(step: Step, complaint: Complaint) -> bool:
    """Say whether the reopening window is open: so many days after it was settled."""
    window = timedelta(days=step.office(complaint.office).rules.online.reopening_days.value)
    settled = complaint.settled_at
    return complaint.state in MOVES["reopen"].states and settled is not None and step.now <= settled + window


def reopen(step: Step, complaint: Complaint, words: str) -> None:
    """Say that it is not settled; a new deadline begins.

    Raises:
        BadForm: it is not said why.
        WrongComplaintStep: the window is over, or it is open already.
    """
    text = _checked(words)
    if not may_reopen(step, complaint):
        raise WrongComplaintStep(f"complaint {complaint.id} cannot be reopened")
    due = due_after(step.office(complaint.office), step.now)
    step.move(complaint, "reopen", settled_at=None, closed_at=None, due_at=due)
    step.say(complaint, "complainant", text)


def accept(step: Step, complaint: Complaint) -> None:
    """Say that it is settled."""
    step.move(complaint, "close", closed_at=step.now)


def _checked(words: str) -> str:
    text = tidy(words)
    if not text:
        raise BadForm({"text": "required"})
    if len(text) > MAX_MESSAGE:
        raise BadForm({"text": "too-long"})
    return text

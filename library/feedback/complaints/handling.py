"""What the office does with a complaint."""

from __future__ import annotations

from sqlalchemy import or_, select

from library.errors import BadForm
from library.feedback.complaints.filing import STAFF
from library.feedback.complaints.lists import load_list
from library.feedback.complaints.step import Step
from library.feedback.errors import NotImpartial
from library.feedback.written import tidy
from library.mail import post
from library.readers.roles import Role
from library.store.models import Account, Complaint

MAX_ANSWER = 5000
MAX_REFERENCE = 60
NEWS = "complaint-news"


def classify(step: Step, complaint: Complaint, topic: str, about_id: str | None, about_before: str | None) -> None:
    """Say what it is about, and whom; whoever it is about is kept out from now on, and it is assigned anew.

    `about_before` is whom it was about on the page that was filled: an old page must not clear whoever was named since.

    Raises:
        BadForm: no such topic or officer.
        LostRace: it is about somebody else by now.
    """
    if topic not in load_list(step.catalog, "topic"):
        raise BadForm({"topic": "choice-invalid"})
    if about_id not in {None, complaint.about_id, *(person.id for person in staff_of(step, complaint.office))}:
        raise BadForm({"about_id": "choice-invalid"})
    known = Complaint.about_id.is_not_distinct_from(about_before)
    values = {"topic": topic, "about_id": about_id, "assignee_id": None}
    step.move(complaint, "classify", details={"topic": topic}, only_if=known, **values)


def assign(step: Step, complaint: Complaint, officer_id: str) -> None:
    """Give it to an officer of the office.

    Raises:
        NotImpartial: the complaint is about her.
        BadForm: no such officer at this office, or her account is closed.
    """
    if officer_id == complaint.about_id:
        raise NotImpartial(complaint.id)
    if officer_id not in {person.id for person in staff_of(step, complaint.office)}:
        raise BadForm({"officer": "choice-invalid"})
    step.move(complaint, "assign", details={"to": officer_id}, assignee_id=officer_id)


def start(step: Step, complaint: Complaint) -> None:
    """Begin to deal with it."""
    step.move(complaint, "start")


def ask(step: Step, complaint: Complaint, question: str) -> None:
    """Ask the complainant something."""
    text = _words(question, "text")
    step.move(complaint, "ask")
    _tell(step, complaint, text)


def resolve(step: Step, complaint: Complaint, answer: str) -> None:
    """Say what was done about it."""
    text = _words(answer, "text")
    step.settle(complaint, "resolve")
    _tell(step, complaint, text)


def forward(step: Step, complaint: Complaint, reference: str, words: str = "") -> None:
    """Hand it on to LAPOR!, under the reference that it got there."""
    clean = " ".join(tidy(reference).split())
    if not clean or len(clean) > MAX_REFERENCE:
        raise BadForm({"lapor": "required" if not clean else "too-long"})
    step.settle(complaint, "forward", lapor=clean)
    _tell(step, complaint, tidy(words)[:MAX_ANSWER])


def reject(step: Step, complaint: Complaint, reason: str, words: str) -> None:
    """Turn it down, with a reason and in words."""
    if reason not in load_list(step.catalog, "rejection"):
        raise BadForm({"reason": "choice-invalid"})
    text = _words(words, "text")
    step.settle(complaint, "reject", details={"reason": reason})
    _tell(step, complaint, text)


def note_internally(step: Step, complaint: Complaint, words: str) -> None:
    """Write a note that only the staff sees."""
    step.say(complaint, "internal", _words(words, "text"))
    step.note(complaint, "note")


def _words(text: str, field: str) -> str:
    clean = tidy(text)
    if not clean:
        raise BadForm({field: "required"})
    if len(clean) > MAX_ANSWER:
        raise BadForm({field: "too-long"})
    return clean


def _tell(step: Step, complaint: Complaint, text: str) -> None:
    """Write to the complainant; an account is told by mail that there is something to read."""
    if text:
        step.say(complaint, "office", text)
    account = step.session.get(Account, complaint.account_id) if complaint.account_id else None
    if account is not None and account.email and account.verified_at and account.disabled_at is None:
        values = {"number": complaint.number, "path": f"/complaints/mine/{complaint.id}"}
        post.write(step.session, step.now, account, NEWS, values)


def staff_of(step: Step, office: str) -> list[Account]:
    """Give those who may be given a complaint of this office: its own staff, and administrators of no office."""
    query = (
        select(Account)
        .where(
            Account.role.in_(STAFF),
            or_(Account.office == office, (Account.role == Role.ADMINISTRATOR.value) & Account.office.is_(None)),
            Account.disabled_at.is_(None),
            Account.erased_at.is_(None),
        )
        .order_by(Account.name)
    )
    return list(step.session.scalars(query))

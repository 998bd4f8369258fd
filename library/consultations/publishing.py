"""Answers become knowledge: a closed case published as a question and an answer, in words that name nobody."""

from __future__ import annotations

import re

from sqlalchemy import select

from library import audit
from library.consultations import cases
from library.consultations.errors import CaseMovedOn
from library.consultations.views import AnswerView
from library.consultations.wording import MOST_TEXT, clean_line, required
from library.errors import BadForm, NotFound
from library.floor.step import Step
from library.ids import new_id
from library.jobs import outbox
from library.readers.own_office import refuse_other_office
from library.store.models import Account, Consultation, PublishedAnswer

JOB = "consultation.index"
MOST_QUESTION = 500
# An address; a telephone number or an identity number (nine digits and more, perhaps in groups).
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\d.,])(?:\+?62|0)8[\d\s-]{7,14}\d|(?<!\d)\d{16}(?!\d)")


def publish(step: Step, case: Consultation, question: str, answer: str) -> PublishedAnswer:
    """Publish a closed case, or change what was published of it.

    Raises:
        CaseMovedOn: it is not closed.
        BadForm: a text is missing, or holds the reader's name, an address, a telephone or identity number.
    """
    if case.state != "CLOSED":
        raise CaseMovedOn(f"case {case.id} is {case.state}")
    texts = {"question": required("question", question, MOST_QUESTION), "answer": required("answer", answer, MOST_TEXT)}
    personal = {name: "personal-data" for name, text in texts.items() if names_somebody(text, _known(step, case))}
    if personal:
        raise BadForm(personal)
    query = select(PublishedAnswer).where(PublishedAnswer.case_id == case.id)
    row = step.session.scalars(query).first() or PublishedAnswer(id=new_id(10), case_id=case.id)
    row.office, row.language, row.subject = case.office, case.language, case.subject
    row.question, row.answer = clean_line(texts["question"], MOST_QUESTION), texts["answer"]
    row.published_by, row.published_at, row.withdrawn_at = step.officer, step.now, None
    step.session.add(row)
    step.session.flush()
    cases.note(step, case, "published", answer=row.id)
    _changed(step, row, "answer.publish")
    return row


def _known(step: Step, case: Consultation) -> list[str]:
    account = step.session.get(Account, case.account_id) if case.account_id else None
    return [case.contact_name, case.contact, *([account.name, account.email or ""] if account else [])]


def names_somebody(text: str, known: list[str]) -> bool:
    """Say whether a text holds one of these names or addresses, or something that looks like somebody's number."""
    folded = " ".join(text.casefold().split())
    named = any(" ".join(one.casefold().split()) in folded for one in known if len(one.strip()) > 2)
    return named or bool(_ADDRESS.search(text) or _NUMBER.search(text))


def withdraw(step: Step, answer_id: str) -> None:
    """Take a published answer back.

    Raises:
        NotFound: there is none.
        NotAllowed: it is another office's.
    """
    row = find(step, answer_id)
    refuse_other_office(step.session, step.by, row.office)
    row.withdrawn_at = step.now
    _changed(step, row, "answer.withdraw")


def find(step: Step, answer_id: str) -> PublishedAnswer:
    """Give a published answer.

    Raises:
        NotFound: there is none, or it was withdrawn.
    """
    row = step.session.get(PublishedAnswer, answer_id)
    if row is None or row.withdrawn_at is not None:
        raise NotFound(what=answer_id)
    return row


def _changed(step: Step, row: PublishedAnswer, action: str) -> None:
    outbox.add(step.session, step.now, JOB, {"answer": row.id}, priority=4, dedupe=f"answer:{row.id}")
    audit.record(step.session, step.now, step.by, action, f"answer:{row.id}")


def show(row: PublishedAnswer) -> AnswerView:
    """Show a published answer."""
    return AnswerView(
        row.id, row.office, row.language, row.subject, row.question, row.answer, row.published_at, row.withdrawn_at
    )

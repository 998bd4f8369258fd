"""Asking back: SUBMITTED → NEEDS_INFO (a librarian's question, mailed) → SUBMITTED (the reader's answer).

The times of question and answer are those at which the clock of the request pauses and goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from library import audit
from library.errors import BadForm, LostRace
from library.readers.own_office import refuse_other_office
from library.softcopies import on_visit, requests
from library.store.models import Account, RequestQuestion, SoftcopyRequest, Work


def ask(session: Session, now: datetime, request_id: str, actor: str, question: str) -> SoftcopyRequest:
    """Ask the reader something before deciding; she is told by mail.

    Raises:
        BadForm: there is no question, or it is too long.
        LostRace: the request was decided, taken back or asked about already.
        NotAllowed: it is another office's.
        NotFound: there is no such request.
    """
    text = _checked("question", question)
    request = requests.get(session, request_id)
    refuse_other_office(session, actor, request.office)
    requests.move(session, request, ("SUBMITTED",), "NEEDS_INFO")
    known = session.get(Account, actor) is not None
    session.add(RequestQuestion(request_id=request.id, question=text, asked_by=actor if known else None, asked_at=now))
    work = session.get_one(Work, request.work_id)
    requests.tell(session, now, request, work, "request-question", question=text, path=f"/requests/{request.id}")
    audit.record(session, now, actor, "request.ask", f"request:{request.id}")
    on_visit.follow(session, now, request)
    return request


def answer(
    session: Session, now: datetime, request_id: str, account_id: str, text: str, *, actor: str | None = None
) -> SoftcopyRequest:
    """Answer as the request's reader; it waits for a librarian again, where it stood in the line.

    Raises:
        BadForm: there is no answer, or it is too long.
        LostRace: nothing is asked (any more).
        NotFound: the request is somebody else's.
    """
    words = _checked("answer", text)
    request = requests.own(session, request_id, account_id)
    requests.move(session, request, ("NEEDS_INFO",), "SUBMITTED")
    asked = open_question(session, request_id)
    if asked is None:
        raise LostRace(f"nothing is asked about {request_id}")
    asked.answer, asked.answered_at = words, now
    audit.record(session, now, actor or account_id, "request.answer", f"request:{request.id}")
    on_visit.follow(session, now, request)
    return request


def of_request(session: Session, request_id: str) -> Sequence[RequestQuestion]:
    """List what was asked about a request and answered, oldest first."""
    query = select(RequestQuestion).where(RequestQuestion.request_id == request_id).order_by(RequestQuestion.id)
    return session.scalars(query).all()


def open_question(session: Session, request_id: str) -> RequestQuestion | None:
    """Give the question that waits for its answer, if one does."""
    asked = [question for question in of_request(session, request_id) if question.answered_at is None]
    return asked[-1] if asked else None


def _checked(field: str, text: str) -> str:
    """Keep lines and letters of what was typed, and nothing that would act in a mail or on a page."""
    lines = ["".join(c for c in line if c.isprintable()).rstrip() for line in text.strip().splitlines()]
    kept = "\n".join(lines).strip()
    if not kept:
        raise BadForm({field: "required"})
    if len(kept) > requests.MAX_TEXT:
        raise BadForm({field: "too-long"})
    return kept

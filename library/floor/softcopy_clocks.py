"""C3: a softcopy asked for during a visit, from request to dispatch; it rests while the reader owes an answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from library.clocks import ClockKind, SoftcopyEvent, promise_of, softcopy_clock
from library.errors import NotFound
from library.floor import clock_rows
from library.floor.step import Step
from library.store.models import ClockRow, Copy, RequestQuestion, SoftcopyRequest, Visit

_REFUSED = ("REJECTED", "CANCELLED")


def follow(step: Step, request_id: str) -> None:
    """Bring the clock of a request up to date with its records; a closed one stays as it is.

    Raises:
        NotFound: there is no such request, or it was not made during a visit.
    """
    request = step.session.get(SoftcopyRequest, request_id)
    if request is None or request.visit_id is None:
        raise NotFound(what=request_id)
    row = _row(step, request_id)
    if row is not None and row.stopped_at is not None:
        return
    visit = step.visit(request.visit_id)
    office = step.office_of(visit)
    promise = promise_of(office, ClockKind.SOFTCOPY)
    assert promise is not None  # only C5 may be without one
    clock = softcopy_clock(_events(step, request, visit), promise, office.calendar)
    if row is None:
        clock_rows.keep(step.session, visit.office, _subject(request_id), clock)
    else:
        clock_rows.write(row, clock)
    step.note("softcopy", visit, request=request_id, state=request.state)


def _subject(request_id: str) -> str:
    return f"request:{request_id}"


def _row(step: Step, request_id: str) -> ClockRow | None:
    query = select(ClockRow).where(ClockRow.subject == _subject(request_id), ClockRow.kind == ClockKind.SOFTCOPY.value)
    return step.session.scalars(query).first()


def _events(step: Step, request: SoftcopyRequest, visit: Visit) -> Iterator[SoftcopyEvent]:
    yield SoftcopyEvent(request.submitted_at, "submitted")
    questions = select(RequestQuestion).where(RequestQuestion.request_id == request.id)
    for question in step.session.scalars(questions):
        yield SoftcopyEvent(question.asked_at, "needs_info")
        if question.answered_at is not None:
            yield SoftcopyEvent(question.answered_at, "info_given")
    if request.decided_at is not None:  # deciding needs no answer any more
        yield SoftcopyEvent(request.decided_at, "withdrawn" if request.state in _REFUSED else "info_given")
    dispatched = _dispatched_at(step, request)
    if dispatched is not None:
        yield SoftcopyEvent(dispatched, "dispatched")
    if visit.closing == "swept" and visit.closed_at is not None:
        yield SoftcopyEvent(visit.closed_at, "swept")


def _dispatched_at(step: Step, request: SoftcopyRequest) -> datetime | None:
    return step.session.scalars(select(Copy.dispatched_at).where(Copy.request_id == request.id)).first()


def follow_visit(step: Step, visit: Visit) -> None:
    """Bring the clocks of all requests of a visit up to date."""
    query = select(SoftcopyRequest.id).where(SoftcopyRequest.visit_id == visit.id)
    for request_id in step.session.scalars(query).all():
        follow(step, request_id)

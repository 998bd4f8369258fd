"""Finding a case, taking one step of its states, and writing down what happened."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from library.consultations.errors import CaseMovedOn
from library.errors import NotFound
from library.floor.step import Step, office_at
from library.offices import Office
from library.readers.own_office import refuse_other_office
from library.store.models import Consultation, ConsultationEvent, ConsultationMessage


def find(step: Step, case_id: str) -> Consultation:
    """Give a case.

    Raises:
        NotFound: there is none.
    """
    case = step.session.get(Consultation, case_id)
    if case is None:
        raise NotFound(what=case_id)
    return case


def own(step: Step, case_id: str, account_id: str) -> Consultation:
    """Give a case of this reader; somebody else's does not exist for her.

    Raises:
        NotFound: there is none of hers.
    """
    case = find(step, case_id)
    if case.account_id != account_id:
        raise NotFound(what=case_id)
    return case


def of_office(step: Step, case_id: str) -> Consultation:
    """Give a case to a member of the staff.

    Raises:
        NotFound: there is none.
        NotAllowed: it is another office's.
    """
    case = find(step, case_id)
    refuse_other_office(step.session, step.by, case.office)
    return case


def office_of(step: Step, case: Consultation) -> Office:
    """Give a case's office under the standard that the case keeps; its calendar is today's."""
    return office_at(step.session, step.office(case.office), case.version)


def move(step: Step, case: Consultation, states: tuple[str, ...], to: str, **values: object) -> None:
    """Take one step of the state table, if nobody else did first.

    Raises:
        CaseMovedOn: the case is in none of `states`.
    """
    statement = update(Consultation).where(Consultation.id == case.id, Consultation.state.in_(states))
    if step.session.execute(statement.values(state=to, **values)).rowcount != 1:  # type: ignore[attr-defined]
        raise CaseMovedOn(f"case {case.id} is {case.state}, not in {states}")
    step.session.refresh(case)


def note(step: Step, case: Consultation, kind: str, **details: Any) -> None:
    """Append the event of this deed; `details` are codes, ids and instants, never what a person wrote."""
    values = {"office": case.office, "version": case.version, "actor": step.by, "details": details}
    step.session.add(ConsultationEvent(at=step.now, case_id=case.id, kind=kind, **values))
    step.session.flush()


def write(
    step: Step,
    case: Consultation,
    by: str,
    kind: str,
    text: str,
    *,
    channel: str = "application",
    mail_id: str | None = None,
) -> ConsultationMessage:
    """Add a message; `by` is user, officer or system."""
    author = case.account_id if by == "user" else step.person  # the event says who wrote down what a user said
    message = ConsultationMessage(case_id=case.id, at=step.now, by=by, kind=kind, text=text, channel=channel)
    message.account_id, message.mail_id = author, mail_id
    step.session.add(message)
    step.session.flush()
    return message


def last_event(step: Step, case_id: str) -> int:
    """Give the number of a case's last event, 0 for none: what a page that follows it asks about."""
    query = select(ConsultationEvent.seq).where(ConsultationEvent.case_id == case_id)
    return step.session.scalar(query.order_by(ConsultationEvent.seq.desc()).limit(1)) or 0


def first_message(step: Step, case: Consultation) -> ConsultationMessage:
    """Give the question with which a case began."""
    query = select(ConsultationMessage).where(ConsultationMessage.case_id == case.id)
    return step.session.scalars(query.order_by(ConsultationMessage.id).limit(1)).one()


def messages(step: Step, case: Consultation) -> list[ConsultationMessage]:
    """List what was written in a case, oldest first, notes of the staff included."""
    query = select(ConsultationMessage).where(ConsultationMessage.case_id == case.id)
    return list(step.session.scalars(query.order_by(ConsultationMessage.id)))

"""A meeting that follows an answer: a visit or a Zoom meeting with its date, its place, and a calendar file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import select

from library.consultations import case_clocks, cases, conversation, letters
from library.consultations.calendar_file import calendar_file
from library.consultations.wording import clean_line, clean_text
from library.errors import BadForm, NotFound
from library.floor.step import Step
from library.store.models import Consultation, ConsultationAppointment

SHORTEST, LONGEST = 5, 8 * 60
"""Minutes that a meeting may last."""
AHEAD = timedelta(days=366)
_MOST_PLACE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpForm:
    """When and where. `place` is the meeting's address for Zoom, else where to come to."""

    kind: str
    starts_at: datetime
    minutes: int
    place: str
    text: str = ""


def offer(step: Step, case: Consultation, form: FollowUpForm) -> ConsultationAppointment:
    """Make an appointment; until it is over C5 rests. One that stood before is called off.

    Raises:
        BadForm: the office offers no such meeting, it lies in the past, or its place is missing.
        CaseMovedOn: the case is closed.
    """
    _check(step, case, form)
    for earlier in _standing(step, case):
        earlier.cancelled_at = step.now
    made = ConsultationAppointment(case_id=case.id, kind=form.kind, place=clean_line(form.place, _MOST_PLACE))
    made.starts_at, made.ends_at = form.starts_at, form.starts_at + timedelta(minutes=form.minutes)
    made.made_at, made.made_by = step.now, step.officer
    step.session.add(made)
    step.session.flush()
    words = clean_text(form.text)
    conversation.speak(step, case, words, kind="follow_up")
    cases.move(step, case, ("AWAITING_USER", "FOLLOW_UP"), "FOLLOW_UP")
    cases.note(step, case, "follow_up", appointment=made.id, meeting=form.kind, starts=made.starts_at.isoformat())
    zone = step.office(case.office).calendar.zone
    when = f"{made.starts_at.astimezone(zone):%d-%m-%Y %H:%M} ({zone.key})"
    letters.tell(
        step, case, f"case-meeting-{form.kind}", text=words, when=when, place=made.place, calendar=file_of(case, made)
    )
    return made


def _check(step: Step, case: Consultation, form: FollowUpForm) -> None:
    problems = {}
    if form.kind not in cases.office_of(step, case).rules.online.follow_up.value:
        problems["kind"] = "choice-invalid"
    if not step.now < form.starts_at < step.now + AHEAD:
        problems["starts_at"] = "time-invalid"
    if not SHORTEST <= form.minutes <= LONGEST:
        problems["minutes"] = "choice-invalid"
    if not clean_line(form.place, _MOST_PLACE):
        problems["place"] = "required"
    elif form.kind == "zoom" and urlsplit(form.place.strip()).scheme != "https":
        problems["place"] = "link-invalid"
    if problems:
        raise BadForm(problems)


def call_off(step: Step, case: Consultation) -> None:
    """Cancel the appointment that stands; the reader is told, and her days go on.

    Raises:
        NotFound: none stands.
        CaseMovedOn: the case is closed.
    """
    standing = _standing(step, case)
    if not standing:
        raise NotFound(what="janji / appointment")
    for each in standing:
        each.cancelled_at = step.now
    step.session.flush()
    _go_on(step, case, "called_off")
    letters.tell(step, case, "case-called-off")


def end_past(step: Step, case: Consultation) -> None:
    """Go on after an appointment that is over."""
    if not _standing(step, case):
        _go_on(step, case, "met")


def _go_on(step: Step, case: Consultation, kind: str) -> None:
    cases.move(step, case, ("FOLLOW_UP",), "AWAITING_OFFICER" if _user_waits(step, case) else "AWAITING_USER")
    case_clocks.suspend(step, case)
    cases.note(step, case, kind)


def _user_waits(step: Step, case: Consultation) -> bool:
    """Say whether she wrote after the office did."""
    spoken = [message for message in cases.messages(step, case) if message.kind != "note"]
    return bool(spoken) and spoken[-1].by == "user"


def _standing(step: Step, case: Consultation) -> list[ConsultationAppointment]:
    query = select(ConsultationAppointment).where(
        ConsultationAppointment.case_id == case.id,
        ConsultationAppointment.cancelled_at.is_(None),
        ConsultationAppointment.ends_at > step.now,
    )
    return list(step.session.scalars(query))


def of_case(step: Step, case: Consultation) -> list[ConsultationAppointment]:
    """List the appointments of a case, the first first."""
    query = select(ConsultationAppointment).where(ConsultationAppointment.case_id == case.id)
    return list(step.session.scalars(query.order_by(ConsultationAppointment.starts_at)))


def one(step: Step, case: Consultation, appointment_id: str) -> ConsultationAppointment:
    """Give an appointment of a case.

    Raises:
        NotFound: there is none.
    """
    row = step.session.get(ConsultationAppointment, appointment_id)
    if row is None or row.case_id != case.id:
        raise NotFound(what=appointment_id)
    return row


def file_of(case: Consultation, appointment: ConsultationAppointment) -> str:
    """Write the calendar file of an appointment."""
    return calendar_file(
        uid=f"{appointment.id}@{case.number}",
        made_at=appointment.made_at,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        title=f"{case.number} {case.title}",
        place=appointment.place,
        cancelled=appointment.cancelled_at is not None,
    )

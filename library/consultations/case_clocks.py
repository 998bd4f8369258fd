"""The clocks of a case on file: C4 until the first answer, C5 while its user is silent.

What they are is computed by `library.clocks`; here a row is written when one begins, rests, or ends.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from library.clocks import Clock, ClockKind, Ending, Pause, Stop, promise_of, read_clock, stop_clock
from library.consultations.cases import office_of
from library.floor import clock_rows
from library.floor.step import Step
from library.store.models import ClockRow, Consultation, ConsultationAppointment

PREFIX = "case:"


def subject_of(case: Consultation) -> str:
    """Name a case in the clocks' table."""
    return PREFIX + case.id


def open_clock(step: Step, case: Consultation, kind: ClockKind) -> ClockRow | None:
    """Give the clock of a case that still runs."""
    return clock_rows.open_row(step.session, subject_of(case), kind)


def of_case(step: Step, case: Consultation) -> list[ClockRow]:
    """List all clocks of a case, the first to start first."""
    query = select(ClockRow).where(ClockRow.subject == subject_of(case))
    return list(step.session.scalars(query.order_by(ClockRow.start, ClockRow.stopped_at.is_(None), ClockRow.id)))


# C4


def owe_answer(step: Step, case: Consultation, since: datetime | None = None) -> None:
    """Start C4, unless it runs or the first answer was given."""
    if case.first_answer_at is None and open_clock(step, case, ClockKind.ANSWER) is None:
        _start(step, case, ClockKind.ANSWER, since or step.now)


def ask_back(step: Step, case: Consultation) -> None:
    """A clarification cancels C4; where the office counts from the submission it changes nothing."""
    if office_of(step, case).rules.online.answer_starts.value == "clear":
        _stop(step, case, ClockKind.ANSWER, Ending.CANCELLED)


def answered(step: Step, case: Consultation) -> None:
    """Stop C4: an officer has written."""
    _stop(step, case, ClockKind.ANSWER, Ending.SERVED)


# C5


def user_is_silent(step: Step, case: Consultation) -> None:
    """Start C5 from this message of an officer; one that ran since an earlier message ends."""
    _stop(step, case, ClockKind.INACTIVITY, Ending.CANCELLED)
    _start(step, case, ClockKind.INACTIVITY, step.now)


def user_spoke(step: Step, case: Consultation) -> None:
    """Any message of the user ends C5, by any channel."""
    _stop(step, case, ClockKind.INACTIVITY, Ending.SERVED)


def silence_is_over(step: Step, case: Consultation) -> None:
    """The user's days are over without a word."""
    _stop(step, case, ClockKind.INACTIVITY, Ending.EXPIRED)


def suspend(step: Step, case: Consultation) -> None:
    """Let C5 rest over the appointments as they stand now; the days that they touch do not count."""
    row = open_clock(step, case, ClockKind.INACTIVITY)
    if row is not None:
        promise, calendar = clock_rows.read(row).promise, office_of(step, case).calendar
        clock_rows.write(row, read_clock(row.start, promise, calendar, pauses=_pauses(step, case)))


def end_all(step: Step, case: Consultation) -> None:
    """Close what still runs with the case: unanswered within the limit is excluded, after it a breach."""
    _stop(step, case, ClockKind.ANSWER, Ending.LEFT)
    _stop(step, case, ClockKind.INACTIVITY, Ending.LEFT)


def change_office(step: Step, case: Consultation) -> None:
    """Go on under the office that has the case now: the old clocks end, the new ones count from the same start.

    The reader waits no longer because two offices talked. A clock that was late already stays the old office's breach,
    and the new office, which could keep nothing, counts from now; as it does where its own days would be over.
    """
    for kind in (ClockKind.ANSWER, ClockKind.INACTIVITY):
        row = open_clock(step, case, kind)
        if row is not None:
            calendar = step.office(row.office).calendar
            clock_rows.write(row, stop_clock(clock_rows.read(row), Stop(step.now, Ending.CANCELLED), calendar))
            going_on = _clock(step, case, kind, row.start)
            ends = (row.due, going_on.due if going_on else None)
            past = any(due is not None and due <= step.now for due in ends)
            _start(step, case, kind, step.now if past else row.start)


def _start(step: Step, case: Consultation, kind: ClockKind, at: datetime) -> None:
    clock = _clock(step, case, kind, at)
    if clock is not None:
        clock_rows.keep(step.session, case.office, subject_of(case), clock)


def _clock(step: Step, case: Consultation, kind: ClockKind, at: datetime) -> Clock | None:
    """Read the clock that begins at an instant; None where nobody closes a silent conversation by rule."""
    office = office_of(step, case)
    promise = promise_of(office, kind)
    if promise is None:
        return None
    pauses = _pauses(step, case) if kind is ClockKind.INACTIVITY else ()
    return read_clock(at, promise, office.calendar, pauses=pauses)


def _stop(step: Step, case: Consultation, kind: ClockKind, ending: Ending) -> None:
    row = open_clock(step, case, kind)
    if row is not None:
        calendar = office_of(step, case).calendar
        clock_rows.write(row, stop_clock(clock_rows.read(row), Stop(step.now, ending), calendar))


def _pauses(step: Step, case: Consultation) -> tuple[Pause, ...]:
    """Give the stretches in which an appointment stood: from when it was made until it was over or called off."""
    query = select(ConsultationAppointment).where(ConsultationAppointment.case_id == case.id)
    spans = ((each.made_at, each.cancelled_at or each.ends_at) for each in step.session.scalars(query))
    return tuple(Pause(start, end) for start, end in spans if end > start)

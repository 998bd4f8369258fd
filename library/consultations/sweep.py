"""The round of the cases: warnings a working day ahead, tasks, closing by rule, and due dates that holidays move."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from library import audit
from library.clocks import ClockKind, recompute
from library.consultations import assigning, case_clocks, cases, closing, following, letters
from library.floor import clock_rows
from library.floor.step import Step
from library.store.models import Account, ClockRow, Consultation, ConsultationAppointment, ConsultationEvent


def sweep(step: Step, office: str) -> int:
    """Do what time asks for in an office's cases; give how many it touched. Doing it twice changes nothing."""
    touched = assigning.release_orphans(step, office) + _end_appointments(step, office)
    for row in _open_rows(step, office):
        case = cases.find(step, row.subject.removeprefix(case_clocks.PREFIX))
        if row.kind == ClockKind.INACTIVITY and row.due is not None and row.due <= step.now:
            _silent_for_good(step, case)
            touched += 1
        elif row.warns_at is not None and row.warns_at <= step.now and not _is_warned(step, case, row):
            touched += _warn(step, case, row)
    return touched


def _open_rows(step: Step, office: str) -> list[ClockRow]:
    query = select(ClockRow).where(
        ClockRow.office == office,
        ClockRow.stopped_at.is_(None),
        ClockRow.subject.startswith(case_clocks.PREFIX, autoescape=True),
    )
    return list(step.session.scalars(query.order_by(ClockRow.due, ClockRow.id)))


def _end_appointments(step: Step, office: str) -> int:
    past = select(ConsultationAppointment.case_id).where(ConsultationAppointment.ends_at <= step.now)
    query = select(Consultation).where(
        Consultation.office == office, Consultation.state == "FOLLOW_UP", Consultation.id.in_(past)
    )
    meeting = step.session.scalars(query).all()
    for case in meeting:
        following.end_past(step, case)
    return sum(case.state != "FOLLOW_UP" for case in meeting)


def _silent_for_good(step: Step, case: Consultation) -> None:
    """Close the case, or ask an officer to, as the office's standard says."""
    case_clocks.silence_is_over(step, case)
    if cases.office_of(step, case).rules.online.inactivity.value.by == "system":
        closing.close(step, case, "no_response")
        return
    case.close_task_at = step.now
    cases.note(step, case, "close_task")


def _is_warned(step: Step, case: Consultation, row: ClockRow) -> bool:
    query = select(ConsultationEvent.details).where(
        ConsultationEvent.case_id == case.id, ConsultationEvent.kind == "warned"
    )
    return any(details["clock"] == row.id for details in step.session.scalars(query))


def _warn(step: Step, case: Consultation, row: ClockRow) -> bool:
    """Tell whoever has to write next, the officers of C4, the reader of C5; False: no officer is there to be told."""
    when = _local(step, case, row.due)
    if row.kind == ClockKind.ANSWER:
        if not letters.tell_officers(step, case, _who_owes(step, case), letters.DUE, when=when):
            return False
    else:
        rule = cases.office_of(step, case).rules.online.inactivity.value
        letters.tell(step, case, f"case-warning-{rule.by}", when=when)
    cases.note(step, case, "warned", clock=row.id, due=_iso(row.due))
    return True


def _who_owes(step: Step, case: Consultation) -> list[Account]:
    """Give the officer who has the case, else all of its office, else those who serve every office."""
    able = assigning.officers(step, case.office)
    chosen = [one for one in able if one.id == case.officer_id] if case.officer_id else []
    return chosen or [one for one in able if one.office == case.office] or able


def holidays_changed(step: Step, office: str) -> int:
    """Recompute the open clocks of the cases under today's calendar, keep old and new, and write it into the case."""
    calendar, changed = step.office(office).calendar, 0
    for row in _open_rows(step, office):
        before = clock_rows.read(row)
        after = recompute(before, calendar)
        if after == before:
            continue
        clock_rows.write(row, after)
        details = {"before": _iso(before.due), "after": _iso(after.due), "provisional": after.provisional}
        audit.record(step.session, step.now, step.by, "clock.moved", f"clock:{row.id}", **details)
        case = cases.find(step, row.subject.removeprefix(case_clocks.PREFIX))
        cases.note(step, case, "due_moved", clock=row.kind, **details)
        changed += 1
    return changed


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _local(step: Step, case: Consultation, at: datetime | None) -> str:
    zone = step.office(case.office).calendar.zone
    return f"{at.astimezone(zone):%d-%m-%Y %H:%M}" if at else "—"

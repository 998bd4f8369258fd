"""The register of complaints without anybody's name or words, for the office's reports and for publication."""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from datetime import date, timedelta
from io import StringIO

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import defer

from library.feedback.complaints.step import DEADLINE, Step
from library.feedback.complaints.views import is_late
from library.periods import Period
from library.store.models import Complaint, ComplaintEvent


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: dates are the office's local days, of a reopened one its last; `in_time`: no deadline was ever missed.

    `in_time` is empty while it is open and not late.
    """

    number: str
    office: str
    received: date
    channel: str
    service: str
    topic: str
    state: str
    due: date
    settled: date | None
    in_time: bool | None
    lapor: str


def count(step: Step, office_code: str, period: Period) -> int:
    """Count the complaints received in a period."""
    return step.session.scalar(select(func.count()).where(*_received(step, office_code, period))) or 0


def register(step: Step, office_code: str, period: Period, *, start: int = 0, most: int | None = None) -> list[Entry]:
    """Give the complaints received in a period, the oldest first: all, or at most `most` after the first `start`."""
    written = (Complaint.text, Complaint.about_text, Complaint.name, Complaint.email, Complaint.phone)
    query = (
        select(Complaint)
        .options(*map(defer, written))  # none of it stands in the register
        .where(*_received(step, office_code, period))
        .order_by(Complaint.received_at, Complaint.number)
        .offset(start)
        .limit(most)
    )
    missed = _missed_before(step, office_code)
    return [
        _entry(step, row, late=row.id in missed or is_late(row, step.now)) for row in step.session.scalars(query).all()
    ]


def _received(step: Step, office_code: str, period: Period) -> tuple[ColumnElement[bool], ...]:
    calendar = step.office(office_code).calendar
    begin, end = calendar.end_of_day(period.first - timedelta(days=1)), calendar.end_of_day(period.last)
    return Complaint.office == office_code, Complaint.received_at >= begin, Complaint.received_at < end


def _missed_before(step: Step, office_code: str) -> set[str]:
    """Give the complaints of which a deadline was missed, also one before they were reopened."""
    query = (
        select(ComplaintEvent.complaint_id)
        .join(Complaint, Complaint.id == ComplaintEvent.complaint_id)
        .where(Complaint.office == office_code, ComplaintEvent.details[DEADLINE].as_string() == "breached")
    )
    return set(step.session.scalars(query))


def _entry(step: Step, row: Complaint, *, late: bool) -> Entry:
    calendar = step.office(row.office).calendar
    settled = None if row.settled_at is None else calendar.local_date(row.settled_at)
    return Entry(
        number=row.number,
        office=row.office,
        received=calendar.local_date(row.received_at),
        channel=row.channel,
        service=row.service,
        topic=row.topic,
        state=row.state,
        due=calendar.local_date(row.due_at),
        settled=settled,
        in_time=None if settled is None and not late else not late,
        lapor=row.lapor,
    )


def as_csv(entries: list[Entry]) -> str:
    """Write the register as CSV (RFC 4180), with a header."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    names = [field.name for field in fields(Entry)]
    writer.writerow(names)
    writer.writerows([_cell(getattr(entry, name)) for name in names] for entry in entries)
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    # A spreadsheet would run what begins like a formula.
    return f"'{text}" if text.startswith(tuple("=+-@\t\r")) else text

"""By when a complaint is settled: closing time of the n-th working day after it was received or reopened."""

from __future__ import annotations

from datetime import datetime

from library.offices import Office


def due_after(office: Office, start: datetime) -> datetime:
    """Give the instant; n is the office's `feedback.complaint_working_days`. A later holiday moves it."""
    calendar = office.calendar
    day = calendar.working_day(calendar.local_date(start), office.rules.feedback.complaint_working_days.value)
    return calendar.closing(day) or calendar.end_of_day(day)


def in_time(settled: datetime, due: datetime) -> bool:
    """Say whether the promise was kept; the last instant still counts."""
    return settled <= due

"""Whether the door is open: hours, the last ticket, the end of the day."""

from __future__ import annotations

from datetime import datetime

from library.floor.errors import NoTickets, OfficeClosed
from library.floor.views import OpenState
from library.offices import Office


def open_state(office: Office, now: datetime) -> OpenState:
    """Say how open the office is at `now`."""
    calendar = office.calendar
    day = calendar.local_date(now)
    closes, last = calendar.closing(day), last_ticket(office, now)
    return OpenState(
        now=now,
        is_working_day=closes is not None,
        is_open=calendar.is_open(now),
        opens_at=None if calendar.is_open(now) else _next_opening(office, now),
        closes_at=closes,
        last_ticket_at=last,
        takes_visitors=closes is not None and now < closes,
        gives_tickets=last is not None and now <= last,
    )


def last_ticket(office: Office, now: datetime) -> datetime | None:
    """Give the last instant of the local day at which a number is given; None on a closed day."""
    calendar = office.calendar
    return calendar.last_ticket(calendar.local_date(now), office.rules.queue.last_ticket_minutes.value)


def _next_opening(office: Office, now: datetime) -> datetime | None:
    calendar = office.calendar
    day = calendar.local_date(now)
    later = (span.start for span in calendar.spans(day) if span.start > now)
    return next(later, None) or calendar.opening(calendar.working_day(day, 1))


def refuse_closed(office: Office, now: datetime, channel: str) -> None:
    """Let nobody in by herself once the day is over; who comes early may wait, and the front desk may let in anybody.

    Raises:
        OfficeClosed: it is too late, or a closed day.
    """
    if channel != "desk" and not open_state(office, now).takes_visitors:
        raise OfficeClosed(f"{office.code} at {now}")


def refuse_late_ticket(office: Office, now: datetime) -> None:
    """Give no number that could not be served before closing.

    Raises:
        NoTickets: it is after the last ticket, or a closed day.
    """
    if not open_state(office, now).gives_tickets:
        raise NoTickets(f"{office.code} at {now}")

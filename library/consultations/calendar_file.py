"""A calendar file with one event (RFC 5545), as every calendar program takes it."""

from __future__ import annotations

from datetime import UTC, datetime


def calendar_file(
    *,
    uid: str,
    made_at: datetime,
    starts_at: datetime,
    ends_at: datetime,
    title: str,
    place: str,
    cancelled: bool = False,
) -> str:
    """Write the file; all instants are aware, lines end with CR LF."""
    # Only here: loading it takes a quarter of a second, which every start of every command would wait for.
    from icalendar import Calendar, Event

    event = Event()
    event.add("uid", uid)
    # In UTC the file needs no description of a time zone, which programs read differently.
    event.add("dtstamp", made_at.astimezone(UTC))
    event.add("dtstart", starts_at.astimezone(UTC))
    event.add("dtend", ends_at.astimezone(UTC))
    event.add("summary", title)
    event.add("location", place)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Pustaka//Consultation//ID")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written.decode()

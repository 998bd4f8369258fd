"""Reading holidays from a file that a ministry or a calendar program wrote: CSV or iCalendar (RFC 5545)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from icalendar import Calendar

from library.errors import BadInput
from library.offices import SpecialDay, Words
from library.revisions.holidays import MAX_NAME, MOST_DAYS

MAX_BYTES = 256 << 10
FIRST_YEAR, LAST_YEAR = 1900, 9990
"""Beyond these stand no holidays, and days cannot be counted on from there."""
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_LOCAL = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_HEADINGS = frozenset({"date", "tanggal", "day", "hari"})
_OPEN = frozenset({"open", "buka"})


def read_holidays(data: bytes) -> tuple[SpecialDay, ...]:
    """Read a file of at most 256 KiB.

    CSV has a line a day: date (2027-03-10 or 10/03/2027), name in Indonesian, name in English (else the same), and
    `open` where the office opens although the nation rests. An iCalendar's events of whole days close the office.

    Raises:
        BadInput: it is neither; the line or the event is named.
    """
    if len(data) > MAX_BYTES:
        raise BadInput(what="berkas lebih dari 256 KiB / the file has more than 256 KiB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise BadInput(what="berkas bukan teks UTF-8 / the file is not UTF-8 text") from exc
    days = tuple(_events(text) if text.lstrip()[:15].upper() == "BEGIN:VCALENDAR" else _lines(text))
    if not days:
        raise BadInput(what="tidak ada hari di berkas ini / there is no day in this file")
    if len(days) > MOST_DAYS:
        raise BadInput(what=f"lebih dari {MOST_DAYS} hari / more than {MOST_DAYS} days")
    return days


def _lines(text: str) -> Iterator[SpecialDay]:
    separator = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=separator, strict=True), start=1):
            cells = [" ".join(cell.split()) for cell in row]
            if not any(cells) or (number == 1 and cells[0].lower() in _HEADINGS):
                continue
            yield _line(number, cells)
    except csv.Error as exc:
        raise BadInput(what=f"CSV: {exc}") from exc


def _line(number: int, cells: list[str]) -> SpecialDay:
    day = _day(cells[0])
    if day is None:
        raise BadInput(what=f"baris {number}: “{cells[0][:40]}” bukan tanggal / line {number}: not a date")
    name = cells[1] if len(cells) > 1 else ""
    english = cells[2] if len(cells) > 2 and cells[2] else name
    if not name or max(len(name), len(english)) > MAX_NAME:
        raise BadInput(what=f"baris {number}: nama hari / line {number}: the day's name")
    return SpecialDay(day, open=len(cells) > 3 and cells[3].lower() in _OPEN, name=Words(name, english))


def _day(text: str) -> date | None:
    iso, local = _ISO.fullmatch(text), _LOCAL.fullmatch(text)
    parts = iso.groups() if iso else tuple(reversed(local.groups())) if local else None
    try:
        return date(*map(int, parts)) if parts else None
    except ValueError:
        return None


def _events(text: str) -> Iterator[SpecialDay]:
    try:
        events = Calendar.from_ical(text).walk("VEVENT")
    except (ValueError, KeyError, IndexError) as exc:
        raise BadInput(str(exc), what="iCalendar") from exc
    for number, event in enumerate(events, start=1):
        name = " ".join(str(event.get("SUMMARY", "")).split())[:MAX_NAME]
        start = getattr(event.get("DTSTART"), "dt", None)
        if not name or not isinstance(start, date) or isinstance(start, datetime):
            raise BadInput(what=f"acara {number} bukan hari penuh bernama / event {number} is no named whole day")
        if not FIRST_YEAR <= start.year <= LAST_YEAR:
            raise BadInput(what=f"acara {number}: tahun {start.year} / event {number}: year {start.year}")
        end = getattr(event.get("DTEND"), "dt", None)
        last = end if isinstance(end, date) and not isinstance(end, datetime) and end > start else start + timedelta(1)
        for offset in range(min((last - start).days, MOST_DAYS + 1)):
            yield SpecialDay(start + timedelta(offset), open=False, name=Words(name, name))

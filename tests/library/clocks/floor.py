"""What the tests of the clocks share: an office in Jakarta time with its own table of holidays."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from library.clocks import CalendarDays, ClockKind, Limit, OpenMinutes, Promise, WorkingDays
from library.offices import OfficeCalendar, SpecialDay, Words, load_offices, packaged_offices

OFFICES = {office.slug: office for office in load_offices(packaged_offices())}
CALENDAR: OfficeCalendar = OFFICES["metro"].calendar
WIB = ZoneInfo("Asia/Jakarta")
MINUTE = timedelta(minutes=1)
TICK = timedelta(microseconds=1)


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


def special(day: str, *, is_open: bool) -> SpecialDay:
    return SpecialDay(datetime.fromisoformat(day).date(), open=is_open, name=Words("Ketetapan", "Declared"))


def promise(kind: ClockKind, limit: Limit | None = None) -> Promise:
    usual: dict[ClockKind, Limit] = {
        ClockKind.CONSULTATION: OpenMinutes(10),
        ClockKind.LIBRARY: OpenMinutes(5),
        ClockKind.SOFTCOPY: OpenMinutes(5),
        ClockKind.ANSWER: WorkingDays(3),
        ClockKind.INACTIVITY: CalendarDays(7),
    }
    return Promise(kind, limit or usual[kind], "v1")

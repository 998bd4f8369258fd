"""An office's promises in numbers, each with who said it: the office in its document, or a default."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from library.offices import Office
from library.offices.hours import WEEKDAYS, Interval

A_MONDAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised, in words; `is_default`: the value is not the office's own."""

    name: str
    text: str
    is_default: bool


def promises(office: Office) -> list[Promise]:
    """Give the promises that a visitor asks about first."""
    rules = office.rules
    wait, library = rules.consultation.limit_minutes, rules.library.limit_minutes
    answer, days = rules.online.answer_working_days, rules.softcopy.link_days
    return [
        Promise(_("Consultation in person begins within"), _minutes(wait.value), wait.is_default),
        Promise(_("Library service begins within"), _minutes(library.value), library.is_default),
        Promise(_("Online question is answered within"), _working_days(answer.value), answer.is_default),
        Promise(_("A copy stays ready for"), _days(days.value), days.is_default),
    ]


def _minutes(count: int) -> str:
    return str(ngettext("%(num)s minute", "%(num)s minutes", count))


def _working_days(count: int) -> str:
    return str(ngettext("%(num)s working day", "%(num)s working days", count))


def _days(count: int) -> str:
    return str(ngettext("%(num)s day", "%(num)s days", count))


def weekdays(office: Office) -> list[tuple[str, str]]:
    """Give each weekday's name and opening hours in local time."""
    week = office.hours.hours.value
    return [(_weekday(number), _open(getattr(week, day))) for number, day in enumerate(WEEKDAYS)]


def _weekday(number: int) -> str:
    return str(format_date(A_MONDAY + timedelta(days=number), "EEEE", locale=get_locale()))


def _open(intervals: tuple[Interval, ...]) -> str:
    return " · ".join(str(interval) for interval in intervals) or _("Closed")

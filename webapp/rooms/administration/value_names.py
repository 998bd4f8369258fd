"""Names for the values that a version changes: their places in a file, in words."""

from __future__ import annotations

import re
from datetime import date

from babel.dates import format_date
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

_NAMES: dict[str, LazyString] = {
    "complete": _l("The decree of this year"),
    "calendar": _l("Calendar"),
    "hours": _l("Opening hours"),
    "overrides": _l("Other hours for a while, such as Ramadan"),
    "mon": _l("Monday"),
    "tue": _l("Tuesday"),
    "wed": _l("Wednesday"),
    "thu": _l("Thursday"),
    "fri": _l("Friday"),
    "sat": _l("Saturday"),
    "sun": _l("Sunday"),
    "first": _l("First day"),
    "last": _l("Last day"),
    "letterhead": _l("How to reach the office"),
    "address": _l("Address"),
    "postal_codes": _l("Postal codes"),
    "phone": _l("Telephone"),
    "site": _l("Website"),
    "rules": _l("Rules"),
    "services": _l("Service standard"),
    "counters": _l("Counters"),
    "lockers": _l("Lockers"),
    "last_ticket_minutes": _l("Minutes before closing at which the last number is given"),
    "rating_days": _l("Days for which a rating invitation lives"),
    "complaint_working_days": _l("Working days until a complaint is answered"),
    "question": _l("Question"),
    "answers": _l("Answers"),
    "name": _l("Name"),
    "title": _l("Title"),
    "text": _l("Text"),
    "body": _l("Text"),
    "subject": _l("Subject"),
    "version": _l("Version of the questions"),
    "use": _l("Offered"),
    "gone": _l("Offer it no more"),
}
_LANGUAGES = {"id": "Indonesia", "en": "English"}
_PART = re.compile(r"([^.\[\]]+)(?:\[([^\]]*)\])?")


def value_name(path: str) -> str:
    """Say where a value stands: `calendar.hours.mon` is “Calendar › Opening hours › Monday”; unknown parts stay."""
    try:
        return str(format_date(date.fromisoformat(path), "EEEE, d MMMM y", locale=get_locale()))
    except ValueError:
        return " › ".join(_word(*part.groups()) for part in _PART.finditer(path))


def _word(key: str, place: str | None) -> str:
    word = str(_NAMES.get(key) or _LANGUAGES.get(key) or key)
    return f"{word} {place}" if place else word

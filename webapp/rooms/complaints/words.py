"""The words of a complaint's states, steps, channels and deeds."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from flask_babel.speaklater import LazyString

STATES: dict[str, LazyString] = {
    "RECEIVED": _l("Received"),
    "REGISTERED": _l("Registered"),
    "CLASSIFIED": _l("Read and sorted"),
    "ASSIGNED": _l("Given to an officer"),
    "IN_PROGRESS": _l("Being dealt with"),
    "WAITING_COMPLAINANT": _l("Waits for your answer"),
    "RESOLVED": _l("Settled"),
    "CLOSED": lazy_pgettext("complaint", "Closed"),
    "FORWARDED": _l("Handed on to LAPOR!"),
    "REJECTED": _l("Not taken up"),
    "REOPENED": _l("Opened again"),
}
KINDS = {"RESOLVED": "good", "CLOSED": "good", "WAITING_COMPLAINANT": "warn", "REJECTED": "bad"}
"""Colours of chips; the word says it all."""

STEPS: dict[str, LazyString] = {
    "receive": _l("Received"),
    "register": _l("Registered"),
    "classify": _l("Read and sorted"),
    "assign": _l("Given to an officer"),
    "start": _l("Being dealt with"),
    "ask": _l("The office asked something"),
    "answer": _l("You answered"),
    "resolve": _l("Settled"),
    "close": lazy_pgettext("complaint", "Closed"),
    "forward": _l("Handed on to LAPOR!"),
    "reject": _l("Not taken up"),
    "reopen": _l("Opened again"),
    "note": _l("Note of the staff"),
    "written": _l("Something was added"),
    "due_moved": _l("Deadline moved with the calendar"),
}

CHANNELS: dict[str, LazyString] = {
    "web": _l("Form on this site"),
    "box": _l("Suggestion box"),
    "website": _l("Another website"),
    "email": _l("E-mail"),
    "whatsapp": _l("WhatsApp"),
    "phone": _l("Telephone"),
}

DEEDS: dict[str, LazyString] = {
    "classify": lazy_pgettext("complaint", "Sort it"),
    "assign": lazy_pgettext("complaint", "Give it to an officer"),
    "start": lazy_pgettext("complaint", "Begin"),
    "ask": lazy_pgettext("complaint", "Ask the complainant"),
    "resolve": lazy_pgettext("complaint", "Say what was done"),
    "forward": lazy_pgettext("complaint", "Hand on to LAPOR!"),
    "reject": lazy_pgettext("complaint", "Do not take it up"),
}

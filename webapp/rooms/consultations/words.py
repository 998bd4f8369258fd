"""A case's state, channels and files in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from library.consultations import CaseLine, CaseView, EventView
from webapp.language import formats

CHANNELS: dict[str, LazyString] = {
    "application": _l("Application"),
    "whatsapp": _l("WhatsApp"),
    "social_media": _l("Social media"),
    "email": _l("E-mail"),
    "telephone": _l("Telephone"),
    "visit": _l("Visit"),
}
OUTCOMES: dict[str, LazyString] = {
    "resolved": _l("Answered"),
    "no_response": _l("No reply of the user"),
    "cancelled": _l("Cancelled"),
}
MEETINGS: dict[str, LazyString] = {"visit": _l("Visit to the office"), "zoom": _l("Zoom meeting")}
KINDS: dict[str, LazyString] = {
    "clarification": _l("Question back"),
    "answer": _l("Answer"),
    "follow_up": _l("Invitation"),
    "note": _l("Note for the staff"),
}


def say(words: dict[str, LazyString], code: str) -> str:
    """Give the words of a code; a code without words is shown as it is."""
    return str(words.get(code, code))


@dataclass(frozen=True, slots=True)
class Shown:
    """A state as a chip, and what comes next in a sentence."""

    word: str
    kind: str
    icon: str
    sentence: str


def shown(case: CaseView | CaseLine) -> Shown:
    """Say to the reader how her case stands."""
    if case.state == "CLOSED":
        return Shown(_("Case closed"), "", "archive", say(OUTCOMES, case.outcome))
    if case.state == "NEEDS_CLARIFICATION":
        sentence = _("The officer needs to know something first. The time for the answer begins with your reply.")
        return Shown(_("A question for you"), "warn", "circle-help", sentence)
    if case.state == "AWAITING_USER":
        return Shown(_("Answered"), "good", "message-circle", _("Read the answer; write if something is missing."))
    if case.state == "FOLLOW_UP":
        return Shown(_("Appointment"), "good", "calendar", _("You are invited to a meeting."))
    if case.state in ("SUBMITTED", "ACCEPTED"):
        return Shown(_("With the officer"), "info", "hourglass", _("An officer answers; we write to you then."))
    return Shown(_("With the officer"), "info", "hourglass", _("Your message is with the officer."))


def staff_word(state: str) -> str:
    """Name a state for the staff."""
    words: dict[str, str] = {
        "SUBMITTED": _("New"),
        "NEEDS_CLARIFICATION": _("Asked back"),
        "ACCEPTED": _("Accepted"),
        "AWAITING_USER": _("User's turn"),
        "AWAITING_OFFICER": _("Our turn"),
        "FOLLOW_UP": _("Appointment"),
        "REOPENED": _("Opened again"),
        "CLOSED": _("Case closed"),
    }
    return words.get(state, state)


def event_words(event: EventView) -> str:
    """Say what happened to a case, for its staff."""
    details = event.details
    if event.kind == "due_moved":
        before, after = _day(details["before"]), _day(details["after"])
        return str(_("The due date moved from %(before)s to %(after)s", before=before, after=after))
    if event.kind == "closed":
        return f"{_('Case closed')}: {say(OUTCOMES, details.get('outcome', ''))}"
    if event.kind == "moved_here":
        return str(_("Came from office %(office)s", office=details["before"]))
    words: dict[str, str] = {
        "submitted": _("Asked"),
        "accepted": _("Found clear and complete"),
        "clarification": _("Asked back"),
        "answer": _("Answered"),
        "user_message": _("The user wrote"),
        "remark": _("Note for the staff"),
        "assigned": _("Handed over"),
        "orphaned": _("Freed: its officer is not here any more"),
        "follow_up": _("Invited to a meeting"),
        "called_off": _("The meeting was called off"),
        "met": _("The meeting is over"),
        "warned": _("Warned that the time runs out"),
        "close_task": _("No reply came: to be closed"),
        "reopened": _("Opened again"),
        "continued": _("Continued in a new case"),
        "moved_away": _("Moved to another office"),
        "published": _("Published"),
        "bounced": _("A mail to the user did not arrive"),
        "mail_added": _("A mail that waited was added"),
    }
    return words.get(event.kind, event.kind)


def _day(iso: str | None) -> str:
    return formats.day(datetime.fromisoformat(iso).date(), get_locale()) if iso else "—"

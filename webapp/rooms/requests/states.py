"""A request's state in the words of its reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from library.softcopies.requests import RequestLine

AT_WORK = frozenset({"APPROVED", "STAMPING", "STAMPED"})
DELIVERED = frozenset({"DISPATCHED", "DOWNLOADED"})
OPEN = frozenset({"SUBMITTED", "NEEDS_INFO"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A state as a chip, a sentence under it, and what can be done now."""

    word: str
    kind: str
    icon: str
    sentence: str
    step: int = 1
    """of three: asked, being made, ready"""
    moving: bool = False
    """it will change by itself in a moment"""
    ready: bool = False
    ask_again: bool = False
    can_cancel: bool = False
    asks: bool = False
    """the reader is asked something"""


def shown(line: RequestLine, now: datetime) -> Shown:
    """Say how a request stands."""
    state = line.request.state
    if state in AT_WORK:
        sentence = _("We are putting your name on every page. This takes a moment.")
        return Shown(_("Being made"), "info", "loader", sentence, step=2, moving=True)
    if state in DELIVERED and not is_over(line, now):
        return Shown(_("Ready"), "good", "circle-check", _("Your copy is ready."), step=3, ready=True)
    if state == "NEEDS_INFO":
        sentence = _("A librarian has a question before deciding. After your answer you keep your place in the line.")
        return Shown(_("A question for you"), "warn", "circle-help", sentence, asks=True, can_cancel=True)
    if state in OPEN:
        sentence = _("A librarian decides about this title. We write to you as soon as it is decided.")
        return Shown(_("Waiting for a librarian"), "warn", "hourglass", sentence, can_cancel=True)
    return _ended(state)


def _ended(state: str) -> Shown:
    if state == "REJECTED":
        return Shown(_("Not granted"), "bad", "ban", _("The librarian gave this reason:"))
    if state == "CANCELLED":
        return Shown(_("Taken back"), "", "undo-2", _("You took this request back."), ask_again=True)
    if state == "FAILED":
        sentence = _("The copy could not be made. Nothing is lost: ask again, or tell an officer this number.")
        return Shown(_("Not made"), "bad", "triangle-alert", sentence, ask_again=True)
    return Shown(_("Expired"), "", "clock", _("The days for this copy are over. You may ask again."), ask_again=True)


def is_over(line: RequestLine, now: datetime) -> bool:
    """Say whether the days of a copy are over."""
    return line.copy is not None and line.copy.expires_at is not None and line.copy.expires_at <= now

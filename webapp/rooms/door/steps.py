"""The next step of each visit: what its one big button says and where it posts."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from library.floor.views import LegView, VisitView


@dataclass(frozen=True, slots=True)
class Step:
    """A button: a post, or a link where a form has to be filled; without an address, words about what is awaited."""

    name: str
    label: str
    icon: str
    url: str = ""
    is_link: bool = False


def next_steps(visit: VisitView) -> tuple[Step, ...]:
    """Give what may be done with a visit now, the next step of its path first."""
    return tuple(step for name in visit.next if (step := _step(name, visit)))


def _step(name: str, visit: VisitView) -> Step | None:
    words = _words(visit).get(name)
    if words is None:
        return None
    label, icon = words
    if name == "guest_book":
        return Step(name, label, icon, url_for("door.guest_book", visit_id=visit.id), is_link=True)
    if name == "call":
        return Step(name, label, icon)
    if name in ("start", "finish"):
        return _service_step(name, label, icon, visit.leg)
    return Step(name, label, icon, url_for(f"door.{name}", visit_id=visit.id))


def _service_step(name: str, label: str, icon: str, leg: LegView | None) -> Step | None:
    """Who was called, or is served at a counter, is the counter's business; the rest is done here."""
    if leg is None:
        return None
    if leg.counter is not None:
        return Step(name, label, icon, url_for("door.counter"), is_link=True)
    return Step(name, label, icon, url_for(f"door.{name}", leg_id=leg.id))


def _words(visit: VisitView) -> dict[str, tuple[str, str]]:
    return {
        "guest_book": (_("Fill in the guest book"), "book-open"),
        "ticket": (_("Give a number"), "ticket"),
        "call": (_waits(visit.leg), "hourglass"),
        "start": (_at_counter(visit.leg) or _("Begin the service"), "headphones"),
        "finish": (_at_counter(visit.leg) or _("Service is done"), "check"),
        "card": (_("Take the identity card"), "id-card"),
        "locker": (_("Give a locker"), "key-round"),
        "admit": (_("Show the way in"), "door-open"),
        "give_back": (_give_back(visit), "undo-2"),
        "leave": (_("The visitor leaves"), "log-out"),
        "close": (_("Close the visit"), "check"),
    }


def _waits(leg: LegView | None) -> str:
    if leg is None or leg.ahead is None:
        return str(_("Waits for the call"))
    if leg.ahead == 0:
        return str(_("Is next to be called"))
    return str(_("Waits for the call, %(ahead)s in front", ahead=leg.ahead))


def _at_counter(leg: LegView | None) -> str:
    if leg is None or leg.counter is None:
        return ""
    return str(_("At counter %(number)s", number=leg.counter))


def _give_back(visit: VisitView) -> str:
    if visit.card and visit.locker is not None:
        return str(_("Give the card back, take key %(locker)s", locker=visit.locker))
    if visit.locker is not None:
        return str(_("Take back key %(locker)s", locker=visit.locker))
    return str(_("Give the card back"))

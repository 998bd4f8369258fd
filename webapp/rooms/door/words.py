"""The words of the floor's states, steps, services and clocks."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SERVICES: dict[str, LazyString] = {"consultation": _l("Consultation"), "library": _l("Library")}

VISIT_STATES: dict[str, LazyString] = {
    "ARRIVED": _l("Has arrived"),
    "GUESTBOOK_DONE": _l("Guest book signed"),
    "TICKETED": _l("Waits"),
    "CALLED": _l("Called"),
    "IN_SERVICE": _l("Is being served"),
    "ID_HELD": _l("Card taken"),
    "LOCKER": _l("Has a locker"),
    "ADMITTED": _l("In the reading room"),
    "LEAVING": _l("Is leaving"),
    "CLOSED": _l("Closed"),
    "OVERDUE_CUSTODY": _l("Card or locker not given back"),
}

LEG_STATES: dict[str, LazyString] = {
    "WAITING": _l("Waits"),
    "CALLED": _l("Called"),
    "SERVING": _l("Is being served"),
    "DONE": _l("Done"),
    "NO_SHOW": _l("Did not come"),
    "LEFT": _l("Left"),
    "TRANSFERRED": _l("Handed on"),
    "EXPIRED": _l("Not served today"),
    "SWEPT": _l("Closed by the program"),
}

STOPS: dict[str, LazyString] = {
    "arrived": _l("Arrives"),
    "guest_book": _l("Guest book"),
    "ticketed": _l("Number"),
    "called": _l("Called"),
    "in_service": _l("Service"),
    "id_held": _l("Card"),
    "locker": _l("Locker"),
    "admitted": _l("Reading room"),
    "leaving": _l("Leaves"),
    "closed": _l("Closed"),
}

CLOCKS: dict[str, LazyString] = {
    "C1": _l("Consultation begins"),
    "C2": _l("Library service begins"),
    "C3": _l("Copy is handed out"),
}

COUNTER_STATES: dict[str, LazyString] = {"open": _l("Open"), "paused": _l("Paused"), "closed": _l("Closed")}

DEVICE_KINDS: dict[str, LazyString] = {
    "terminal": _l("Terminal for reading and the guest book"),
    "board": _l("Board of the waiting room"),
    "scanner": _l("Scanning station"),
}

DEVICE_STATES: dict[str, LazyString] = {
    "waiting": _l("Waits to be paired"),
    "paired": _l("Paired"),
}


def say(table: dict[str, LazyString], code: str) -> str:
    """Give the words of a code; one without words is shown as it is."""
    return str(table.get(code, code))

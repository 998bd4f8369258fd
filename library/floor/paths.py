"""The stops of a visit, in the order of the office's standard, and the states that a visit has at them."""

from __future__ import annotations

from library.offices import Office
from library.offices.rules import Path, Stop

SERVICES = ("consultation", "library")

STATE: dict[Stop, str] = {
    "arrived": "ARRIVED",
    "guest_book": "GUESTBOOK_DONE",
    "ticketed": "TICKETED",
    "called": "CALLED",
    "in_service": "IN_SERVICE",
    "id_held": "ID_HELD",
    "locker": "LOCKER",
    "admitted": "ADMITTED",
    "leaving": "LEAVING",
    "closed": "CLOSED",
}
OVERDUE = "OVERDUE_CUSTODY"
# A visit at one of these is under way.
PRESENT = tuple(state for state in STATE.values() if state not in ("LEAVING", "CLOSED"))


def path_of(office: Office, service: str) -> Path:
    """Give the stops of a service under the standard of `office`."""
    rules = office.rules.library if service == "library" else office.rules.consultation
    return rules.path.value


def has_queue(office: Office, service: str) -> bool:
    """Say whether this service gives numbers and calls them."""
    return "ticketed" in path_of(office, service)


def has_desk(office: Office, service: str) -> bool:
    """Say whether this service is given by an officer at a counter, rather than in the reading room."""
    return "in_service" in path_of(office, service)


def has_custody(office: Office, service: str) -> bool:
    """Say whether a card is held for a locker on the way."""
    return "locker" in path_of(office, service)


def number_comes_first(office: Office, service: str) -> bool:
    """Say whether the number is taken before the guest book is signed."""
    path = path_of(office, service)
    return "ticketed" in path and path.index("ticketed") < path.index("guest_book")

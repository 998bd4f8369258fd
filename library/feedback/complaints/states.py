"""The state table of a complaint."""

from __future__ import annotations

from dataclasses import dataclass

OPEN = ("RECEIVED", "REGISTERED", "CLASSIFIED", "ASSIGNED", "IN_PROGRESS", "WAITING_COMPLAINANT", "REOPENED")
SETTLED = ("RESOLVED", "FORWARDED", "REJECTED")
STATES = (*OPEN, *SETTLED, "CLOSED")
CHANNELS = ("web", "box", "website", "email", "whatsapp", "phone")
"""`web` is our own form; an officer enters what came through the others."""


@dataclass(frozen=True, slots=True)
class Move:
    """A deed: from which states it leads where. `own`: only for the officer to whom it is assigned."""

    states: tuple[str, ...]
    to: str
    own: bool = False


MOVES: dict[str, Move] = {
    "register": Move(("RECEIVED",), "REGISTERED"),
    "classify": Move(("REGISTERED", "CLASSIFIED", "ASSIGNED", "IN_PROGRESS", "REOPENED"), "CLASSIFIED"),
    "assign": Move(("CLASSIFIED", "ASSIGNED", "IN_PROGRESS", "WAITING_COMPLAINANT", "REOPENED"), "ASSIGNED"),
    "start": Move(("ASSIGNED", "REOPENED"), "IN_PROGRESS", own=True),
    "ask": Move(("IN_PROGRESS",), "WAITING_COMPLAINANT", own=True),
    "answer": Move(("WAITING_COMPLAINANT",), "IN_PROGRESS"),
    "resolve": Move(("IN_PROGRESS",), "RESOLVED", own=True),
    "forward": Move(OPEN, "FORWARDED"),
    "reject": Move(OPEN, "REJECTED"),
    "reopen": Move(("RESOLVED", "REJECTED", "CLOSED"), "REOPENED"),
    "close": Move(SETTLED, "CLOSED"),
}


def deeds(state: str, *, mine: bool) -> tuple[str, ...]:
    """Give what an officer may do with a complaint in this state; `mine`: it is assigned to her."""
    by_staff = ("classify", "assign", "start", "ask", "resolve", "forward", "reject")
    return tuple(name for name in by_staff if state in MOVES[name].states and (mine or not MOVES[name].own))

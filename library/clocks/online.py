"""The clocks of people who write: C4 until the first answer, C5 while the user is silent."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from library.clocks.clock import Clock, Ending, Pause, Promise, Stop
from library.clocks.open_time import instant
from library.clocks.running import read_clock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from library.offices.calendar import OfficeCalendar

CaseEventKind = Literal["submitted", "clarification", "reply", "answer", "closed"]
_ORDER: tuple[CaseEventKind, ...] = ("submitted", "clarification", "reply", "answer", "closed")
_ENDS = {"answer": Ending.SERVED, "closed": Ending.LEFT}


class CaseEvent(NamedTuple):
    """One event of an online consultation. `answer` is the first that an officer writes."""

    at: datetime
    kind: CaseEventKind


class Message(NamedTuple):
    """One message in the conversation after it was accepted, by any channel."""

    at: datetime
    by: Literal["officer", "user"]


def answer_clocks(
    events: Iterable[CaseEvent],
    promise: Promise,
    calendar: OfficeCalendar,
    *,
    starts: Literal["clear", "submitted"] = "clear",
) -> tuple[Clock, ...]:
    """Give the C4 clocks of a case, the last one being the one in force; events may come in any order.

    A clarification cancels the clock that runs, and the user's reply starts a new one; a clock that was late already
    stays a breach. Where the office counts from "submitted" (Sumatera Selatan), clarifications change nothing.
    Events at one instant count in the order of a case.
    """
    ordered = sorted(events, key=lambda event: (instant(event.at), _ORDER.index(event.kind)))
    if starts == "submitted":
        ordered = [event for event in ordered if event.kind != "clarification"]
    return tuple(read_clock(start, promise, calendar, stop=stop) for start, stop in _answer_runs(ordered))


def _answer_runs(ordered: list[CaseEvent]) -> list[tuple[datetime, Stop | None]]:
    """Cut a case into the stretches in which the office owes the first answer."""
    runs: list[tuple[datetime, Stop | None]] = []
    began: datetime | None = None
    awaited: CaseEventKind = "submitted"  # what starts the next stretch
    for at, kind in ordered:
        if kind == awaited and began is None:
            began = at
        elif kind == "clarification" and began is not None:
            runs.append((began, Stop(at, Ending.CANCELLED)))
            began, awaited = None, "reply"
        elif kind in _ENDS:
            return runs if began is None else [*runs, (began, Stop(at, _ENDS[kind]))]
    return runs if began is None else [*runs, (began, None)]


def inactivity_clock(
    messages: Iterable[Message],
    promise: Promise | None,
    calendar: OfficeCalendar,
    *,
    follow_ups: Iterable[Pause] = (),
) -> Clock | None:
    """Give C5 while the user owes a message, in whatever order the messages come; else None.

    It runs from the officer's last message. Any message of the user ends it, also one of the same instant. An
    appointment (FOLLOW_UP) suspends it: days that the appointment touches do not count. Without a promise (nobody
    closes by rule) there is no such clock.
    """
    ordered = sorted(messages, key=lambda message: (instant(message.at), message.by == "user"))
    if promise is None or not ordered or ordered[-1].by == "user":
        return None
    return read_clock(ordered[-1].at, promise, calendar, pauses=follow_ups)

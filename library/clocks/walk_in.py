"""The clocks of people who stand in the room: C1 consultation, C2 library, C3 softcopy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from library.clocks.clock import Clock, Ending, Pause, Promise, Stop
from library.clocks.open_time import instant
from library.clocks.running import read_clock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from library.offices.calendar import OfficeCalendar


@dataclass(frozen=True, slots=True)
class Calls:
    """What became of a ticket. `answered` is the call (without a queue: SERVING) that the visitor answered."""

    first: datetime | None = None
    answered: datetime | None = None
    no_show: bool = False
    left: datetime | None = None
    expired: datetime | None = None
    swept: datetime | None = None

    @property
    def stop(self) -> Stop | None:
        """When and how the waiting ended; a no-show was served when first called."""
        called = self.first if self.no_show else None
        return (
            _stop(self.answered, Ending.SERVED)
            or _stop(called, Ending.SERVED)
            or _stop(self.left, Ending.LEFT)
            or _stop(self.expired, Ending.EXPIRED)
            or _stop(self.swept, Ending.SWEPT)
        )


@dataclass(frozen=True, slots=True)
class Admission:
    """What became of a reader at the library's door."""

    admitted: datetime | None = None
    first_login: datetime | None = None
    left: datetime | None = None
    swept: datetime | None = None

    @property
    def stop(self) -> Stop | None:
        """When and how the waiting ended: let in, or signed in at a terminal, whichever was first."""
        served = min((instant(at) for at in (self.admitted, self.first_login) if at is not None), default=None)
        return _stop(served, Ending.SERVED) or _stop(self.left, Ending.LEFT) or _stop(self.swept, Ending.SWEPT)


class SoftcopyEvent(NamedTuple):
    """One event of a softcopy request."""

    at: datetime
    kind: Literal["submitted", "needs_info", "info_given", "dispatched", "withdrawn", "swept"]


def consultation_clock(turn: datetime, calls: Calls, promise: Promise, calendar: OfficeCalendar) -> Clock:
    """Give C1 for a visitor whose `turn` has come (see `turn_starts`)."""
    return read_clock(turn, promise, calendar, stop=calls.stop)


def library_clock(began: datetime, admission: Admission, promise: Promise, calendar: OfficeCalendar) -> Clock:
    """Give C2, from the guest book (or the change of service to the library)."""
    return read_clock(began, promise, calendar, stop=admission.stop)


def softcopy_clock(events: Iterable[SoftcopyEvent], promise: Promise, calendar: OfficeCalendar) -> Clock:
    """Give C3 from the events of a request made during a visit, in any order; it rests while the reader owes an answer.

    Raises:
        ValueError: no event submits the request.
    """
    ordered = sorted(events, key=lambda event: (instant(event.at), _ORDER.index(event.kind)))
    start = next((event.at for event in ordered if event.kind == "submitted"), None)
    if start is None:
        raise ValueError("a softcopy clock needs the submission of its request")
    stop = next((Stop(event.at, _ENDS[event.kind]) for event in ordered if event.kind in _ENDS), None)
    return read_clock(start, promise, calendar, pauses=_questions(ordered), stop=stop)


_ORDER = ("submitted", "needs_info", "info_given", "dispatched", "withdrawn", "swept")
_ENDS = {"dispatched": Ending.SERVED, "withdrawn": Ending.LEFT, "swept": Ending.SWEPT}


def _questions(ordered: list[SoftcopyEvent]) -> list[Pause]:
    pauses: list[Pause] = []
    asked: datetime | None = None
    for event in ordered:
        if event.kind == "needs_info" and asked is None:
            asked = event.at
        elif event.kind == "info_given" and asked is not None:
            pauses.append(Pause(asked, event.at))
            asked = None
    return pauses if asked is None else [*pauses, Pause(asked, None)]


def _stop(at: datetime | None, ending: Ending) -> Stop | None:
    return None if at is None else Stop(at, ending)

"""The visits of the front desk as its list shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from library.floor.paths import OVERDUE
from library.floor.views import ClockView, FloorState, VisitView
from webapp.rooms.door.steps import Step, next_steps

_LATE = "alarm"


@dataclass(frozen=True, slots=True)
class Row:
    """One visit: what it is called, how long it has been where it is, and what comes next."""

    visit: VisitView
    steps: tuple[Step, ...]
    clock: ClockView | None
    since: datetime
    minutes: int
    """How long it has been waiting or served, or there at all, whichever is the case now."""

    @property
    def label(self) -> str:
        """The ticket's number; empty where none is given."""
        return self.visit.leg.label if self.visit.leg else ""

    @property
    def step(self) -> Step | None:
        """The next step."""
        return self.steps[0] if self.steps else None

    @property
    def is_late(self) -> bool:
        """A promise to this visitor has run out."""
        return self.clock is not None and self.clock.urgency == _LATE

    @property
    def holds(self) -> bool:
        """A card or a locker is out."""
        return self.visit.card is not None or self.visit.locker is not None


def rows(state: FloorState) -> list[Row]:
    """Give who is here, in order of arrival; who left something behind on the way out stands elsewhere."""
    return [row_of(visit, state.clocks, state.hours.now) for visit in state.visits if visit.state != OVERDUE]


def row_of(visit: VisitView, clocks: Iterable[ClockView], now: datetime) -> Row:
    """Put together what is known of one visit; of several clocks the most urgent counts."""
    since = _since(visit)
    clock = next((clock for clock in clocks if clock.visit_id == visit.id), None)
    return Row(visit, next_steps(visit), clock, since, max(0, int((now - since).total_seconds() // 60)))


def _since(visit: VisitView) -> datetime:
    leg = visit.leg
    if leg is not None and leg.state == "WAITING":
        return leg.place
    if leg is not None and leg.state in ("CALLED", "SERVING") and leg.called_at:
        return leg.called_at
    return visit.admitted_at or visit.guest_book_at or visit.arrived_at


@dataclass(frozen=True, slots=True)
class Place:
    """A locker on the map, and the number by which its visit is known at the desk."""

    number: int
    visit: VisitView | None
    broken: bool

    @property
    def mark(self) -> str:
        """What stands on it: the ticket's number, else the first name; never the code, which signs in."""
        if self.visit is None:
            return ""
        return (self.visit.leg.label if self.visit.leg else "") or self.visit.name.partition(" ")[0]


def lockers(state: FloorState) -> list[Place]:
    """Give the map of lockers by number."""
    return [Place(each.number, state.visit(each.visit_id or ""), each.broken) for each in state.lockers]


@dataclass(frozen=True, slots=True)
class Strip:
    """The figures of the moment."""

    here: int
    waiting: int
    longest: int
    """Minutes that the one who waits longest has waited."""
    serving: int
    cards: int
    lockers_out: int
    late: int


def strip(state: FloorState) -> Strip:
    """Count what an officer wants to know at a glance."""
    now = state.hours.now
    waits = [(now - leg.place).total_seconds() // 60 for leg in state.waiting]
    return Strip(
        here=sum(visit.state != OVERDUE for visit in state.visits),
        waiting=len(state.waiting),
        longest=int(max(waits, default=0)),
        serving=len(state.serving) + len(state.called),
        cards=sum(visit.card is not None for visit in state.visits),
        lockers_out=sum(locker.visit_id is not None for locker in state.lockers),
        late=sum(clock.urgency == _LATE for clock in state.clocks),
    )

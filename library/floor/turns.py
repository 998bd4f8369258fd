"""When a visitor's turn comes, read from the floor's events: what the clock C1 starts from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from library.clocks import Busy, turn_starts
from library.store.models import CounterDesk, FloorEvent, Leg

_BEGINNING = datetime.min.replace(tzinfo=UTC)
_ENDS = frozenset({"done", "left", "no_show", "transferred", "expired", "swept"})


class _Waiting(NamedTuple):
    """A stretch in which a leg was WAITING or CALLED, at its place of that time."""

    leg: str
    queue: str
    place: datetime
    span: Busy


@dataclass
class _Room:
    """What the events tell of the legs that were there since some instant."""

    waits: list[_Waiting] = field(default_factory=list)
    busy: dict[int, list[Busy]] = field(default_factory=lambda: defaultdict(list))
    desk: list[Busy] = field(default_factory=list)
    """When an officer served somebody without a counter of her own."""
    joined: dict[str, datetime] = field(default_factory=dict)
    first_call: dict[str, datetime] = field(default_factory=dict)
    """Of the present round: a leg that came back is called anew."""
    _open: dict[str, _Waiting] = field(default_factory=dict)
    _held: dict[str, tuple[int | None, datetime]] = field(default_factory=dict)

    def tell(self, leg: str, kind: str, at: datetime, details: dict[str, Any]) -> None:
        if kind in ("joined", "rejoined"):
            place = datetime.fromisoformat(details["place"])
            self._open[leg] = _Waiting(leg, details["queue"], place, Busy(at, None))
            self.joined[leg] = at
            self.first_call.pop(leg, None)
        elif kind == "called":
            self.first_call.setdefault(leg, at)
            self._held[leg] = (details["counter"], at)
        elif kind == "started":
            self._stop_waiting(leg, at)
            self._held.setdefault(leg, (details.get("counter"), at))  # called before, it is busy from that call
        elif kind in _ENDS:
            self._stop_waiting(leg, at)
            if kind == "swept" and self._held.get(leg, (0, at))[0] is None:
                del self._held[leg]  # nobody ended it: that the desk was busy so long is not known
            self._let_go(leg, at)

    def close(self) -> None:
        """Turn what still lasts into spans without an end."""
        for leg in list(self._open):
            self._stop_waiting(leg, None)
        for leg in list(self._held):
            self._let_go(leg, None)

    def _stop_waiting(self, leg: str, at: datetime | None) -> None:
        waiting = self._open.pop(leg, None)
        if waiting is not None:
            self.waits.append(waiting._replace(span=Busy(waiting.span.start, at)))

    def _let_go(self, leg: str, at: datetime | None) -> None:
        held = self._held.pop(leg, None)
        if held is not None:
            number, since = held
            (self.desk if number is None else self.busy[number]).append(Busy(since, at))


def turn_of(session: Session, leg: Leg) -> datetime | None:
    """Give the instant at which the turn of a leg came; None while it has not."""
    room = _read_room(session, leg)
    ready = room.joined[leg.id]
    in_front = [
        wait.span for wait in room.waits if wait.leg != leg.id and wait.queue == leg.queue and wait.place < leg.place
    ]
    closed = _closed_spans(session, leg.office, leg.service_date)
    counters = [room.busy[number] + closed[number] for number in _eligible(session, leg)]
    return turn_starts(ready, in_front, counters or _places_at_the_desk(room.desk))


def _places_at_the_desk(served: Iterable[Busy]) -> list[list[Busy]]:
    """Share services without a counter out among as few places as they need, each like a counter.

    A second place is there from its first service on: before, nothing shows that a second officer was.
    """
    places: list[list[Busy]] = []
    for span in sorted(served, key=lambda span: span.start):
        free = next((place for place in places if _is_over(place[-1], span.start)), None)
        if free is None:
            free = [Busy(_BEGINNING, span.start)] if places else []
            places.append(free)
        free.append(span)
    return places


def _is_over(span: Busy, at: datetime) -> bool:
    return span.end is not None and span.end <= at


def first_call(session: Session, leg: Leg) -> datetime | None:
    """Give the first call of the leg's present round."""
    return _read_room(session, leg).first_call.get(leg.id)


def _read_room(session: Session, leg: Leg) -> _Room:
    """Read the events of the legs that were there while `leg` was waiting."""
    there = select(Leg.id).where(
        Leg.office == leg.office,
        Leg.service_date == leg.service_date,
        # The leg itself in any case: where the server's clock was set back it ended before it began.
        or_(Leg.id == leg.id, Leg.ended_at.is_(None), Leg.ended_at >= leg.created_at),
    )
    query = (
        select(FloorEvent.leg_id, FloorEvent.kind, FloorEvent.at, FloorEvent.details)
        .where(FloorEvent.leg_id.in_(there))
        .order_by(FloorEvent.seq)
    )
    room = _Room()
    for leg_id, kind, at, details in session.execute(query):
        room.tell(leg_id, kind, at, details)
    room.close()
    return room


def _eligible(session: Session, leg: Leg) -> Iterable[int]:
    """Give the counters that serve this service now; a paused one counts, for its pause is not the visitor's fault."""
    query = select(CounterDesk).where(CounterDesk.office == leg.office, CounterDesk.state != "closed")
    return [counter.number for counter in session.scalars(query) if leg.service in counter.services]


def _closed_spans(session: Session, office: str, day: date) -> dict[int, list[Busy]]:
    """Give when each counter was closed that day: it could serve nobody then."""
    query = (
        select(FloorEvent.at, FloorEvent.details)
        .where(FloorEvent.office == office, FloorEvent.service_date == day, FloorEvent.kind == "counter")
        .order_by(FloorEvent.seq)
    )
    spans: dict[int, list[Busy]] = defaultdict(list)
    since: dict[int, datetime | None] = {}
    for at, details in session.execute(query):
        number, closed = details["number"], details["state"] == "closed"
        began = since.get(number, _BEGINNING)  # the day begins with a closed counter
        if not closed and began is not None:
            spans[number].append(Busy(began, at))
        since[number] = (began or at) if closed else None
    return spans

"""A day of people over the real floor: events in order of their time, every deed a real transaction."""

from __future__ import annotations

import heapq
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bench.floor.visitors import Guest
from library.floor import DayFigures, Floor, GuestEntry, LegView
from library.offices import Office

WALK = timedelta(seconds=20)  # from a seat to the counter
LEAVE = timedelta(minutes=1)  # from the reading room to the desk
BACK = 0.5  # minutes to give card and key back
DOOR_PAUSE = 0.2  # of a counter's pause: there is little to write at the door


@dataclass
class PeoplesClock:
    """The clock of the room: the time of the event at hand."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Day:
    """One office's day. `desks` officers work at the door, one at each counter of `counters`."""

    floor: Floor
    office: Office
    clock: PeoplesClock
    officer: str
    counters: range
    desks: int
    on_copy: Callable[[], None] = lambda: None
    costs: list[float] = field(default_factory=list)
    """Seconds of real time of each deed and each look at the board."""
    _events: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    _door: deque[tuple[Guest, float, Callable[[], None]]] = field(default_factory=deque)
    _order: int = 0
    _busy_desks: int = 0
    _shows: dict[str, Guest] = field(default_factory=dict)
    _free: set[int] = field(default_factory=set)

    def run(self, guests: list[Guest]) -> DayFigures:
        """Live the day and give its figures."""
        for number in self.counters:
            self.floor.open_counter(self.office.code, number, ["consultation"], by=self.officer)
            self._free.add(number)
        for guest in guests:
            self._at(guest.at, lambda guest=guest: self._come(guest))
        while self._events:
            self.clock.now, _, happens = heapq.heappop(self._events)
            happens()
        self.clock.now += timedelta(days=1)
        self.floor.sweep(self.office.code)
        return self.floor.figures(self.office.code, guests[0].at.astimezone(self.office.calendar.zone).date())

    def _at(self, when: datetime, happens: Callable[[], None]) -> None:
        self._order += 1
        heapq.heappush(self._events, (when, self._order, happens))

    def _after(self, minutes: float, happens: Callable[[], None]) -> None:
        self._at(self.clock.now + timedelta(minutes=minutes), happens)

    def _timed(self, deed: Callable[..., Any], *given: Any, **named: Any) -> Any:
        started = time.perf_counter()
        result = deed(*given, **named)
        self.costs.append(time.perf_counter() - started)
        return result

    def _come(self, guest: Guest) -> None:
        entry = GuestEntry(
            name="Pengunjung", email="p@example.org", consent=True, service=guest.service, purpose="study",
            institution_kind="research", institution="Unila", occupation="student", education="d4_s1",
        )  # fmt: skip
        visit = self._timed(self.floor.sign_guest_book, None, self.office.code, entry, by="visitor")
        if guest.service == "library":
            self._queue_at_door(guest, guest.handing, lambda: self._let_in(visit.id, guest))
            return
        leg = self._timed(self.floor.take_ticket, visit.id, "consultation", by="visitor")
        self._shows[leg.id] = guest
        self._call_all()

    # the front desk

    def _queue_at_door(self, guest: Guest, minutes: float, then: Callable[[], None]) -> None:
        self._door.append((guest, minutes, then))
        self._work_at_door()

    def _work_at_door(self) -> None:
        while self._door and self._busy_desks < self.desks and self._is_open(self._work_at_door):
            guest, minutes, then = self._door.popleft()
            self._busy_desks += 1
            self._after(minutes, then)
            self._after(minutes + guest.pause * DOOR_PAUSE, self._back_at_door)

    def _back_at_door(self) -> None:
        self._busy_desks -= 1
        self._work_at_door()

    def _let_in(self, visit_id: str, guest: Guest) -> None:
        if guest.bag:
            self._timed(self.floor.take_card, visit_id, "ktp", by=self.officer)
            self._timed(self.floor.give_locker, visit_id, by=self.officer)
        self._timed(self.floor.admit, visit_id, by=self.officer)
        if guest.wants_copy:
            self._after(guest.reading / 2, self.on_copy)
        self._after(guest.reading, lambda: self._leave_reading(visit_id, guest))

    def _leave_reading(self, visit_id: str, guest: Guest) -> None:
        self._timed(self.floor.leave, visit_id, by=self.officer)
        if guest.bag:
            self._queue_at_door(guest, BACK, lambda: self._give_back(visit_id))
        else:
            self._timed(self.floor.close, visit_id, by=self.officer)

    def _give_back(self, visit_id: str) -> None:
        self._timed(self.floor.give_back, visit_id, card=True, locker=True, by=self.officer)
        self._timed(self.floor.close, visit_id, by=self.officer)

    # the counters

    def _is_open(self, again: Callable[[], None]) -> bool:
        """Say whether people work now; in the break they come back to it, after closing they finish what waits."""
        spans = self.office.calendar.spans(self.office.calendar.local_date(self.clock.now))
        coming = [span.start for span in spans if span.start > self.clock.now]
        if any(span.start <= self.clock.now < span.end for span in spans) or not coming:
            return True
        self._at(coming[0], again)
        return False

    def _call_all(self) -> None:
        if not self._is_open(self._call_all):
            return
        for number in sorted(self._free):
            leg = self._timed(self.floor.call_next, self.office.code, number, by=self.officer)
            self._timed(self.floor.board, self.office.code)
            if leg is None:
                return
            self._free.discard(number)
            self._answer(leg, number)

    def _answer(self, leg: LegView, number: int) -> None:
        guest = self._shows[leg.id]
        if guest.shows_up:
            self._at(self.clock.now + WALK, lambda: self._talk(leg, number, guest))
        else:
            self._after(1, lambda: self._call_again(leg, number))

    def _call_again(self, leg: LegView, number: int) -> None:
        leg = self._timed(self.floor.recall, leg.id, by=self.officer)
        if leg.may_no_show:
            self._timed(self.floor.no_show, leg.id, by=self.officer)
            self._set_free(number)
        else:
            self._after(1, lambda: self._call_again(leg, number))

    def _talk(self, leg: LegView, number: int, guest: Guest) -> None:
        self._timed(self.floor.start, leg.id, by=self.officer)
        self._after(guest.talk, lambda: self._end_talk(leg))
        self._after(guest.talk + guest.pause, lambda: self._set_free(number))

    def _end_talk(self, leg: LegView) -> None:
        self._timed(self.floor.finish, leg.id, by=self.officer)
        self._timed(self.floor.close, leg.visit_id, by=self.officer)

    def _set_free(self, number: int) -> None:
        self._free.add(number)
        self._call_all()

"""The floor's door: every deed is one transaction, and what comes back is a frozen view.

`by` is an account's id, `visitor`, `device:<id>`, `system` or `cli`. A deed with a `token` counts once: the same token
again gives the first result as it stands now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from library.clock import Clock
from library.errors import BadForm
from library.floor import (
    admission,
    board,
    calling,
    clock_views,
    counters,
    custody,
    day,
    events,
    figures,
    holidays,
    identities,
    legs,
    opening,
    personal,
    ratings,
    reasons,
    softcopy_clocks,
    sweep,
    tickets,
    visits,
)
from library.floor.guest_book import GuestEntry
from library.floor.showing import show_legs, show_visit
from library.floor.step import Step
from library.floor.views import (
    BoardState,
    ClockView,
    CounterView,
    DayFigures,
    FloorState,
    Happening,
    LegView,
    OpenState,
    VisitView,
)
from library.offices import Office
from library.store import once
from library.store.engine import Database
from library.store.models import Leg, Visit

Made = TypeVar("Made", Leg, Visit)


@dataclass(frozen=True, slots=True)
class Floor:
    """The service floor of all offices. Every refusal is a `library.errors.LibraryError`."""

    database: Database
    offices: Mapping[str, Office]
    clock: Clock
    catalog: Path

    # at the door

    def opening(self, office: str) -> OpenState:
        """Say whether the office is open, lets visitors in, and gives numbers."""
        with self._read() as step:
            return opening.open_state(step.office(office), step.now)

    def arrive(
        self, office: str, service: str, *, channel: str, language: str, by: str, token: str | None = None
    ) -> VisitView:
        """Note that somebody came; where the number comes first she gets it at once."""
        with self._write(by) as step:
            return show_visit(
                step,
                self._visit_once(
                    step,
                    token,
                    "floor.arrive",
                    lambda: visits.arrive(step, office, service, channel=channel, language=language),
                ),
            )

    def sign_guest_book(
        self, visit_id: str | None, office: str, entry: GuestEntry, *, by: str, token: str | None = None
    ) -> VisitView:
        """Sign the guest book; where it comes first this makes the visit. BadForm names every field."""
        with self._write(by) as step:
            signed = self._visit_once(
                step, token, "floor.sign", lambda: visits.sign(step, visit_id, office, entry, self.catalog)
            )
            return show_visit(step, signed)

    def take_ticket(self, visit_id: str, service: str, *, by: str, token: str | None = None) -> LegView:
        """Take a number; refused after the last ticket time."""
        with self._write(by) as step:
            leg = self._leg_once(step, token, "floor.ticket", lambda: tickets.take(step, step.visit(visit_id), service))
            assert leg is not None  # a ticket is taken or refused
            return _one(step, leg)

    def confirm_identity(self, visit_id: str, kind: str, last4: str, *, by: str) -> VisitView:
        """Tick "ID seen" (R2)."""
        with self._write(by) as step:
            return show_visit(step, identities.confirm_identity(step, visit_id, kind, last4, self.catalog))

    def leave(self, visit_id: str, *, by: str) -> VisitView:
        """Let a visitor go: what she waits for is left, what she was given is done."""
        with self._write(by) as step:
            return show_visit(step, visits.leave(step, visit_id))

    def close(self, visit_id: str, *, by: str) -> VisitView:
        """Close a visit; CustodyOut while a card or a locker is out."""
        with self._write(by) as step:
            return show_visit(step, visits.close(step, visit_id))

    # the reading room

    def take_card(self, visit_id: str, kind: str, *, by: str) -> VisitView:
        """Hold an identity card for a locker."""
        with self._write(by) as step:
            return show_visit(step, custody.take_card(step, visit_id, kind, self.catalog))

    def give_locker(self, visit_id: str, number: int | None = None, *, by: str) -> VisitView:
        """Hand out a locker's key: this one, or the lowest that is free."""
        with self._write(by) as step:
            return show_visit(step, custody.give_locker(step, visit_id, number))

    def admit(self, visit_id: str, *, by: str) -> VisitView:
        """Let a reader into the reading room; without a bag straight from the guest book."""
        with self._write(by) as step:
            return show_visit(step, admission.admit(step, visit_id))

    def give_back(self, visit_id: str, *, card: bool = False, locker: bool = False, by: str) -> VisitView:
        """Give the card back, take the key back, or both."""
        with self._write(by) as step:
            return show_visit(step, custody.give_back(step, visit_id, card=card, locker=locker))

    def set_locker_broken(self, office: str, number: int, *, broken: bool, by: str) -> None:
        """Take a locker out of use, or into use again."""
        with self._write(by) as step:
            custody.set_broken(step, office, number, broken=broken)

    def signed_in(self, visit_id: str, device_id: str | None, *, by: str) -> VisitView:
        """Note that she signed in at a terminal; in the library that is being served."""
        with self._write(by) as step:
            return show_visit(step, visits.signed_in(step, visit_id, device_id))

    # the counters

    def open_counter(self, office: str, number: int, services: Sequence[str], *, by: str) -> CounterView:
        """Sit down at a counter, go on after a pause, or change what it serves."""
        with self._write(by) as step:
            counters.open_counter(step, office, number, services)
            return self._counter(step, office, number)

    def pause_counter(self, office: str, number: int, *, by: str) -> CounterView:
        """Call nobody for a while."""
        with self._write(by) as step:
            counters.pause_counter(step, office, number)
            return self._counter(step, office, number)

    def close_counter(self, office: str, number: int, *, by: str) -> CounterView:
        """Leave a counter; refused while it calls or serves somebody."""
        with self._write(by) as step:
            counters.close_counter(step, office, number)
            return self._counter(step, office, number)

    def call_next(self, office: str, counter: int, *, by: str, token: str | None = None) -> LegView | None:
        """Call whoever is first; without a queue she is served at once. None: nobody waits."""
        with self._write(by) as step:
            leg = self._leg_once(step, token, "floor.call", lambda: calling.call_next(step, office, counter))
            return None if leg is None else _one(step, leg)

    def recall(self, leg_id: str, *, by: str) -> LegView:
        """Call once more; TooSoon before the office's gap is over."""
        return self._leg(by, leg_id, calling.recall)

    def start(self, leg_id: str, *, by: str, counter: int | None = None) -> LegView:
        """Begin to serve whom was called; without a queue whoever waits, at `counter` or the officer's own."""
        return self._leg(by, leg_id, lambda step, leg: legs.start(step, leg, counter))

    def finish(self, leg_id: str, *, by: str, go_on: str | None = None) -> LegView | None:
        """End a service and invite to rate it; with `go_on` the next leg is given."""
        with self._write(by) as step:
            after = legs.finish(step, step.leg(leg_id), go_on)
            return None if after is None else _one(step, after)

    def transfer(self, leg_id: str, service: str, *, by: str) -> LegView:
        """Hand a visitor on to another service; gives the new leg."""
        with self._write(by) as step:
            return _one(step, legs.transfer(step, step.leg(leg_id), service))

    def no_show(self, leg_id: str, *, by: str) -> LegView:
        """Note that nobody came, after as many calls as the office makes."""
        return self._leg(by, leg_id, legs.no_show)

    def rejoin(self, leg_id: str, *, by: str) -> LegView:
        """Let somebody who missed her call wait again, at the end."""
        return self._leg(by, leg_id, legs.rejoin)

    def left(self, leg_id: str, *, by: str) -> LegView:
        """Note that somebody who waited or was called has gone."""
        return self._leg(by, leg_id, legs.left)

    # looking

    def visit(self, visit_id: str) -> VisitView:
        """Show a visit."""
        with self._read() as step:
            return show_visit(step, step.visit(visit_id))

    def leg(self, leg_id: str) -> LegView:
        """Show a leg; its id is an address that only its visitor knows."""
        with self._read() as step:
            return _one(step, step.leg(leg_id))

    def visit_by_code(self, office: str, code: str) -> VisitView:
        """Find today's open visit of a code, however it was typed; else NotFound."""
        with self._read() as step:
            return show_visit(step, visits.by_code(step, office, code))

    def day(self, office: str) -> FloorState:
        """Show the room as an officer sees it now."""
        with self._read() as step:
            return day.floor_state(step, office)

    def board(self, office: str) -> BoardState:
        """Show the room's board."""
        with self._read() as step:
            return board.board_state(step, office)

    def last_event(self, office: str) -> int:
        """Give the number of the last event, for pages that ask whether anything moved."""
        with self._read() as step:
            return day.last_event(step, office)

    def events_after(self, office: str, seq: int) -> list[Happening]:
        """Give what has happened since an event, the oldest first, at most 500 at once."""
        with self._read() as step:
            return events.events_after(step, office, seq)

    # promises

    def give_reason(self, clock_id: str, code: str, text: str = "", *, by: str) -> None:
        """Say why a promise was broken: a code of the list `breach_reason`."""
        with self._write(by) as step:
            reasons.give_reason(step, clock_id, code, text, self.catalog)

    def breaches_without_reason(self, office: str) -> list[ClockView]:
        """Show the broken promises that nobody has explained."""
        with self._read() as step:
            return clock_views.show_clocks(step, step.session.scalars(reasons.unexplained(office)).all())

    def rating_token(self, leg_id: str) -> str | None:
        """Draw the token with which a finished leg is rated, for the visitor's own page."""
        with self._write("visitor") as step:
            return ratings.token_for(step, f"leg:{step.leg(leg_id).id}")

    # the day

    def figures(self, office: str, on: date) -> DayFigures:
        """Give a day's figures beside the same weekday of the week before."""
        with self._read() as step:
            return figures.day_figures(step, office, on)

    def sweep(self, office: str, now: datetime | None = None) -> int:
        """End what nobody ended, after closing time and after the day; give how many visits were touched."""
        with self._write("system", now) as step:
            return sweep.sweep(step, office)

    def holidays_changed(self, office: str, *, by: str = "system") -> int:
        """Recompute the open clocks under today's calendar, and keep old and new; give how many moved."""
        with self._write(by) as step:
            return holidays.holidays_changed(step, office)

    def follow_request(self, payload: dict[str, Any]) -> None:
        """Bring clock C3 of a request made during a visit up to date: the worker's side."""
        with self._write("system") as step:
            softcopy_clocks.follow(step, str(payload["request"]))

    # personal data

    def export_visit(self, visit_id: str) -> dict[str, Any]:
        """Give everything that is kept of a visit, as plain values."""
        with self._read() as step:
            return personal.export_visit(step, visit_id)

    def erase_visit(self, visit_id: str, *, by: str) -> VisitView:
        """Erase what a visitor wrote and showed; what counts and names nobody stays."""
        with self._write(by) as step:
            return show_visit(step, personal.erase_visit(step, visit_id, self.catalog))

    def forget_old(self, office: str) -> int:
        """Erase the guest book's pages whose years are over; give how many."""
        with self._write("system") as step:
            return personal.forget_old(step, office)

    # how it is done

    @contextmanager
    def _write(self, by: str, now: datetime | None = None) -> Iterator[Step]:
        with self.database.write() as session:
            # The instant is taken under the write lock, so that events stand in the order of their times.
            yield Step(session, now or self.clock(), by, self.offices)

    @contextmanager
    def _read(self) -> Iterator[Step]:
        with self.database.read() as session:
            yield Step(session, self.clock(), "system", self.offices)

    def _leg(self, by: str, leg_id: str, deed: Callable[[Step, Leg], None]) -> LegView:
        with self._write(by) as step:
            leg = step.leg(leg_id)
            deed(step, leg)
            return _one(step, leg)

    def _counter(self, step: Step, office: str, number: int) -> CounterView:
        state = day.floor_state(step, office)
        return next(counter for counter in state.counters if counter.number == number)

    def _visit_once(self, step: Step, token: str | None, purpose: str, deed: Callable[[], Visit]) -> Visit:
        earlier = _earlier(step, token, purpose)
        if earlier is not None:
            return step.visit(earlier)
        visit = deed()
        _remember(step, token, purpose, visit.id)
        return visit

    def _leg_once(self, step: Step, token: str | None, purpose: str, deed: Callable[[], Leg | None]) -> Leg | None:
        earlier = _earlier(step, token, purpose)
        if earlier is not None:
            return step.leg(earlier)
        leg = deed()
        if leg is not None:
            _remember(step, token, purpose, leg.id)
        return leg


def _one(step: Step, leg: Leg) -> LegView:
    return show_legs(step, [leg])[0]


def _earlier(step: Step, token: str | None, purpose: str) -> str | None:
    if token is None:
        return None
    if not 16 <= len(token) <= 64:
        raise BadForm({"once": "form-token"})
    return once.earlier_result(step.session, token, purpose, _holder(step))


def _remember(step: Step, token: str | None, purpose: str, result: str) -> None:
    if token is not None:
        once.remember(step.session, step.now, token, purpose, _holder(step), result)


def _holder(step: Step) -> str:
    """Name who holds a token, in the width of an account's id."""
    return step.by.rpartition(":")[2]

"""The life of a leg after it joined: served, finished, handed on, not shown up, left, expired.

WAITING → CALLED → SERVING → DONE | TRANSFERRED;  CALLED → NO_SHOW → WAITING once;  WAITING | CALLED → LEFT;
WAITING → EXPIRED at the end of the day; without a queue WAITING → SERVING;  CALLED | SERVING → SWEPT overnight.
"""

from __future__ import annotations

from datetime import datetime

from library.clocks import Calls, Ending, Stop
from library.errors import BadForm
from library.floor import counters, leg_clocks, paths, ratings, tickets, turns
from library.floor.errors import TooSoon, WrongStep
from library.floor.step import Step
from library.store.models import Leg, Visit


def start(step: Step, leg: Leg, counter: int | None = None) -> None:
    """Begin to serve at a counter: whom was called, or without a queue whoever waits (at `counter`, if one is named).

    Raises:
        WrongStep: not called yet, or the guest book comes first here and is not signed.
        CounterRefused: the officer's counter serves somebody else.
    """
    visit, office = step.visit(leg.visit_id), step.office_of(leg)
    if not paths.has_desk(office, leg.service) or visit.guest_book_at is None:
        raise WrongStep(f"leg {leg.id} cannot be served at a counter now", state=visit.state)
    step.move(visit, ("CALLED", "GUESTBOOK_DONE"), "IN_SERVICE")
    if leg.n is None:
        at = (
            counters.free_counter_of(step, leg)
            if counter is None
            else counters.free_one(step, leg.office, counter).number
        )
        step.move(leg, ("WAITING",), "SERVING", counter=at, officer_id=step.person)
        answered = step.now
    else:
        step.move(leg, ("CALLED",), "SERVING", officer_id=step.person)
        assert leg.called_at is not None  # it was CALLED
        answered = leg.called_at
    step.note("started", leg, counter=leg.counter)
    leg_clocks.stop(step, leg, Stop(answered, Ending.SERVED))
    _refresh(step, leg)


def finish(step: Step, leg: Leg, go_on: str | None) -> Leg | None:
    """End a service; the visitor leaves or goes on to another one, whose leg is given.

    Raises:
        WrongStep: it is not being served.
        BadForm: no such service to go on to.
    """
    if go_on is not None and go_on not in paths.SERVICES:
        raise BadForm({"service": "choice-invalid"})
    done(step, leg)
    visit = step.visit(leg.visit_id)
    if go_on is not None:
        return _next_leg(step, leg, visit, go_on)
    if visit.state == paths.OVERDUE:
        return None  # her card or locker is still out: closing the visit asks for it
    step.move(visit, ("IN_SERVICE", "ADMITTED"), "LEAVING")
    step.note("leaving", visit)
    return None


def done(step: Step, leg: Leg) -> None:
    """End a service and invite to rate it; what becomes of the visit is the caller's business."""
    step.move(leg, ("SERVING",), "DONE", ended_at=step.now)
    step.note("done", leg, counter=leg.counter)
    ratings.invite_visitor(step, leg)
    _refresh(step, leg)


def transfer(step: Step, leg: Leg, service: str) -> Leg:
    """Hand a visitor on to another service: a new leg, with a clock of its own.

    Raises:
        WrongStep: she is not being served.
        BadForm: no such service.
    """
    if service not in paths.SERVICES:
        raise BadForm({"service": "choice-invalid"})
    step.move(leg, ("SERVING",), "TRANSFERRED", ended_at=step.now)
    step.note("transferred", leg, counter=leg.counter, to=service)
    _refresh(step, leg)
    return _next_leg(step, leg, step.visit(leg.visit_id), service)


def _next_leg(step: Step, leg: Leg, visit: Visit, service: str) -> Leg:
    if visit.state not in ("IN_SERVICE", "ADMITTED"):
        raise WrongStep(f"visit {visit.id} is {visit.state}", state=visit.state)
    return tickets.join(step, visit, service, came_from=leg.id)


def no_show(step: Step, leg: Leg) -> None:
    """Note that nobody came, after as many calls as the office makes.

    Raises:
        TooSoon: too few calls so far.
        WrongStep: not called, or she came: the guest book is signed.
    """
    missing = step.office_of(leg).rules.queue.calls_before_no_show.value - leg.calls
    if leg.state == "CALLED" and missing > 0:
        raise TooSoon(f"leg {leg.id} was called {leg.calls} times", seconds=0, calls=missing)
    first = turns.first_call(step.session, leg)
    step.move(step.visit(leg.visit_id), ("CALLED",), "TICKETED")
    step.move(leg, ("CALLED",), "NO_SHOW", ended_at=step.now)
    step.note("no_show", leg, counter=leg.counter)
    end = Calls(first=first, no_show=True).stop
    assert end is not None  # it was CALLED
    leg_clocks.stop(step, leg, end)
    _refresh(step, leg)


def rejoin(step: Step, leg: Leg) -> None:
    """Let somebody who missed her call wait again, at the end of the queue; C1 starts anew.

    Raises:
        WrongStep: she did not miss it, or came back as often as the office allows, or her visit is over.
    """
    visit = step.visit(leg.visit_id)
    if not may_rejoin(step, leg) or visit.state != "TICKETED" or leg.service_date != step.today(leg.office):
        raise WrongStep(f"leg {leg.id} cannot come back", state=leg.state)
    step.move(
        leg,
        ("NO_SHOW",),
        "WAITING",
        place=tickets.next_place(step, leg.office, leg.queue),
        returns=leg.returns + 1,
        calls=0,
        called_at=None,
        counter=None,
        officer_id=None,
        ended_at=None,
    )
    tickets.note_joined(step, "rejoined", leg)
    _refresh(step, leg)


def may_rejoin(step: Step, leg: Leg) -> bool:
    """Say whether a no-show may come back."""
    return leg.state == "NO_SHOW" and leg.returns < step.office_of(leg).rules.queue.no_show_returns.value


def left(step: Step, leg: Leg) -> None:
    """Note that somebody who waited, or was called, has gone.

    Raises:
        WrongStep: she does not wait any more.
    """
    leave(step, leg)
    visit = step.visit(leg.visit_id)
    step.move(visit, paths.PRESENT, "LEAVING")
    step.note("leaving", visit)


def leave(step: Step, leg: Leg) -> None:
    """End the waiting of somebody who goes; what becomes of the visit is the caller's business."""
    end_waiting(step, leg, ("WAITING", "CALLED"), "LEFT", Stop(step.now, Ending.LEFT))


def end_waiting(step: Step, leg: Leg, states: tuple[str, ...], to: str, end: Stop) -> None:
    """End a leg that was never served: LEFT, EXPIRED, or SWEPT."""
    step.move(leg, states, to, ended_at=step.now)
    step.note(to.lower(), leg, counter=leg.counter)
    leg_clocks.stop(step, leg, end)
    _refresh(step, leg)


def sweep_serving(step: Step, leg: Leg, at: datetime) -> None:
    """End a service that nobody ended; `at` is when its day was over. Its clock has stopped already."""
    step.move(leg, ("SERVING",), "SWEPT", ended_at=at)
    step.note("swept", leg, counter=leg.counter)


def _refresh(step: Step, leg: Leg) -> None:
    leg_clocks.start_turns(step, leg.office, leg.service_date)

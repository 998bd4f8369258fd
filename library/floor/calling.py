"""Calling the next visitor. Two clerks at once get two different ones."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from sqlalchemy import select, update

from library.floor import counters, leg_clocks, legs
from library.floor.errors import TooSoon, WrongStep
from library.floor.step import Step
from library.store.models import Leg


def call_next(step: Step, office: str, number: int) -> Leg | None:
    """Call whoever is first among the services of a counter; without a queue she is served at once.

    Raises:
        CounterRefused: the counter is not open, is another officer's, or has somebody.
    """
    counter = counters.free_one(step, office, number)
    waiting = (
        Leg.office == office,
        Leg.service_date == step.today(office),
        Leg.state == "WAITING",
        Leg.service.in_(counter.services),
    )
    first = select(Leg.id).where(*waiting).order_by(Leg.place, Leg.id).limit(1).scalar_subquery()
    values = {"counter": number, "officer_id": step.person}
    taken = update(Leg).where(Leg.id == first, Leg.state == "WAITING").values(state="CALLED", **values)
    leg_id = step.session.scalar(taken.returning(Leg.id))
    if leg_id is None:
        return None
    leg = step.leg(leg_id)
    step.session.refresh(leg)
    _begin(step, leg, number)
    return leg


def _begin(step: Step, leg: Leg, number: int) -> None:
    if leg.n is None:
        leg.state, leg.counter = "WAITING", None  # nobody is called where there are no numbers: she comes up
        step.session.flush()
        legs.start(step, leg, number)
        return
    leg.calls, leg.called_at = 1, step.now
    step.session.flush()
    step.move(step.visit(leg.visit_id), ("TICKETED",), "CALLED")
    step.note("called", leg, counter=leg.counter, call=1)
    leg_clocks.start_turns(step, leg.office, leg.service_date)


def recall(step: Step, leg: Leg) -> None:
    """Call once more.

    Raises:
        WrongStep: the leg is not being called.
        TooSoon: the call before was less than the office's gap ago.
    """
    if leg.state != "CALLED":
        raise WrongStep(f"leg {leg.id} is {leg.state}", state=leg.state)
    wait = _seconds_to_wait(step, leg)
    if wait > 0:
        calls = step.office_of(leg).rules.queue.calls_before_no_show.value
        raise TooSoon(f"leg {leg.id}", seconds=wait, calls=max(0, calls - leg.calls))
    step.move(leg, ("CALLED",), "CALLED", calls=leg.calls + 1, called_at=step.now)
    step.note("called", leg, counter=leg.counter, call=leg.calls)


def _seconds_to_wait(step: Step, leg: Leg) -> int:
    """A clock that was set back tells nothing about the time since the last call: then nobody has to wait."""
    assert leg.called_at is not None  # it is CALLED
    gap = timedelta(seconds=step.office_of(leg).rules.queue.call_gap_seconds.value)
    passed = step.now - leg.called_at
    return ceil((gap - passed).total_seconds()) if timedelta(0) <= passed < gap else 0

"""The end of the day: what nobody ended is ended, marked, and kept out of every average.

After closing time whoever still waits expires once no counter serves her any more (who holds a number may be served
by officers who stay on), a card or locker that is out makes the visit OVERDUE_CUSTODY, and visits with nothing under
way are closed. What is under way (called, served, reading) is left to its people until the local day is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from library.clocks import Ending, Stop
from library.floor import custody, legs, paths, softcopy_clocks, tickets, visits
from library.floor.counters import close_forgotten
from library.floor.step import Step
from library.store.models import CounterDesk, Leg, Visit


def sweep(step: Step, office: str) -> int:
    """Sweep an office's floor; give how many visits were touched. Doing it twice changes nothing."""
    touched = 0
    for visit in _open_visits(step, office):
        over, day_over = _ended(step, visit)
        if over is not None:
            touched += _sweep_visit(step, visit, over, day_over=day_over)
    close_forgotten(step, office)
    return touched


def _open_visits(step: Step, office: str) -> Sequence[Visit]:
    """Give those being served first: who waited for them is judged when it is known how that ended."""
    query = select(Visit).where(Visit.office == office, Visit.state != "CLOSED")
    return step.session.scalars(query.order_by(Visit.state != "IN_SERVICE", Visit.arrived_at)).all()


def _ended(step: Step, visit: Visit) -> tuple[datetime | None, bool]:
    """Say when the visit's day was over (None: it is not), and whether the local day itself is over."""
    calendar = step.office(visit.office).calendar
    if visit.service_date < step.today(visit.office):
        return min(step.now, calendar.end_of_day(visit.service_date)), True
    closing = calendar.closing(visit.service_date)
    # On a day declared closed, or after hours, the desk let her in: she has until the day is over.
    shut = closing is not None and visit.arrived_at < closing <= step.now
    return (step.now if shut else None), False


def _sweep_visit(step: Step, visit: Visit, at: datetime, *, day_over: bool) -> bool:
    before = visit.state
    running = tickets.open_legs(step, visit.id)
    for leg in running:
        _sweep_leg(step, leg, at, day_over=day_over)
    if custody.held(step, visit.id):
        if visit.state != paths.OVERDUE and not _has_to_do_with_a_counter(step, visit):
            step.move(visit, (visit.state,), paths.OVERDUE)
            step.note("overdue_custody", visit)
    elif not tickets.open_legs(step, visit.id):
        visits.end(step, visit, (visit.state,), _how(step, visit, cut_off=bool(running)))
        softcopy_clocks.follow_visit(step, visit)
    return visit.state != before


def _has_to_do_with_a_counter(step: Step, visit: Visit) -> bool:
    """Say whether she is called or served, or still waits for officers who stay on: marked, nobody could go on."""
    return any(paths.has_desk(step.office_of(leg), leg.service) for leg in tickets.open_legs(step, visit.id))


def _how(step: Step, visit: Visit, *, cut_off: bool) -> str:
    """Say how a visit ended: who had finished, or had not come when she was called, was not forgotten by anybody."""
    finished = visit.state == "LEAVING" or any(leg.state == "NO_SHOW" for leg in tickets.legs_of(step, visit.id))
    return visits.how_it_ended(step, visit) if finished and not cut_off else "swept"


def _sweep_leg(step: Step, leg: Leg, at: datetime, *, day_over: bool) -> None:
    if leg.state == "WAITING" and (day_over or not _may_still_be_served(step, leg)):
        legs.end_waiting(step, leg, ("WAITING",), "EXPIRED", Stop(at, Ending.EXPIRED))
    elif leg.state == "CALLED" and day_over:
        legs.end_waiting(step, leg, ("CALLED",), "SWEPT", Stop(at, Ending.SWEPT))
    elif leg.state == "SERVING" and day_over:
        legs.sweep_serving(step, leg, at)


def _may_still_be_served(step: Step, leg: Leg) -> bool:
    query = select(CounterDesk).where(CounterDesk.office == leg.office, CounterDesk.state == "open")
    return any(leg.service in counter.services for counter in step.session.scalars(query))

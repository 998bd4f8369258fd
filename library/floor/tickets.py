"""Joining a queue: a number where the office gives numbers, else a place in the order of arrival."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from library.errors import BadForm
from library.floor import leg_clocks, opening, paths
from library.floor.errors import WrongStep
from library.floor.step import Step
from library.store.counters import next_number
from library.store.models import Leg, Visit

OPEN = ("WAITING", "CALLED", "SERVING")
_TICK = timedelta(microseconds=1)


def take(step: Step, visit: Visit, service: str) -> Leg:
    """Take a number.

    Raises:
        NoTickets: it is after the last ticket.
        WrongStep: it is not the turn of this step, the visit has a number, or this service has no queue.
        BadForm: no such service.
    """
    if service not in paths.SERVICES:
        raise BadForm({"service": "choice-invalid"})
    office = step.office_of(visit)
    if not paths.has_queue(office, service) or open_legs(step, visit.id) or not _is_today(step, visit):
        raise WrongStep(f"visit {visit.id} takes no number for {service}", state=visit.state)
    path = paths.path_of(office, service)
    before = paths.STATE[path[path.index("ticketed") - 1]]
    if visit.state != before:
        raise WrongStep(f"visit {visit.id} is {visit.state}, not {before}", state=visit.state)
    opening.refuse_late_ticket(office, step.now)
    return join(step, visit, service)


def _is_today(step: Step, visit: Visit) -> bool:
    return visit.service_date == step.today(visit.office)


def join(step: Step, visit: Visit, service: str, *, came_from: str | None = None) -> Leg:
    """Put a visit into the queue of a service, or into its order of arrival."""
    office = step.office_of(visit)
    queued = paths.has_queue(office, service)
    day = step.today(visit.office)
    n = next_number(step.session, f"ticket:{visit.office}:{service}:{day}") if queued else None
    leg = Leg(
        visit_id=visit.id,
        office=visit.office,
        service_date=day,
        service=service,
        queue=service,
        n=n,
        label="" if n is None else office.rules.queue.number(n),
        place=next_place(step, visit.office, service),
        came_from=came_from,
        created_at=step.now,
    )
    step.session.add(leg)
    step.session.flush()
    visit.service = service
    if visit.state != (waiting := "TICKETED" if queued else "GUESTBOOK_DONE"):
        step.move(visit, (visit.state,), waiting)
    note_joined(step, "joined", leg)
    _start_clock(step, leg)
    return leg


def note_joined(step: Step, kind: str, leg: Leg) -> None:
    """Append that a leg begins to wait, at which place."""
    step.note(kind, leg, queue=leg.queue, place=leg.place.isoformat(), n=leg.n)


def _start_clock(step: Step, leg: Leg) -> None:
    if paths.has_desk(step.office_of(leg), leg.service):
        leg_clocks.start_turns(step, leg.office, leg.service_date)
    else:
        leg_clocks.start(step, leg, step.now)


def next_place(step: Step, office: str, queue: str) -> datetime:
    """Give the end of the queue: behind everybody who is in it, also when the server's clock was set back."""
    last = select(func.max(Leg.place)).where(
        Leg.office == office, Leg.queue == queue, Leg.service_date == step.today(office)
    )
    place = step.session.scalar(last)
    return step.now if place is None else max(step.now, place + _TICK)


def open_legs(step: Step, visit_id: str) -> list[Leg]:
    """Give the services of a visit that are not over."""
    return [leg for leg in legs_of(step, visit_id) if leg.state in OPEN]


def legs_of(step: Step, visit_id: str) -> list[Leg]:
    """Give all services of a visit, the first one first."""
    return list(step.session.scalars(select(Leg).where(Leg.visit_id == visit_id).order_by(Leg.created_at, Leg.place)))

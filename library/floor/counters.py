"""The counters of a room: who sits there, for which services, and whom they serve."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from library.errors import BadForm
from library.floor import leg_clocks, paths
from library.floor.errors import CounterRefused
from library.floor.step import Step
from library.readers.roles import Role
from library.store.models import Account, CounterDesk, Leg

MOST = 99
_BUSY = "masih melayani pengunjung / it still serves a visitor"
_TAKEN = "dipakai petugas lain / another officer sits there"
_SHUT = "belum dibuka / it is not open"


def open_counter(step: Step, office: str, number: int, services: Sequence[str]) -> CounterDesk:
    """Sit down at a counter, go on after a pause, or change what it serves.

    Raises:
        BadForm: no such number, or a service that is not given at a counter.
        CounterRefused: another officer sits there.
    """
    wanted = list(dict.fromkeys(services))
    desk = [service for service in paths.SERVICES if paths.has_desk(step.office(office), service)]
    if not wanted or not set(wanted) <= set(desk):
        raise BadForm({"services": "choice-invalid" if wanted else "required"})
    counter = _counter(step, office, number)
    if counter.state != "closed" and counter.officer_id != step.officer:
        raise CounterRefused(f"{office} {number}", number=number, why=_TAKEN)
    counter.officer_id, counter.services = step.officer, wanted
    _set(step, counter, "open")
    return counter


def pause_counter(step: Step, office: str, number: int) -> CounterDesk:
    """Call nobody for a while; what it serves now it goes on serving.

    Raises:
        CounterRefused: it is not open, or another officer sits there.
    """
    counter = open_one(step, office, number)
    _refuse_others(step, counter)
    _set(step, counter, "paused")
    return counter


def close_counter(step: Step, office: str, number: int) -> CounterDesk:
    """Leave a counter.

    Raises:
        CounterRefused: it still calls or serves somebody, or another officer sits there.
    """
    counter = _counter(step, office, number)
    _refuse_others(step, counter)
    if serves(step, office, number) is not None:
        raise CounterRefused(f"{office} {number}", number=number, why=_BUSY)
    if counter.state != "closed":
        counter.officer_id = None
        _set(step, counter, "closed")
    return counter


def close_forgotten(step: Step, office: str) -> None:
    """Close the counters that were left open on an earlier day, except where somebody is still served."""
    calendar, today = step.office(office).calendar, step.today(office)
    query = select(CounterDesk).where(CounterDesk.office == office, CounterDesk.state != "closed")
    for counter in step.session.scalars(query).all():
        if calendar.local_date(counter.changed_at) < today and serves(step, office, counter.number) is None:
            counter.officer_id = None
            _set(step, counter, "closed")


def _refuse_others(step: Step, counter: CounterDesk) -> None:
    """A counter is its officer's; an administrator may close one that somebody forgot."""
    if counter.state == "closed" or counter.officer_id == step.person:
        return
    account = step.session.get(Account, step.person) if step.person else None
    if account is None or account.role != Role.ADMINISTRATOR:
        raise CounterRefused(f"{counter.office} {counter.number}", number=counter.number, why=_TAKEN)


def _counter(step: Step, office: str, number: int) -> CounterDesk:
    step.office(office)
    if not 1 <= number <= MOST:
        raise BadForm({"number": "choice-invalid"})
    counter = step.session.get(CounterDesk, (office, number))
    if counter is None:
        counter = CounterDesk(office=office, number=number, services=[], state="closed", changed_at=step.now)
        step.session.add(counter)
    return counter


def _set(step: Step, counter: CounterDesk, state: str) -> None:
    counter.state, counter.changed_at = state, step.now
    step.session.flush()
    step.note_room("counter", counter.office, number=counter.number, state=state, services=counter.services)
    leg_clocks.start_turns(step, counter.office, step.today(counter.office))


def open_one(step: Step, office: str, number: int) -> CounterDesk:
    """Give a counter that is open.

    Raises:
        CounterRefused: it is paused or closed, or there is none.
    """
    counter = step.session.get(CounterDesk, (office, number))
    if counter is None or counter.state != "open":
        raise CounterRefused(f"{office} {number}", number=number, why=_SHUT)
    return counter


def free_one(step: Step, office: str, number: int) -> CounterDesk:
    """Give the officer's counter, that is open and serves nobody.

    Raises:
        CounterRefused: it is not open, another officer sits there, or it calls or serves somebody.
    """
    counter = open_one(step, office, number)
    if counter.officer_id != step.person:
        raise CounterRefused(f"{office} {number}", number=number, why=_TAKEN)
    if serves(step, office, number) is not None:
        raise CounterRefused(f"{office} {number}", number=number, why=_BUSY)
    return counter


def serves(step: Step, office: str, number: int) -> Leg | None:
    """Give the leg that a counter calls or serves."""
    query = select(Leg).where(Leg.office == office, Leg.counter == number, Leg.state.in_(("CALLED", "SERVING")))
    return step.session.scalars(query).first()


def free_counter_of(step: Step, leg: Leg) -> int | None:
    """Give the number of the officer's own counter, where she has opened one; a desk without a number will do too.

    Raises:
        CounterRefused: she serves somebody else there.
    """
    query = select(CounterDesk).where(
        CounterDesk.office == leg.office, CounterDesk.officer_id == step.person, CounterDesk.state == "open"
    )
    own = step.session.scalars(query.order_by(CounterDesk.number)).all() if step.person else []
    free = [counter.number for counter in own if serves(step, leg.office, counter.number) is None]
    if own and not free:
        raise CounterRefused(f"{leg.office} {own[0].number}", number=own[0].number, why=_BUSY)
    return free[0] if free else None

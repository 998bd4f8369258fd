"""The room as an officer sees it now."""

from __future__ import annotations

from sqlalchemy import Select, func, or_, select

from library.floor import clock_views, opening, paths, reasons
from library.floor.showing import show_visits
from library.floor.step import Step
from library.floor.views import CounterView, FloorState, LegView, LockerView, VisitView
from library.store.models import Account, CounterDesk, FloorEvent, Locker, Visit


def floor_state(step: Step, office_code: str) -> FloorState:
    """Show who is here, who waits, who is served, what is held, and which promises run."""
    office, today = step.office(office_code), step.today(office_code)
    visits = show_visits(step, step.session.scalars(_present(step, office_code)).all())
    legs = [leg for visit in visits for leg in visit.legs]
    return FloorState(
        office=office_code,
        service_date=today,
        hours=opening.open_state(office, step.now),
        visits=tuple(visits),
        waiting=_in_order(legs, "WAITING"),
        called=_in_order(legs, "CALLED"),
        serving=_in_order(legs, "SERVING"),
        no_shows=tuple(leg for leg in _in_order(legs, "NO_SHOW") if leg.may_rejoin),
        counters=_counters(step, office_code, legs),
        lockers=_lockers(step, office_code),
        overdue=tuple(visit for visit in visits if _is_overdue(visit)),
        clocks=tuple(clock_views.running(step, office_code)),
        reasons_due=reasons.count_unexplained(step, office_code),
        last_event=last_event(step, office_code),
    )


def _present(step: Step, office: str) -> Select[Visit]:
    here = or_(Visit.service_date == step.today(office), Visit.state == paths.OVERDUE)
    return (
        select(Visit).where(Visit.office == office, Visit.state != "CLOSED", here).order_by(Visit.arrived_at, Visit.id)
    )


def _in_order(legs: list[LegView], state: str) -> tuple[LegView, ...]:
    return tuple(sorted((leg for leg in legs if leg.state == state), key=lambda leg: (leg.place, leg.id)))


def _is_overdue(visit: VisitView) -> bool:
    return visit.state == paths.OVERDUE


def _counters(step: Step, office: str, legs: list[LegView]) -> tuple[CounterView, ...]:
    at = {leg.counter: leg for leg in legs if leg.state in ("CALLED", "SERVING") and leg.counter is not None}
    known = {row.number: row for row in step.session.scalars(select(CounterDesk).where(CounterDesk.office == office))}
    numbers = sorted({*known, *range(1, step.office(office).rules.floor.counters.value + 1)})
    names = _names(step, {row.officer_id for row in known.values() if row.officer_id})
    return tuple(_counter_view(number, known.get(number), at.get(number), names) for number in numbers)


def _counter_view(number: int, row: CounterDesk | None, leg: LegView | None, names: dict[str, str]) -> CounterView:
    if row is None:
        return CounterView(number, "closed", (), None, "", None)
    return CounterView(number, row.state, tuple(row.services), row.officer_id, names.get(row.officer_id or "", ""), leg)


def _names(step: Step, ids: set[str]) -> dict[str, str]:
    rows = step.session.execute(select(Account.id, Account.name).where(Account.id.in_(ids)))
    return {account_id: name for account_id, name in rows}  # noqa: C416 - rows are not tuples for the type checker


def _lockers(step: Step, office: str) -> tuple[LockerView, ...]:
    """Give the lockers: those that are on record, and those of the room's rules that nobody has been given yet."""
    rows = step.session.scalars(select(Locker).where(Locker.office == office)).all()
    rules = step.office(office).rules
    many = rules.floor.lockers.value if rules.library.custody.value else 0
    unused = {number: LockerView(number, None, broken=False) for number in range(1, many + 1)}
    known = {row.number: LockerView(row.number, row.visit_id, row.broken) for row in rows}
    return tuple(view for _, view in sorted((unused | known).items()))


def last_event(step: Step, office: str) -> int:
    """Give the number of the newest event, 0 before the first."""
    return step.session.scalar(select(func.max(FloorEvent.seq)).where(FloorEvent.office == office)) or 0

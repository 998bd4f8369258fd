"""From records to views: visits and their legs, many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from library.floor import paths
from library.floor.guest_book import asks_identity
from library.floor.identities import has_account
from library.floor.step import Step
from library.floor.views import LegView, VisitView
from library.offices import Office
from library.offices.rules import QueueRules
from library.store.models import Account, HeldCard, Leg, Locker, Visit

WAITS = ("WAITING", "CALLED")


def show_legs(step: Step, legs: Sequence[Leg]) -> list[LegView]:
    """Show legs; whoever waits is told how many are in front of her."""
    rooms = {(leg.office, leg.service_date, leg.queue) for leg in legs if leg.state == "WAITING"}
    lines = {room: _line(step, *room) for room in rooms}
    shown = []
    for leg in legs:
        line = lines.get((leg.office, leg.service_date, leg.queue), [])
        ahead = line.index(leg.id) if leg.state == "WAITING" and leg.id in line else None
        shown.append(_leg_view(leg, step.office_of(leg).rules.queue, ahead))
    return shown


def _line(step: Step, office: str, day: object, queue: str) -> list[str]:
    query = select(Leg.id).where(
        Leg.office == office, Leg.service_date == day, Leg.queue == queue, Leg.state.in_(WAITS)
    )
    return list(step.session.scalars(query.order_by(Leg.place, Leg.id)))


def _leg_view(leg: Leg, rules: QueueRules, ahead: int | None) -> LegView:
    called = leg.called_at if leg.state == "CALLED" else None
    return LegView(
        id=leg.id,
        visit_id=leg.visit_id,
        office=leg.office,
        service_date=leg.service_date,
        service=leg.service,
        n=leg.n,
        label=leg.label,
        state=leg.state,
        counter=leg.counter,
        officer_id=leg.officer_id,
        calls=leg.calls,
        called_at=leg.called_at,
        recall_at=None if called is None else called + timedelta(seconds=rules.call_gap_seconds.value),
        may_no_show=leg.state == "CALLED" and leg.calls >= rules.calls_before_no_show.value,
        may_rejoin=leg.state == "NO_SHOW" and leg.returns < rules.no_show_returns.value,
        ahead=ahead,
        place=leg.place,
        created_at=leg.created_at,
        ended_at=leg.ended_at,
        came_from=leg.came_from,
    )


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside the visits that are shown, by visit."""

    legs: dict[str, list[LegView]]
    cards: dict[str, str]
    lockers: dict[str, int]
    accounts: dict[str, Account]


def show_visits(step: Step, visits: Sequence[Visit]) -> list[VisitView]:
    """Show visits with their legs and what is held of theirs."""
    beside = _look_beside(step, visits)
    return [_visit_view(step, visit, beside) for visit in visits]


def show_visit(step: Step, visit: Visit) -> VisitView:
    """Show one visit."""
    return show_visits(step, [visit])[0]


def _look_beside(step: Step, visits: Sequence[Visit]) -> _Beside:
    ids = [visit.id for visit in visits]
    legs = step.session.scalars(select(Leg).where(Leg.visit_id.in_(ids)).order_by(Leg.created_at, Leg.place)).all()
    by_visit: dict[str, list[LegView]] = defaultdict(list)
    for leg in show_legs(step, legs):
        by_visit[leg.visit_id].append(leg)
    cards = select(HeldCard).where(HeldCard.visit_id.in_(ids), HeldCard.given_back_at.is_(None))
    lockers = select(Locker).where(Locker.visit_id.in_(ids))
    accounts = select(Account).where(Account.id.in_({visit.account_id for visit in visits if visit.account_id}))
    return _Beside(
        by_visit,
        {card.visit_id: card.kind for card in step.session.scalars(cards)},
        {locker.visit_id: locker.number for locker in step.session.scalars(lockers) if locker.visit_id},
        {account.id: account for account in step.session.scalars(accounts)},
    )


def _visit_view(step: Step, visit: Visit, beside: _Beside) -> VisitView:
    office, legs = step.office_of(visit), tuple(beside.legs[visit.id])
    card, locker = beside.cards.get(visit.id), beside.lockers.get(visit.id)
    return VisitView(
        id=visit.id,
        office=visit.office,
        service_date=visit.service_date,
        version=visit.version,
        service=visit.service,
        state=visit.state,
        path=paths.path_of(office, visit.service),
        next=tuple(_next(office, visit, legs, held=card is not None or locker is not None)),
        code=visit.code,
        account_id=visit.account_id,
        has_account=has_account(beside.accounts.get(visit.account_id or "")),
        name=visit.name,
        email=visit.email,
        answers=dict(visit.answers),
        id_asked=asks_identity(office, visit.service),
        id_kind=visit.id_kind,
        id_last4=visit.id_last4,
        id_seen=visit.id_seen_at is not None,
        card=card,
        locker=locker,
        channel=visit.channel,
        language=visit.language,
        arrived_at=visit.arrived_at,
        guest_book_at=visit.guest_book_at,
        admitted_at=visit.admitted_at,
        closed_at=visit.closed_at,
        closing=visit.closing,
        legs=legs,
    )


def _next(office: Office, visit: Visit, legs: tuple[LegView, ...], *, held: bool) -> Iterable[str]:
    """Give what may be done with a visit, in the order in which it is usually done."""
    state, path = visit.state, paths.path_of(office, visit.service)
    if visit.guest_book_at is None and state == paths.STATE[path[path.index("guest_book") - 1]]:
        yield "guest_book"
    waiting = next((leg for leg in legs if leg.state in WAITS), None)
    if waiting is None and "ticketed" in path and state == paths.STATE[path[path.index("ticketed") - 1]]:
        yield "ticket"
    if waiting is not None:
        yield from _next_of_waiting(office, state, waiting, signed=visit.guest_book_at is not None)
    if state in ("IN_SERVICE", "ADMITTED") or (state == paths.OVERDUE and _is_served(legs)):
        yield "finish"
    if held:
        yield "give_back"
    if state in paths.PRESENT:
        yield "leave"
    if state in ("LEAVING", paths.OVERDUE) and not held:
        yield "close"


def _is_served(legs: tuple[LegView, ...]) -> bool:
    return any(leg.state == "SERVING" for leg in legs)


def _next_of_waiting(office: Office, state: str, leg: LegView, *, signed: bool) -> Iterable[str]:
    if leg.state == "CALLED":
        if signed:
            yield "start"
    elif leg.n is not None:
        yield "call"
    elif paths.has_desk(office, leg.service):
        yield "start"
    else:
        custody = paths.has_custody(office, leg.service)
        if custody and state == "GUESTBOOK_DONE":
            yield "card"
        if custody and state == "ID_HELD":
            yield "locker"
        if state in (("GUESTBOOK_DONE", "LOCKER") if custody else ("GUESTBOOK_DONE",)):
            yield "admit"

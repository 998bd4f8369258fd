"""The room's board: numbers, never names; everything in it comes from the records, so it survives any restart."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from library.floor import opening
from library.floor.day import last_event
from library.floor.step import Step
from library.floor.views import BoardLine, BoardState
from library.floor.waits import mean_wait
from library.store.models import FloorEvent, Leg

_NEXT = 8  # numbers that a room can read at a glance


def board_state(step: Step, office: str) -> BoardState:
    """Show the board of an office's room."""
    numbers = _numbers(step, office)
    waiting = [leg for leg in numbers if leg.state == "WAITING"]
    called = sorted((leg for leg in numbers if leg.state == "CALLED"), key=_called_at, reverse=True)
    serving = sorted((leg for leg in numbers if leg.state == "SERVING"), key=lambda leg: leg.counter or 0)
    return BoardState(
        office=office,
        hours=opening.open_state(step.office(office), step.now),
        now_serving=tuple(_line(leg) for leg in serving),
        called=tuple(_line(leg) for leg in called),
        last_called=_last_called(step, office),
        waiting=len(waiting),
        next_labels=tuple(leg.label for leg in waiting[:_NEXT]),
        average_wait_seconds=mean_wait(step, office),
        last_event=last_event(step, office),
    )


def _numbers(step: Step, office: str) -> list[Leg]:
    query = select(Leg).where(
        Leg.office == office,
        Leg.service_date == step.today(office),
        Leg.n.is_not(None),
        Leg.state.in_(("WAITING", "CALLED", "SERVING")),
    )
    return list(step.session.scalars(query.order_by(Leg.place, Leg.id)))


def _called_at(leg: Leg) -> datetime:
    return leg.called_at or leg.created_at


def _line(leg: Leg) -> BoardLine:
    return BoardLine(leg.label, leg.counter, _called_at(leg))


def _last_called(step: Step, office: str) -> BoardLine | None:
    query = select(FloorEvent).where(
        FloorEvent.office == office, FloorEvent.service_date == step.today(office), FloorEvent.kind == "called"
    )
    event = step.session.scalars(query.order_by(FloorEvent.seq.desc()).limit(1)).first()
    return None if event is None else BoardLine(event.details["label"], event.details["counter"], event.at)

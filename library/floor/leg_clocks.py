"""The clocks of the legs: C1 from a visitor's turn at a counter, C2 from the guest book to the reading room."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from library.clocks import ClockKind, Stop, promise_of, read_clock, stop_clock
from library.floor import clock_rows, paths
from library.floor.step import Step
from library.floor.turns import turn_of
from library.store.models import ClockRow, Leg


def kind_of(step: Step, leg: Leg) -> ClockKind:
    """Say which promise a leg is under."""
    return ClockKind.CONSULTATION if paths.has_desk(step.office_of(leg), leg.service) else ClockKind.LIBRARY


def subject_of(leg: Leg) -> str:
    """Name a leg in the clocks' table."""
    return f"leg:{leg.id}"


def start(step: Step, leg: Leg, at: datetime) -> ClockRow:
    """Start the clock of a leg, under the standard that its visit keeps."""
    office = step.office_of(leg)
    promise = promise_of(office, kind_of(step, leg))
    assert promise is not None  # only C5 may be without one
    return clock_rows.keep(step.session, leg.office, subject_of(leg), read_clock(at, promise, office.calendar))


def stop(step: Step, leg: Leg, end: Stop) -> None:
    """Close the clock of a leg. One whose turn had not come yet is started first, so that every leg is counted.

    A round has one verdict: who signed in at a terminal and then left was served, and is not counted again.
    """
    row = clock_rows.open_row(step.session, subject_of(leg), kind_of(step, leg))
    if row is None:
        if clock_rows.count_closed(step.session, subject_of(leg), kind_of(step, leg)) > leg.returns:
            return
        turn = turn_of(step.session, leg) if kind_of(step, leg) is ClockKind.CONSULTATION else None
        row = start(step, leg, min(turn or end.at, end.at))
    clock_rows.write(row, stop_clock(clock_rows.read(row), end, step.office_of(leg).calendar))


def start_turns(step: Step, office: str, day: date) -> None:
    """Start C1 of whoever's turn has come: only who is first in a queue can be meant."""
    query = (
        select(Leg)
        .where(Leg.office == office, Leg.service_date == day, Leg.state.in_(("WAITING", "CALLED")))
        .order_by(Leg.place, Leg.id)
    )
    first: dict[str, Leg] = {}
    for leg in step.session.scalars(query):
        first.setdefault(leg.queue, leg)
    for leg in first.values():
        if leg.state == "WAITING" and kind_of(step, leg) is ClockKind.CONSULTATION:
            _start_turn(step, leg)


def _start_turn(step: Step, leg: Leg) -> None:
    if clock_rows.open_row(step.session, subject_of(leg), ClockKind.CONSULTATION) is None:
        turn = turn_of(step.session, leg)
        if turn is not None:
            start(step, leg, turn)


def is_stopped(step: Step, leg: Leg) -> bool:
    """Say whether a clock that began with the leg has its verdict already."""
    return clock_rows.open_row(step.session, subject_of(leg), kind_of(step, leg)) is None

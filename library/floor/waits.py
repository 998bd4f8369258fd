"""How long people waited, from the events alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from statistics import fmean, median
from typing import Any

from sqlalchemy import select

from library.floor import paths
from library.floor.step import Step
from library.floor.views import Wait
from library.store.models import FloorEvent

_JOINS = ("joined", "rejoined")
_BEGINS = ("started", "admitted")


def waits_of(step: Step, office: str, day: date, until: datetime | None = None) -> dict[str, list[float]]:
    """Give the seconds from joining to the call that was answered (without a call: to being served), by service."""
    query = select(FloorEvent.leg_id, FloorEvent.kind, FloorEvent.at, FloorEvent.details).where(
        FloorEvent.office == office,
        FloorEvent.service_date == day,
        FloorEvent.kind.in_((*_JOINS, "called", *_BEGINS)),
    )
    if until is not None:
        query = query.where(FloorEvent.at <= until)
    return _measure(step.session.execute(query.order_by(FloorEvent.seq)))


def _measure(events: Iterable[Any]) -> dict[str, list[float]]:
    joined: dict[str, datetime] = {}
    called: dict[str, datetime] = {}
    found: dict[str, list[float]] = defaultdict(list)
    for leg, kind, at, details in events:
        if kind in _JOINS:
            joined[leg] = at
            called.pop(leg, None)
        elif kind == "called":
            called[leg] = at
        elif kind in _BEGINS and leg in joined:
            seconds = (called.get(leg, at) - joined[leg]).total_seconds()
            found[details["service"]].append(max(0.0, seconds))  # the server's clock may have been set back
    return found


def mean_wait(step: Step, office: str) -> float | None:
    """Give the mean wait (seconds) of today's visitors with a number who were called and came."""
    waits = waits_of(step, office, step.today(office))
    seconds = [
        wait for service, found in waits.items() if paths.has_queue(step.office(office), service) for wait in found
    ]
    return fmean(seconds) if seconds else None


def as_wait(seconds: list[float]) -> Wait:
    """Sum waiting times up."""
    if not seconds:
        return Wait(0, None, None, None)
    return Wait(len(seconds), median(seconds), fmean(seconds), max(seconds))

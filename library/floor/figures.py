"""A day in figures, from its events and its closed clocks: what the head of the office looks at."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select

from library.clocks import Compliance, compliance
from library.floor import clock_rows, clock_views
from library.floor.step import Step
from library.floor.views import DayCounts, DayFigures
from library.floor.waits import as_wait, waits_of
from library.store.models import ClockRow, FloorEvent

WEEK = timedelta(days=7)
_COUNTED = ("arrived", "started", "admitted", "expired", "left", "no_show", "closed")


def day_figures(step: Step, office: str, day: date) -> DayFigures:
    """Give the figures of a day beside those of the same weekday of the week before.

    While the day lasts, last week counts up to the same time of day only: else every morning would look quiet. Of today
    all counts that is written: where the server's clock was set back, some of it carries a later time.
    """
    until = step.now if day == step.today(office) else None
    rows = _clocks(step, office, day)
    breaches = [row for row in rows if row.result == "breached"]
    return DayFigures(
        office=office,
        today=_counts(step, office, day, None),
        last_week=_counts(step, office, day - WEEK, None if until is None else until - WEEK),
        breaches=tuple(clock_views.show_clocks(step, breaches)),
        reasons=tuple(Counter(row.reason for row in breaches).most_common()),
    )


def _counts(step: Step, office: str, day: date, until: datetime | None) -> DayCounts:
    kinds: Counter[str] = Counter()
    served: Counter[str] = Counter()
    arrivals, swept = [0] * 24, 0
    zone = step.office(office).calendar.zone
    for kind, at, details in _events(step, office, day, until):
        kinds[kind] += 1
        if kind == "arrived":
            arrivals[at.astimezone(zone).hour] += 1
        elif kind in ("started", "admitted"):
            served[details["service"]] += 1
        elif kind == "closed":
            swept += details["closing"] == "swept"
    waits = waits_of(step, office, day, until)
    return DayCounts(
        day=day,
        visits=kinds["arrived"],
        arrivals=tuple(arrivals),
        served=dict(served),
        wait={service: as_wait(seconds) for service, seconds in waits.items()},
        unserved=kinds["expired"],
        left=kinds["left"],
        no_shows=kinds["no_show"],
        swept=swept,
        compliance=_compliance(_clocks(step, office, day, until)),
    )


def _events(step: Step, office: str, day: date, until: datetime | None) -> list[tuple[str, datetime, dict[str, Any]]]:
    query: Select[str, datetime, dict[str, Any]] = select(FloorEvent.kind, FloorEvent.at, FloorEvent.details).where(
        FloorEvent.office == office, FloorEvent.service_date == day, FloorEvent.kind.in_(_COUNTED)
    )
    if until is not None:
        query = query.where(FloorEvent.at <= until)
    return [(kind, at, details) for kind, at, details in step.session.execute(query)]


def _clocks(step: Step, office: str, day: date, until: datetime | None = None) -> Sequence[ClockRow]:
    """Give the clocks that began on a local day and have their verdict (by `until`)."""
    calendar = step.office(office).calendar
    first, last = calendar.end_of_day(day - timedelta(days=1)), calendar.end_of_day(day)
    query = select(ClockRow).where(
        ClockRow.office == office, ClockRow.start >= first, ClockRow.start < last, ClockRow.stopped_at.is_not(None)
    )
    if until is not None:
        query = query.where(ClockRow.stopped_at <= until)
    return step.session.scalars(query).all()


def _compliance(rows: Sequence[ClockRow]) -> dict[str, Compliance]:
    by_kind = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(clock_rows.read(row))
    return {kind: compliance(clocks) for kind, clocks in sorted(by_kind.items())}

"""The numbers behind the pictures of the day."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from library.floor.views import ClockView, DayCounts, DayFigures, Wait
from webapp.rooms.door.words import CLOCKS, SERVICES, say

Line = dict[str, object]


def hours(figures: DayFigures) -> list[Line]:
    """Give the hours in which anybody came."""
    pairs = enumerate(zip(figures.today.arrivals, figures.last_week.arrivals, strict=True))
    return [
        {"hour": f"{hour:02d}.00–{(hour + 1) % 24:02d}.00", "today": today, "before": before}
        for hour, (today, before) in pairs
        if today or before
    ]


def numbers(figures: DayFigures) -> list[Line]:
    """Give the counts and the waiting times of the day beside those of the week before."""
    today, before = figures.today, figures.last_week
    rows: list[tuple[str, object, object]] = [(_("Visits"), today.visits, before.visits)]
    for service, name in SERVICES.items():
        rows += [
            (_("Served: %(service)s", service=name), today.served.get(service, 0), before.served.get(service, 0)),
            (_("Median wait: %(service)s", service=name), _median(today, service), _median(before, service)),
            (_("Longest wait: %(service)s", service=name), _longest(today, service), _longest(before, service)),
        ]
    rows += [
        (_("Went away unserved at the end of the day"), today.unserved, before.unserved),
        (_("Left while waiting"), today.left, before.left),
        (_("Did not come when called"), today.no_shows, before.no_shows),
        (_("Visits closed by the program"), today.swept, before.swept),
    ]
    return [{"what": what, "today": now, "before": then} for what, now, then in rows]


def _median(counts: DayCounts, service: str) -> str:
    return minutes(_wait(counts, service).median)


def _longest(counts: DayCounts, service: str) -> str:
    return minutes(_wait(counts, service).longest)


def _wait(counts: DayCounts, service: str) -> Wait:
    return counts.wait.get(service, Wait(0, None, None, None))


def minutes(seconds: float | None) -> str:
    """Write a duration as minutes and seconds, 7:05; a dash for none."""
    return "–" if seconds is None else f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def breach_line(clock: ClockView, names: dict[str, str]) -> Line:
    """Give a late promise: whose, which, how late, and why."""
    reason = names.get(clock.reason, clock.reason) or str(_("Not explained yet"))
    limit = ngettext("of %(num)s minute", "of %(num)s minutes", clock.limit_minutes or 0)
    return {
        "label": clock.label or "–",
        "clock": say(CLOCKS, clock.kind),
        "start": clock.start,
        "took": f"{minutes(clock.used_seconds)} {limit}",
        "reason": f"{reason}: {clock.reason_text}" if clock.reason_text else reason,
    }

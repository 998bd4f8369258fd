"""The day of an office: is the promise kept, now, and how does today stand beside the week before."""

from __future__ import annotations

from datetime import date, timedelta

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.floor.views import ClockView, DayFigures, FloorState
from library.offices import Office
from library.readers.roles import Right
from webapp.current import current_library
from webapp.pages import page
from webapp.rooms.day import tables
from webapp.rooms.day.blueprint import blueprint
from webapp.rooms.day.chart import Chart, draw
from webapp.rooms.day.verdict import shares, verdict
from webapp.rooms.door.post import own_office
from webapp.rooms.door.screens import frame_values, reasons, tabs
from webapp.rooms.door.words import CLOCKS
from webapp.security import audience

USUAL_HOURS = (8, 15)
KEPT = timedelta(days=5 * 366)
"""How far back a day may be asked for: nothing of the floor is kept longer."""
KINDS = tuple(CLOCKS)


@blueprint.get("")
@audience.right(Right.SEE_DAY)
def show() -> ResponseReturnValue:
    """Show today, or the day in `?date=`."""
    office = own_office()
    floor, latest = current_library().floor, office.calendar.local_date(current_library().clock())
    day = max(min(_asked_day() or latest, latest), latest - KEPT)
    figures, state = floor.figures(office.code, day), floor.day(office.code)
    late = _running_late(state) if day == latest else []
    return page(
        "day/show.html",
        view="staff",
        office=office,
        tabs=tabs("day.show"),
        today=figures.today,
        before=figures.last_week,
        is_today=day == latest,
        latest=latest,
        now=state.hours.now,
        verdict=verdict(figures.today.compliance, len(late)),
        clocks=shares(figures.today.compliance, KINDS),
        chart=_chart(office, figures),
        hours=tables.hours(figures),
        numbers=tables.numbers(figures),
        breaches=[tables.breach_line(clock, dict(reasons())) for clock in figures.breaches],
        why=_why(figures),
        **frame_values(office),
    )


def _asked_day() -> date | None:
    try:
        return date.fromisoformat(request.args.get("date", ""))
    except ValueError:
        return None


def _running_late(state: FloorState) -> list[ClockView]:
    return [clock for clock in state.clocks if clock.urgency == "alarm"]


def _why(figures: DayFigures) -> list[tuple[str, int]]:
    names = dict(reasons())
    return [(names.get(code, code) if code else str(_("Not explained yet")), count) for code, count in figures.reasons]


def _chart(office: Office, figures: DayFigures) -> Chart:
    first, last = _opening_hours(office, figures.today.day)
    return draw(dict(enumerate(figures.today.arrivals)), dict(enumerate(figures.last_week.arrivals)), first, last)


def _opening_hours(office: Office, day: date) -> tuple[int, int]:
    """Give the first and last local hour of a day's opening; usual ones for a closed day."""
    opening, closing = office.calendar.opening(day), office.calendar.closing(day)
    if opening is None or closing is None:
        return USUAL_HOURS
    zone = office.calendar.zone
    return opening.astimezone(zone).hour, closing.astimezone(zone).hour

"""Which year or month a page of figures is about, and the ones before it."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from flask import request
from flask_babel import get_locale

from library.offices import Office
from library.periods import Period, parse_period
from webapp.current import current_library

FIELD = "period"
MONTHS_BACK = 18
YEARS_BACK = 5


def chosen_period(office: Office) -> Period:
    """Give the period in the address; by default the month that it is at the office. Never one that has not begun."""
    today = office.calendar.local_date(current_library().clock())
    found = parse_period(request.args.get(FIELD, ""))
    return Period(today.year, today.month) if found is None or found.first > today else found


def period_name(period: Period) -> str:
    """Name a period: 2026, or November 2026."""
    if period.month is None:
        return str(period.year)
    return str(format_date(period.first, "MMMM y", locale=get_locale()))


def month_name(period: Period) -> str:
    """Name a month in three or four letters."""
    return str(format_date(period.first, "MMM", locale=get_locale()))


def offered_periods(office: Office, chosen: Period) -> list[tuple[str, str]]:
    """Give the years and months that can be chosen, the newest first; the chosen one is always among them."""
    today = office.calendar.local_date(current_library().clock())
    found = [*_years(today), *_months(today)]
    if chosen not in found:
        found.append(chosen)
    return [(period.key, period_name(period)) for period in found]


def _years(today: date) -> list[Period]:
    return [Period(today.year - back) for back in range(YEARS_BACK)]


def _months(today: date) -> list[Period]:
    months = [Period(today.year, today.month)]
    while len(months) < MONTHS_BACK:
        months.append(months[-1].before)
    return months

"""Numbers, dates and sizes as people here write them: 1.234,5 · 21 November 2026 · 14.05 WIB.

Pure functions of value, locale and time zone; `webapp.design` makes template filters of them.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

# The three zones by their Indonesian names; the English locale would say +0700.
ZONE_NAMES = {7: "WIB", 8: "WITA", 9: "WIT"}
_UNITS = ("B", "kB", "MB", "GB", "TB")


def number(value: float, locale: Locale, *, digits: int | None = None) -> str:
    """Write a number with the locale's separators, with `digits` decimals or as many as it has up to 3."""
    if digits is None:
        return format_decimal(value, locale=locale)
    return format_decimal(value, format="#,##0" + ("." + "0" * digits if digits else ""), locale=locale)


def percent(value: float, locale: Locale, *, digits: int = 0) -> str:
    """Write a fraction of 1 as a percentage: 0.125 is 12,5% with one digit."""
    return number(value * 100, locale, digits=digits) + "%"


def day(value: date, locale: Locale, *, weekday: bool = False) -> str:
    """Write a date in full: 21 November 2026, or with its weekday: Sabtu, 21 November 2026."""
    return format_date(value, "EEEE, d MMMM y" if weekday else "d MMMM y", locale=locale)


def clock(value: datetime, locale: Locale, zone: ZoneInfo) -> str:
    """Write an instant's time of day in a zone: 14.05 WIB (English: 14:05 WIB)."""
    local = value.astimezone(zone)
    written = format_datetime(local, "HH.mm" if locale.language == "id" else "HH:mm", locale=locale)
    return f"{written} {zone_name(local)}"


def moment(value: datetime, locale: Locale, zone: ZoneInfo) -> str:
    """Write an instant with its date and time: 21 November 2026, 14.05 WIB."""
    return f"{day(value.astimezone(zone).date(), locale)}, {clock(value, locale, zone)}"


def zone_name(local: datetime) -> str:
    """Name the zone of a local time: WIB, WITA, WIT, or its distance from UTC in hours and minutes."""
    offset = local.utcoffset() or timedelta()
    hours, rest = divmod(offset, timedelta(hours=1))
    name = None if rest else ZONE_NAMES.get(hours)
    return name or "UTC" + local.strftime("%z")


def size(count: int, locale: Locale) -> str:
    """Write a number of bytes with a decimal unit: 1,6 MB."""
    value, unit = float(count), _UNITS[0]
    for unit in _UNITS:
        if value < 1000 or unit == _UNITS[-1]:
            break
        value /= 1000
    return f"{number(value, locale, digits=0 if unit == 'B' or value >= 100 else 1)} {unit}"

"""Values of a report as people read them: 1.234 · 98,5% · 12,0."""

from __future__ import annotations

from fractions import Fraction

from babel.dates import format_date
from babel.numbers import format_decimal

from library.feedback.rounding import half_up
from library.periods import Period
from library.reports.tables import Kind, Value

_DIGITS = {"share": 1, "minutes": 1, "score": 2}


def rounded(value: float | Fraction, kind: Kind) -> float:
    """Round as the column shows it, half up; a share becomes percent."""
    exact = Fraction(value) * (100 if kind == "share" else 1)
    return float(half_up(exact, _DIGITS.get(kind, 0)))


def write_value(value: Value, kind: Kind, language: str) -> str:
    """Write a value in the form of its column; a dash for none."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if kind == "year":
        return str(value)
    digits = _DIGITS.get(kind, 0)
    text = format_decimal(rounded(value, kind), "#,##0" + ("." + "0" * digits if digits else ""), locale=language)
    return f"{text}%" if kind == "share" else text


def period_name(period: Period, language: str) -> str:
    """Name a period: 2026, or November 2026."""
    return str(period.year) if period.month is None else str(format_date(period.first, "MMMM y", locale=language))

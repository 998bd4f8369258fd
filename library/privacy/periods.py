"""How long a year is where data is kept for years."""

from __future__ import annotations

from datetime import datetime, timedelta

DAYS_A_YEAR = 365.25


def years_before(now: datetime, years: int) -> datetime:
    """Give the instant before which what is kept for so many years is over."""
    return now - timedelta(days=years * DAYS_A_YEAR)

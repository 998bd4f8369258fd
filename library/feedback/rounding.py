"""Rounding as the regulation's tables do: half goes up, from exact fractions, never from floating numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor


def half_up(value: Fraction, digits: int) -> Decimal:
    """Round to `digits` decimals; exactly half goes to the larger number."""
    scaled = floor(value * 10**digits + Fraction(1, 2))
    return Decimal(scaled).scaleb(-digits)

"""The time, as something that is handed in: tests and simulations move it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Give the server's time in UTC."""
    return datetime.now(UTC)

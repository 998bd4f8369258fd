"""How long readers wait for their copies, from the records."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.store.models import Copy


@dataclass(frozen=True, slots=True)
class Waits:
    """How many copies were ready within each bound (seconds), in all, and the sum of their waits (seconds)."""

    within: tuple[tuple[float, int], ...]
    count: int
    total: float


def waits(session: Session, bounds: tuple[float, ...]) -> Waits:
    """Count the copies by the time from grant to readiness."""
    rows = session.execute(select(Copy.created_at, Copy.ready_at).where(Copy.ready_at.is_not(None)))
    seconds = [(ready - created).total_seconds() for created, ready in rows if ready is not None]
    within = tuple((bound, sum(wait <= bound for wait in seconds)) for bound in bounds)
    return Waits(within, len(seconds), sum(seconds))

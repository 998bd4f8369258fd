"""Numbers without gaps or doubles: a counter row, raised in the transaction that uses it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from library.store.models import Counter


def next_number(session: Session, series: str) -> int:
    """Give the next number of a series, from 1. The session must hold the write lock."""
    counter = session.get(Counter, series)
    if counter is None:
        counter = Counter(series=series, last=0)
        session.add(counter)
    counter.last += 1
    session.flush()
    return counter.last

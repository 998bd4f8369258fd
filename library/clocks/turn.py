"""When a visitor's turn comes: nobody waits in front, and somebody could serve."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from library.clocks.open_time import instant

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


class Busy(NamedTuple):
    """From `start` until `end`, which is outside; `end` is None while it lasts."""

    start: datetime
    end: datetime | None


def turn_starts(ready: datetime, in_front: Iterable[Busy], counters: Iterable[Iterable[Busy]]) -> datetime | None:
    """Give the start of clock C1: max(ready, head, free); None while the turn has not come.

    `in_front` holds when each ticket in front was WAITING or CALLED, in any order. Each of `counters` holds when one
    eligible counter was busy: from the answered call (without a queue: from SERVING) until DONE, LEFT, NO_SHOW or
    TRANSFERRED; a paused counter counts as free. Without any counter the promise runs at once: that nobody is there
    to serve is not the visitor's fault.
    """
    head = _first_free(instant(ready), in_front)
    if head is None:
        return None
    free = [_first_free(head, busy) for busy in counters] or [head]
    return min((at for at in free if at is not None), default=None)


def _first_free(at: datetime, busy: Iterable[Busy]) -> datetime | None:
    """Give the first instant from `at` on that no span covers."""
    for start, end in sorted(busy, key=lambda span: span.start):
        if start > at:
            break
        if end is None:
            return None
        at = max(at, instant(end))
    return at

"""Which calls are still worth speaking. It knows no HTTP and asks no clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from library.floor.views import Happening

STALE = timedelta(seconds=90)
"""A call that nobody spoke for so long is not spoken any more: its visitor has read it from the board."""
SPOKEN = "called"
"""A first call and every later one of the same number."""


def to_speak(happenings: Iterable[Happening], now: datetime) -> list[Happening]:
    """Pick the calls that are still worth speaking, in their order; of several calls of one number, the last."""
    fresh = [h for h in happenings if h.kind == SPOKEN and h.label and h.counter and now - h.at <= STALE]
    last = {h.label: h.seq for h in fresh}
    return [h for h in fresh if last[h.label] == h.seq]

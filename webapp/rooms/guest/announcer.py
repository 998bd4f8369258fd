"""One voice a room: whoever holds the lease speaks, the others are silent. It knows no HTTP and asks no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from library.floor.views import Happening

LEASE = timedelta(seconds=15)
"""A screen that was silent for so long has lost its voice to the next that asks."""
STALE = timedelta(seconds=90)
"""A call that nobody spoke for so long is not spoken any more: its visitor has read it from the board."""
SPOKEN = "called"
"""A first call and every later one of the same number."""


@dataclass(slots=True)
class _Lease:
    holder: str
    until: datetime
    spoken: int


class Announcers:
    """The leases of all rooms. They live as long as the process: after a restart the next to ask gets the voice."""

    def __init__(self) -> None:
        self._leases: dict[str, _Lease] = {}
        self._lock = Lock()

    def claim(self, office: str, device: str, now: datetime, spoken: int, newest: int) -> int | None:
        """Ask for the voice of a room, or keep it; give the event after which to speak, None where another has it.

        Args:
            office: whose room.
            device: which screen asks.
            now: the server's instant.
            spoken: the last event that this screen has spoken, 0 for none yet.
            newest: the last event that there is; nothing after it can have been spoken, whatever a screen says or
                remembers from before a back-up was restored.
        """
        with self._lock:
            lease = self._leases.get(office)
            if lease is not None and lease.holder != device and lease.until > now:
                return None
            # What another screen has spoken already is not spoken again after a hand-over.
            after = min(max(spoken, lease.spoken if lease is not None else 0), newest)
            self._leases[office] = _Lease(device, now + LEASE, after)
            return after

    def release(self, office: str, device: str) -> None:
        """Give the voice back, as a screen does that is closed."""
        with self._lock:
            lease = self._leases.get(office)
            if lease is not None and lease.holder == device:
                lease.until = datetime.min.replace(tzinfo=lease.until.tzinfo)


def to_speak(happenings: Iterable[Happening], now: datetime) -> list[Happening]:
    """Pick the calls that are still worth speaking, in their order; of several calls of one number, the last."""
    fresh = [h for h in happenings if h.kind == SPOKEN and h.label and h.counter and now - h.at <= STALE]
    last = {h.label: h.seq for h in fresh}
    return [h for h in fresh if last[h.label] == h.seq]

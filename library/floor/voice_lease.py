"""One voice a room: the screen that holds the lease speaks, the others are silent."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from library.store.engine import Database
from library.store.models import VoiceLease

LEASE = timedelta(seconds=15)
"""A screen that was silent for so long has lost its voice to the next that asks."""
RENEW = timedelta(seconds=5)
"""A lease is written again when so much of it is gone, or when something was spoken: boards ask every two seconds."""


def claim(database: Database, office: str, device: str, now: datetime, spoken: int, newest: int) -> int | None:
    """Ask for the voice of a room, or keep it; give the event after which to speak, None where another has it.

    Args:
        database: holds the leases, so that they outlive a process and several processes agree.
        office: whose room.
        device: which screen asks.
        now: the server's instant.
        spoken: the last event that this screen has spoken, 0 for none yet.
        newest: the last event that there is; nothing after it can have been spoken, whatever a screen says or
            remembers from before a back-up was restored.
    """
    with database.read() as session:
        lease = session.get(VoiceLease, office)
        if lease is not None and _is_settled(lease, device, now, spoken, newest):
            return lease.spoken if lease.device_id == device else None
    with database.write() as session:
        return _take(session, office, device, now, spoken, newest)


def _is_settled(lease: VoiceLease, device: str, now: datetime, spoken: int, newest: int) -> bool:
    """Say whether nothing has to be written: another speaks, or this one's lease is fresh and says the same."""
    if lease.device_id != device:
        return _holds(lease, now)
    fresh = lease.until - now > LEASE - RENEW
    return fresh and _holds(lease, now) and lease.spoken == min(max(spoken, lease.spoken), newest)


def _holds(lease: VoiceLease, now: datetime) -> bool:
    """Say whether a lease counts; one that ends later than any lease can was given before the clock was set back."""
    return now < lease.until <= now + LEASE


def _take(session: Session, office: str, device: str, now: datetime, spoken: int, newest: int) -> int | None:
    lease = session.get(VoiceLease, office)
    if lease is None:
        lease = VoiceLease(office=office, device_id=device, until=now, spoken=0)
        session.add(lease)
    if lease.device_id != device and _holds(lease, now):
        return None
    # What another screen has spoken already is not spoken again after a hand-over.
    lease.device_id, lease.until, lease.spoken = device, now + LEASE, min(max(spoken, lease.spoken), newest)
    return lease.spoken

"""A new secret for a paired screen: drawn each time that it is wiped, for its browser forgets all cookies then."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from library.readers.credentials import new_secret, secret_hash
from library.store.models import Device


def rekey(session: Session, now: datetime, device_id: str) -> str | None:
    """Give a paired screen a new secret; None where it was revoked or is to be paired anew."""
    device = session.get(Device, device_id)
    if device is None or device.revoked_at is not None or device.secret_hash is None:
        return None
    secret = new_secret()
    device.secret_hash, device.seen_at = secret_hash(secret), now
    return secret

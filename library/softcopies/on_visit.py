"""A request made during a visit runs against a clock (C3); each step of it orders that clock to be brought up to date.

The clock is read from the records of the request alone (`library.floor.softcopy_clocks`), so it is exact however
late the order is carried out.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from library.jobs import outbox
from library.store.models import SoftcopyRequest

JOB = "softcopy.clock"
# After the copies themselves, before everything else.
PRIORITY = 1


def follow(session: Session, now: datetime, request: SoftcopyRequest) -> None:
    """Order C3 of a request to be brought up to date, if the request was made during a visit."""
    if request.visit_id is not None:
        outbox.add(session, now, JOB, {"request": request.id}, priority=PRIORITY, dedupe=f"clock:{request.id}")

"""The outbox: later work as rows, written in the same commit as its reason.

A worker leases a row (conditional UPDATE, fencing token), renews the lease while it works, and finishes it only with
the token it got: a worker that slept through its lease can neither finish nor fail what another has taken over.

What cuts work off from outside is no attempt: a worker that is told to stop gives its job back, and a lease that runs
out counts apart, since a machine may be restarted often while one long book is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Update, func, or_, select, update
from sqlalchemy.orm import Session

from library.clock import Clock
from library.store.engine import Database
from library.store.models import Job

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 4
# A free worker has found a new job after so long.
NOTICED = timedelta(seconds=1)
# Leases that may run out over one job before it is thought to be what ends its workers.
MAX_LAPSES = 20
# Waits before the second, third and fourth attempt.
RETRY_AFTER = (timedelta(seconds=2), timedelta(seconds=30), timedelta(minutes=5))


@dataclass(frozen=True, slots=True)
class Lease:
    """A row that this worker holds until `until`, and the token that proves it."""

    job: int
    kind: str
    payload: dict[str, Any]
    fence: int
    attempts: int
    until: datetime
    lapses: int = 0


def add(
    session: Session,
    now: datetime,
    kind: str,
    payload: dict[str, Any],
    *,
    priority: int = 5,
    dedupe: str | None = None,
    after: datetime | None = None,
) -> None:
    """Write a job into the caller's transaction, unless one with its `dedupe` key waits to be begun already."""
    if dedupe is not None and session.scalars(select(Job.id).where(Job.dedupe == dedupe)).first():
        return
    session.add(
        Job(kind=kind, payload=payload, dedupe=dedupe, priority=priority, run_after=after or now, created_at=now)
    )


class Outbox:
    """The rows, seen by a worker."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def lease(self, owner: str, kinds: set[str]) -> Lease | None:
        """Take the most urgent job that is due: new ones, and those whose worker has gone silent."""
        now = self._clock()
        due = or_(_is_due(now), (Job.state == "leased") & (Job.lease_until < now))
        with self._database.read() as session:
            if session.scalars(select(Job.id).where(due, Job.kind.in_(kinds)).limit(1)).first() is None:
                return None
        with self._database.write() as session:
            query = select(Job).where(due, Job.kind.in_(kinds)).order_by(Job.priority, Job.run_after, Job.id).limit(1)
            job = session.scalars(query).first()
            return None if job is None else _hand_over(job, owner, now)

    def shorten_leases(self) -> int:
        """Cut leases that end later than any can, because the clock was set back; who is alive renews hers."""
        longest = self._clock() + LEASE
        held = (Job.state == "leased") & (Job.lease_until > longest)
        with self._database.read() as session:
            if session.scalars(select(Job.id).where(held).limit(1)).first() is None:
                return 0
        with self._database.write() as session:
            changed = session.execute(update(Job).where(held).values(lease_until=longest))
            return cast("CursorResult[Any]", changed).rowcount

    def free(self, process: str) -> int:
        """End the leases of a process that is dead; give how many jobs others may take over at once."""
        held = (Job.state == "leased") & Job.owner.contains(f":{process}:", autoescape=True)
        with self._database.write() as session:
            changed = session.execute(update(Job).where(held).values(lease_until=self._clock() - timedelta(seconds=1)))
            return cast("CursorResult[Any]", changed).rowcount

    def renew(self, lease: Lease) -> bool:
        """Hold on for another lease's length; False when somebody else has taken over."""
        change = update(Job).where(*_held(lease)).values(lease_until=self._clock() + LEASE)
        return self._change(change)

    def finish(self, lease: Lease) -> bool:
        """Mark done."""
        values = {"state": "done", "finished_at": self._clock(), "owner": None, "error": ""}
        return self._change(update(Job).where(*_held(lease)).values(**values))

    def give_back(self, lease: Lease) -> bool:
        """Let somebody else do it, at once and as if it had never been begun: this worker has to stop."""
        # Its time to run stays what it was, so that it keeps its place in the line.
        values = {"state": "waiting", "owner": None, "attempts": lease.attempts - 1}
        return self._change(update(Job).where(*_held(lease)).values(**values))

    def fail(self, lease: Lease, error: str, *, final: bool = False) -> bool:
        """Put back for another attempt, or give up after the last one. True when it is given up."""
        now = self._clock()
        dead = final or lease.attempts >= MAX_ATTEMPTS
        if dead:
            values = {"state": "dead", "finished_at": now}
        else:
            values = {"state": "waiting", "run_after": now + RETRY_AFTER[lease.attempts - 1]}
        held = self._change(update(Job).where(*_held(lease)).values(owner=None, error=error[:2000], **values))
        return dead and held

    def _change(self, statement: Update) -> bool:
        with self._database.write() as session:
            return cast("CursorResult[Any]", session.execute(statement)).rowcount == 1

    def waits_before(self, kind: str, priority: int) -> bool:
        """Say whether a more urgent job of this kind has waited so long that no worker can be free for it."""
        now = self._clock()
        urgent = (Job.kind == kind, Job.priority < priority, Job.state == "waiting", Job.run_after <= now - NOTICED)
        with self._database.read() as session:
            return session.scalars(select(Job.id).where(*urgent).limit(1)).first() is not None

    def active(self, kinds: set[str]) -> int:
        """Count the jobs of these kinds that wait or are being done."""
        with self._database.read() as session:
            query = (
                select(func.count()).select_from(Job).where(Job.kind.in_(kinds), Job.state.in_(("waiting", "leased")))
            )
            return session.scalar(query) or 0

    def counts(self) -> dict[str, int]:
        """Count the jobs by state."""
        with self._database.read() as session:
            rows = session.execute(select(Job.state, func.count()).group_by(Job.state)).all()
        return {state: number for state, number in rows}  # noqa: C416 - rows are not tuples for the type checker

    def sweep_done(self, before: datetime) -> None:
        """Forget finished rows."""
        with self._database.write() as session:
            for job in session.scalars(select(Job).where(Job.state == "done", Job.finished_at < before)):
                session.delete(job)


def _is_due(now: datetime) -> ColumnElement[bool]:
    """Say which waiting jobs are due; a clock that was set back keeps none waiting longer than it was to wait."""
    at_once = (Job.run_after == Job.created_at) & (Job.created_at > now)
    retried = (Job.attempts > 0) & (Job.run_after > now + max(RETRY_AFTER))
    return (Job.state == "waiting") & ((Job.run_after <= now) | at_once | retried)


def _held(lease: Lease) -> tuple[Any, ...]:
    return (Job.id == lease.job, Job.state == "leased", Job.fence == lease.fence)


def _hand_over(job: Job, owner: str, now: datetime) -> Lease:
    silent = job.state == "leased"
    job.state = "leased"
    # The key is given back at the start, not at the end: its handler may have read already what changes now.
    job.dedupe = None
    job.owner = owner
    job.fence += 1
    if silent:
        job.lapses += 1  # the attempt that was cut off is begun anew
    else:
        job.attempts += 1
    job.lease_until = now + LEASE
    return Lease(job.id, job.kind, dict(job.payload), job.fence, job.attempts, job.lease_until, job.lapses)

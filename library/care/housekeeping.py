"""What nobody needs any more is taken away every day: finished jobs, old links and sign-ins, old copies and leaks."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from library.catalogue.incoming import IncomingFiles
from library.clock import Clock
from library.jobs import Outbox, outbox
from library.softcopies.delivery import Delivery
from library.store.blobs import FolderBlobs
from library.store.engine import Database
from library.store.folders import DataFolder
from library.store.models import FormToken, HalfSignIn, OneTimeLink, SignIn
from library.tracing.desk import TraceDesk

JOB = "care.housekeeping"
EVERY = timedelta(days=1)
KEEP_DONE = timedelta(days=30)
KEEP_SCRATCH = timedelta(days=7)
# No upload takes so long: what a crash cut off in the store or in quarantine is nobody's any more.
KEEP_CUT_OFF = timedelta(days=2)

log = structlog.get_logger(__name__)


def order(database: Database, now: datetime) -> None:
    """See that housekeeping is ordered; it orders itself again for the next day."""
    with database.write() as session:
        outbox.add(session, now, JOB, {}, priority=9, dedupe=JOB)


class Housekeeping:
    """The daily round."""

    def __init__(  # noqa: PLR0913 - each is a part of the library that has something to take away
        self,
        database: Database,
        folders: DataFolder,
        jobs: Outbox,
        delivery: Delivery,
        traces: TraceDesk,
        *,
        incoming: IncomingFiles,
        blobs: FolderBlobs,
        forget: Callable[[], object],
        clock: Clock,
    ) -> None:
        self._database = database
        self._folders = folders
        self._jobs = jobs
        self._delivery = delivery
        self._traces = traces
        self._incoming = incoming
        self._blobs = blobs
        self._forget = forget
        self._clock = clock

    def handle(self, _payload: dict[str, Any]) -> None:
        """Tidy up, then order tomorrow's round."""
        now = self._clock()
        copies = self._delivery.expire()
        leaks = self._traces.clear_old()
        self._jobs.sweep_done(now - KEEP_DONE)
        self._forget()
        scratch = _clear_scratch(self._folders.work)
        cut_off = time.time() - KEEP_CUT_OFF.total_seconds()
        halves = self._blobs.sweep_incoming(cut_off) + self._incoming.sweep_quarantine(cut_off)
        log.info("housekeeping", copies=copies, leaks=leaks, scratch=scratch, halves=halves)
        with self._database.write() as session:
            outbox.add(session, now, JOB, {}, priority=9, dedupe=f"{JOB}:{now + EVERY:%Y-%m-%d}", after=now + EVERY)


def forget_tokens(session: Session, before: datetime) -> int:
    """Delete the sign-ins, links and form tokens that were over before an instant; give how many sign-ins."""
    session.execute(delete(OneTimeLink).where(OneTimeLink.expires_at < before))
    session.execute(delete(HalfSignIn).where(HalfSignIn.expires_at < before))
    session.execute(delete(FormToken).where(FormToken.created_at < before))
    over = or_(SignIn.expires_at < before, SignIn.ended_at < before)
    return int(session.execute(delete(SignIn).where(over)).rowcount)  # type: ignore[attr-defined]


def _clear_scratch(folder: Path) -> int:
    """Delete working folders that nothing has touched for days; what is resumed sooner is kept."""
    oldest = time.time() - KEEP_SCRATCH.total_seconds()
    old = [path for path in folder.iterdir() if path.is_dir() and path.stat().st_mtime < oldest]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    return len(old)

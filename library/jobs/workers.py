"""Workers: threads that take jobs from the outbox, in the web process or in `pustaka worker`."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import structlog

from library.errors import LibraryError, Unavailable
from library.jobs.outbox import LEASE, MAX_ATTEMPTS, MAX_LAPSES, Lease, Outbox
from library.jobs.presence import Presence

Handler = Callable[[dict[str, Any]], None]
GaveUp = Callable[[dict[str, Any], str], None]
IDLE_SECONDS = 0.5
RENEW_SECONDS = LEASE.total_seconds() / 3

log = structlog.get_logger(__name__)


class Deserted(Exception):
    """Every worker that took this job has gone silent over it; whoever takes it next may be the next to die."""


class Interrupted(Exception):
    """Raised by a handler that breaks off because the workers were told to stop: its job is given back."""


class Workers:
    """A few threads over one outbox. Handlers do their own short transactions; none is held while they work."""

    def __init__(self, outbox: Outbox, presence: Presence | None = None) -> None:
        self.outbox = outbox
        self._presence = presence
        self._handlers: dict[str, Handler] = {}
        self._gave_up: dict[str, GaveUp] = {}
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._threads: list[threading.Thread] = []
        self._at_work: dict[int, Lease] = {}
        self._lock = threading.Lock()

    def register(self, kind: str, handler: Handler, gave_up: GaveUp | None = None) -> None:
        """Say who does jobs of this kind, and who hears of one that failed for good."""
        self._handlers[kind] = handler
        if gave_up is not None:
            self._gave_up[kind] = gave_up

    @property
    def kinds(self) -> set[str]:
        """The kinds of work that somebody here can do."""
        return set(self._handlers)

    def start(self, threads: int) -> None:
        """Start working in the background; the first thread leaves long work to the others where there are any."""
        for number in range(threads):
            kinds = self.kinds - LONG if threads > 1 and number == 0 else self.kinds
            thread = threading.Thread(target=self._work, args=(kinds,), name=f"worker-{number}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self, seconds: float = 10.0) -> None:
        """Let the workers finish what they hold, up to `seconds` in all; what is left is given back for others to do.

        Its threads may run on until the process ends; what they finish then counts no more.
        """
        self._stop.set()
        self._wake.set()
        until = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        with self._lock:
            left, self._at_work = list(self._at_work.values()), {}
        for lease in left:
            with contextlib.suppress(Exception):  # its lease will run out instead
                self.outbox.give_back(lease)
                log.info("job-given-back", job=lease.job, kind=lease.kind)
        if self._presence is not None:
            self._presence.end()

    @property
    def stopping(self) -> bool:
        """Whether the workers were told to stop: long work breaks off where it can go on later."""
        return self._stop.is_set()

    @property
    def running(self) -> int:
        """How many worker threads are alive."""
        return sum(thread.is_alive() for thread in self._threads)

    def wake(self) -> None:
        """Say that there is something new to do."""
        self._wake.set()

    def drain(self, kinds: set[str] | None = None) -> int:
        """Do all that is due now, in this thread; for the command line and tests. Returns how many were done."""
        done = 0
        while self._one(kinds or self.kinds):
            done += 1
        return done

    def _work(self, kinds: set[str]) -> None:
        while not self._stop.is_set():
            try:
                busy = self._one(kinds)
            except Exception:  # a worker outlives a locked or missing database
                log.exception("worker-stumbled")
                busy = False
            if not busy:
                self._wake.wait(IDLE_SECONDS)
                self._wake.clear()

    def _one(self, kinds: set[str]) -> bool:
        lease = self.outbox.lease(self._owner(), kinds)
        if lease is None and self._free_what_the_dead_held():
            lease = self.outbox.lease(self._owner(), kinds)
        if lease is None:
            self.outbox.shorten_leases()
            return False
        with self._lock:
            self._at_work[lease.job] = lease
        try:
            with self._renewing(lease):
                self._run(lease)
        finally:
            with self._lock:
                self._at_work.pop(lease.job, None)
        return True

    def _owner(self) -> str:
        process = ""
        if self._presence is not None:
            self._presence.begin()
            process = self._presence.name
        return f"{socket.gethostname()[:20]}:{os.getpid()}:{process}:{threading.current_thread().name}"[:60]

    def _free_what_the_dead_held(self) -> int:
        if self._presence is None:
            return 0
        freed = 0
        for process in self._presence.dead():
            freed += self.outbox.free(process)
            self._presence.bury(process)
        return freed

    def _run(self, lease: Lease) -> None:
        try:
            if lease.lapses > MAX_LAPSES:
                raise Deserted(f"{MAX_LAPSES} workers did not come back from it")  # noqa: TRY301 - told as any other failure
            self._handlers[lease.kind](lease.payload)
        except Interrupted:
            self.outbox.give_back(lease)
        except Exception as exc:  # noqa: BLE001 - whatever a handler raises is recorded, retried, and in the end told
            self._failed(lease, exc)
        else:
            self.outbox.finish(lease)

    def _failed(self, lease: Lease, exc: Exception) -> None:
        # A rule that says no will say no again; only what is out of order may be better later.
        refused = isinstance(exc, LibraryError) and not isinstance(exc, Unavailable)
        final = refused or lease.attempts >= MAX_ATTEMPTS or isinstance(exc, Deserted)
        log.warning("job-failed", job=lease.job, kind=lease.kind, attempt=lease.attempts, error=repr(exc)[:500])
        # Told while the job is still held: who dies in between leaves it to be told twice, never not at all.
        if final and lease.kind in self._gave_up and self.outbox.renew(lease):
            self._gave_up[lease.kind](lease.payload, repr(exc))
        self.outbox.fail(lease, repr(exc), final=final)

    @contextlib.contextmanager
    def _renewing(self, lease: Lease) -> Any:
        over = threading.Event()

        def renew() -> None:
            while not over.wait(RENEW_SECONDS):
                try:
                    self.outbox.renew(lease)
                except Exception:  # a locked database now must not cost the lease later
                    log.exception("lease-not-renewed", job=lease.job)

        thread = threading.Thread(target=renew, name=f"lease-{lease.job}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


# Kinds of work that take minutes; one thread never does them, so that a walk-in reader's copy does not wait.
LONG = frozenset(
    {
        "care.housekeeping",
        "catalogue.reread",
        "consultation.file",
        "ingest.read",
        "page.apply",
        "page.try",
        "preservation.pdfa",
        "preservation.round",
        "trace.describe",
        "trace.run",
    }
)

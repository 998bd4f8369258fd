"""What happens at each page of a file being read: it is told, and somebody may have a reason to break off."""

from __future__ import annotations

import time

from ingest.reading import Progress
from library import Library
from library.catalogue.incoming import JOB
from library.jobs import Interrupted
from library.store.models import IngestItem

TELL_EVERY = 0.5  # seconds between two notes of progress in the database
# What is recognised page by page is kept, and found by whoever goes on; the other steps would begin anew.
_GOES_ON = "ocr"


class PutAside(Exception):
    """Somebody paused the file: its reading ends here, and begins again when it is resumed."""


class Teller:
    """Writes progress to the item's row, but not more often than anybody can see."""

    def __init__(self, library: Library, item: IngestItem) -> None:
        """Begin to measure."""
        self._library, self._item = library, item
        self._told: tuple[float, str] = (0.0, "")
        self._began, self._whole = time.monotonic(), item.pages == 0

    @property
    def seconds(self) -> float:
        """How long it has taken; 0 where part of the work was done before."""
        return time.monotonic() - self._began if self._whole else 0.0

    def __call__(self, progress: Progress) -> None:
        """Take one report.

        Raises:
            Interrupted: the workers are to stop, or a more urgent file waits; the job is given back.
            PutAside: the file was paused.
        """
        if self._library.workers.stopping:
            raise Interrupted
        now = time.monotonic()
        at, step = self._told
        if progress.step == step and now - at < TELL_EVERY and progress.done != progress.total:
            return
        self._told = (now, progress.step)
        if not self._library.incoming.progress(self._item.id, progress.step, progress.done, progress.total):
            raise PutAside
        if progress.step == _GOES_ON and 0 < progress.done < progress.total:
            self._give_way()

    def _give_way(self) -> None:
        """Let a more urgent file go first, for whom no worker was free."""
        if self._library.outbox.waits_before(JOB, self._item.priority):
            raise Interrupted

"""The watch over folders: what lies there whole becomes items; what became of them is seen from where files lie.

Nothing is lost, whenever this process dies: the bytes are in quarantine and the row is written before the file is
moved, a file that was not moved is known again by its bytes, and one whose move was not noted is found where it went.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import and_, or_, select, update

from library.catalogue.batches import Batches
from library.catalogue.incoming import IncomingFiles, Intent, Origin, TooManyBytes
from library.catalogue.watched_folder import DONE, REFUSED, Lying, WatchedFolder, clean_place
from library.clock import Clock
from library.errors import LibraryError
from library.offices import Office
from library.store.engine import Database
from library.store.folders import DataFolder
from library.store.models import IngestItem

LOOK_EVERY = 2.0
"""Seconds from one look to the next."""
_GOOD, _BAD = ("done", "unpacked"), ("failed", "dismissed")

Reason = Callable[[IngestItem], str]
"""Says in words why a file was refused."""
log = structlog.get_logger(__name__)


def folders_of(root: str, offices: Iterable[str]) -> dict[str, Path]:
    """Give each office's folder: the one below the root that its code names, or the root where there is one office.

    Args:
        root: as set; empty for none.
        offices: codes.
    """
    codes = list(offices)
    if not root:
        return {}
    top = Path(root).expanduser()
    own = {code: top / code for code in codes if (top / code).is_dir()}
    return own or ({codes[0]: top} if len(codes) == 1 and top.is_dir() else {})


class Watching:
    """Looks at the folders of offices, in one process at a time.

    `watched` gives them by the codes of offices, and is asked at each look: one that is made later, or that lies on a
    share which was away at first, is watched from then on. What is found once stays an office's folder. `root` is what
    they lie in, for which one process watches.
    """

    def __init__(  # noqa: PLR0913 - each is a part of the library that it serves
        self,
        database: Database,
        folders: DataFolder,
        incoming: IncomingFiles,
        batches: Batches,
        clock: Clock,
        *,
        offices: dict[str, Office],
        root: str,
        watched: Callable[[], Mapping[str, Path]],
        reason: Reason,
        intent: Callable[[str], Intent] = lambda office: Intent(office=office),
    ) -> None:
        self._database, self._incoming, self._batches, self._clock = database, incoming, batches, clock
        self._offices, self._reason, self._intent = offices, reason, intent
        self._find, self._watched = watched, dict[str, WatchedFolder]()
        name = os.fsencode(Path(root).expanduser().resolve())
        self._lock = folders.work.parent / f"watch-{hashlib.sha256(name).hexdigest()[:12]}.lock"
        self._stop = threading.Event()

    def run(self) -> None:
        """Look again and again until told to stop; who comes second waits until the first has gone."""
        with self._lock.open("ab") as lock:
            while not self._stop.is_set():
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self.look()
                except BlockingIOError:
                    pass
                except Exception:  # a share that is away, a full disk: the next look may be luckier
                    log.exception("watch-stumbled")
                self._stop.wait(LOOK_EVERY)

    def stop(self) -> None:
        """Let the look that goes on be the last."""
        self._stop.set()

    def look(self, now: float | None = None) -> int:
        """Take in what is whole, and put away what is finished; give how many were taken in.

        Args:
            now: seconds of a clock that only goes forward.
        """
        at, taken = time.monotonic() if now is None else now, 0
        for office, path in self._find().items():
            if office not in self._watched:
                self._watched[office] = WatchedFolder(path.resolve())
        for office, folder in self._watched.items():
            for lying in folder.whole(at):
                taken += self._take(office, folder, lying)
            self._put_away(office, folder)
        return taken

    def _take(self, office: str, folder: WatchedFolder, lying: Lying) -> bool:
        try:
            item_id = self._receive(office, folder, lying)
            if item_id is None:
                return False
            # Noted first: who goes on after a crash looks for it there, and else it is still where it was.
            self._note(item_id, folder, folder.place_of(lying, item_id))
            folder.take(lying, item_id)
        except (LibraryError, OSError) as problem:  # it stays where it is, for the next look
            log.warning(
                "watched-file-not-taken", office=office, place=clean_place(lying.place), error=repr(problem)[:300]
            )
            return False
        return True

    def _receive(self, office: str, folder: WatchedFolder, lying: Lying) -> str | None:
        stream = folder.open(lying)
        if stream is None:
            return None
        place, intent = clean_place(lying.place), self._intent(office)
        name, batch = place.rpartition("/")[2], self._todays(office, folder, intent)
        origin = Origin(path=place, place=place, watched=_words(folder), source="folder")
        with stream:
            try:
                item_id = self._incoming.receive(stream, name, intent, batch, origin)
            except TooManyBytes:
                params = {"size": lying.mark[0], "limit": self._incoming.max_bytes}
                return self._incoming.refuse(name, intent, batch, origin, "too-large", params)
        if self._incoming.get(item_id).state == "failed":  # put in once more by somebody who wants it tried again
            self._incoming.retry(item_id, "system")
        return item_id

    def _todays(self, office: str, folder: WatchedFolder, intent: Intent) -> str:
        """Give the batch of a folder's day at its office."""
        day = self._clock().astimezone(ZoneInfo(self._offices[office].hours.time_zone.value)).date()
        name = f"{folder.root.name} {day.isoformat()}"
        known = self._batches.named(name, office, "folder")
        return known or self._batches.open(name, office, source="folder", by=intent.created_by)

    def _put_away(self, office: str, folder: WatchedFolder) -> None:
        good = and_(IngestItem.state.in_(_GOOD), IngestItem.place.not_like(f"{DONE}/%"))
        bad = and_(IngestItem.state.in_(_BAD), IngestItem.place.not_like(f"{REFUSED}/%"))
        which = (
            IngestItem.place != "",
            IngestItem.office == office,
            IngestItem.watched == _words(folder),
            or_(good, bad),
        )
        with self._database.read() as session:
            items = session.scalars(select(IngestItem).where(*which)).all()
        for item in items:
            reason = self._reason(item) if item.state in _BAD else ""
            try:
                self._note(item.id, folder, folder.finish(item.place, item.id, reason=reason))
            except OSError as problem:
                log.warning("watched-file-not-moved", item=item.id, error=repr(problem)[:300])

    def _note(self, item_id: str, folder: WatchedFolder, place: str) -> None:
        values = {"place": place, "watched": _words(folder)}
        with self._database.write() as session:
            session.execute(update(IngestItem).where(IngestItem.id == item_id).values(**values))


def _words(folder: WatchedFolder) -> str:
    return clean_place(str(folder.root))

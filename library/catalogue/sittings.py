"""Sittings of readers who scan: from the first page to one copy, by the scanner's folder or by files of the station.

A sitting belongs to the screen and the sign-in with which it began. It ends when she sends her pages, throws them away,
signs out, when somebody else signs in there, or when nothing was heard of her for `HOLD`, of which a scan is one; what
was not sent is deleted then, for nobody shall find it. What has come and is whole leaves the scanner's folder at once
for a folder of her own; whose it is follows from time alone: what was there when she began is never shown to her.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from library.catalogue.incoming import IncomingFiles, Intent, TooManyBytes
from library.catalogue.pages_file import pack_pages
from library.catalogue.scanner import Mark, Scanners
from library.catalogue.sheets import (
    MOST_PAGES,
    SheetPage,
    arranged,
    pages_of,
    sheet_name,
    title_of,
    to_send,
    whole_sheet,
)
from library.clock import Clock
from library.errors import NotFound, StorageFailed
from library.ids import new_id
from library.store.blobs import CHUNK
from library.store.engine import Database
from library.store.folders import DataFolder
from library.store.models import ScanSitting
from library.store.turns import my_turn

HOLD = timedelta(minutes=3)
"""A reader who does nothing for so long has left the scanner to the next."""
TRIES = 2
"""A sheet that took too long so often cannot be read: she who stands there shall hear it."""
KEY = 6  # letters that tell two sheets of one instant apart
_UNFINISHED = "."  # what is still being written begins with it

Count = Callable[[Path], int | None]
"""How many pages a sheet has: 0 where it cannot be read, None where it could not be asked just now.

`TimeoutError` says that the sheet itself took too long.
"""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A sitting as it is shown."""

    id: str
    office: str
    scanner: bool
    """She has the office's scanner."""
    pages: tuple[SheetPage, ...]
    coming: int
    """Scans that the machine is still writing, and sheets whose pages are not counted yet."""
    most: int = MOST_PAGES
    """Pages that there can be."""

    @property
    def sent(self) -> list[SheetPage]:
        """The pages that would become the copy."""
        return to_send(self.pages)

    @property
    def version(self) -> str:
        """Differs where anything looks different."""
        text = repr([(page.sheet, page.number, page.kept) for page in self.pages])
        return f"{len(self.pages)}.{self.coming}.{hashlib.sha256(text.encode()).hexdigest()[:12]}"


class Sittings:
    """The sittings of all offices, in the database: they outlive the process, and several processes share them."""

    def __init__(
        self,
        database: Database,
        folders: DataFolder,
        scanners: Scanners,
        incoming: IncomingFiles,
        clock: Clock,
        max_bytes: int,
    ) -> None:
        self._database, self._clock, self._max_bytes = database, clock, max_bytes
        self._root, self._incoming, self.scanners = folders.sheets, incoming, scanners
        # A worker that draws may read what is there when it starts.
        self._root.mkdir(parents=True, exist_ok=True, mode=0o700)

    def begin(self, office: str, sign_in: str, device: str) -> bool:
        """Take the office's scanner, from now on; False where another reader has it."""
        self._end_lapsed(ScanSitting.office == office)
        self._make_way(sign_in, device)
        with self._database.write() as session:
            query = select(ScanSitting).where(ScanSitting.office == office, ScanSitting.scanner.is_(True))
            holder = session.scalars(query).first()
            if holder is not None and holder.sign_in != sign_in:
                return False
            own = holder or self._sit_down(session, office, sign_in, device)
            if not own.scanner:
                own.scanner, own.before = True, [list(mark) for mark in sorted(self.scanners.marks(office))]
            own.until = self._clock() + HOLD
        return True

    def add(self, office: str, sign_in: str, device: str, stream: BinaryIO, name: str) -> None:
        """Put a file of the station to the pages of the sitting, which begins with it where there is none.

        Raises:
            TooManyBytes: it and the sheets before it are more than this library takes; it is not kept.
            StorageFailed: the disk refused; it is not kept.
            NotFound: the sitting ended at this very moment; it is not kept.
        """
        self._make_way(sign_in, device)
        with self._database.write() as session:
            row = self._sit_down(session, office, sign_in, device)
            row.until = self._clock() + HOLD
        folder = self._folder(row.id)
        with self._turn(row.id):
            if self._read(device, sign_in) is None:
                raise NotFound(what="pindaian / scan")
            try:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                room = self._max_bytes - sum(path.stat().st_size for path in folder.iterdir())
                self._write(stream, folder / sheet_name(time.time_ns(), new_id(KEY), name), room, name)
            except OSError as exc:
                raise StorageFailed(str(exc)) from exc

    def look(self, device: str, sign_in: str, count: Count) -> tuple[Sitting, bool] | None:
        """Take in what has come, and show the sitting; also say whether anything has: only that keeps it.

        None where this sign-in has no sitting at this screen.
        """
        row = self._read(device, sign_in)
        if row is None:
            return None
        with self._turn(row.id):
            row = self._read(device, sign_in)  # it may have been sent while this waited
            if row is None:
                return None
            writing = self._collect(row) if row.scanner else 0
            waiting = self._waiting(row)
        # Outside the turn: whoever signs out does not wait until a slow sheet is counted.
        came = self._register(row.id, [(path, self._counted(path, count)) for path in waiting])
        row = self._read(device, sign_in)
        return None if row is None else (_shown(row, writing + len(self._waiting(row))), came)

    def show(self, device: str, sign_in: str, count: Count) -> Sitting | None:
        """Show the sitting as `look` does; asking keeps it."""
        with self._database.write() as session:
            row = self._own(session, device, sign_in)
            if row is not None:
                row.until = self._clock() + HOLD
        looked = self.look(device, sign_in, count)
        return None if looked is None else looked[0]

    def arrange(self, device: str, sign_in: str, deed: str, sheet: str, number: int) -> None:
        """Move a page, leave it out, or put it back (`library.catalogue.sheets.DEEDS`).

        Raises:
            NotFound: there is no sitting.
        """
        with self._database.write() as session:
            row = self._own(session, device, sign_in)
            if row is None:
                raise NotFound(what="pindaian / scan")
            row.pages = _plain(arranged(_pages(row), deed, sheet, number))
            row.until = self._clock() + HOLD

    def sheet(self, device: str, sign_in: str, name: str) -> Path:
        """Give the file of a sheet of this sitting.

        Raises:
            NotFound: it is none of it.
        """
        row = self._read(device, sign_in)
        if row is None or name not in {page.sheet for page in _pages(row)}:
            raise NotFound(what="pindaian / scan")
        return self._folder(row.id) / name

    def send(self, device: str, sign_in: str, intent: Intent) -> int:
        """Give the pages in as one file, of which one copy is made, and end the sitting; give how many pages.

        0 where there is nothing to send, or where something is still coming; the sitting goes on then.

        Raises:
            TooManyBytes, StorageFailed: as `IncomingFiles.receive`; the sitting goes on.
        """
        row = self._read(device, sign_in)
        if row is None:
            return 0
        with self._turn(row.id):
            row = self._read(device, sign_in)  # another request may have sent it while this waited
            pages = _pages(row) if row is not None else []
            sent = to_send(pages)
            if row is None or not sent or self._is_coming(row):
                return 0
            self._give_in(row, pages, sent, intent)
            self._begin_anew_or_end(row.id)
        return len(sent)

    def end(self, device: str) -> None:
        """End the sitting of a screen, lapsed or not; what was not sent is deleted.

        Raises:
            OSError: the disk refused; the next round tries again.
        """
        self._end(ScanSitting.device_id == device)

    def end_lapsed(self) -> None:
        """Delete what readers left who went away without a word, and folders that no sitting names."""
        self._end_lapsed(ScanSitting.office.is_not(None))
        with self._database.read() as session:
            known = set(session.scalars(select(ScanSitting.id)))
        old = time.time() - HOLD.total_seconds()
        for path in self._root.iterdir():
            with suppress(FileNotFoundError):  # a turn that has just ended
                if path.name.partition(".")[0] not in known and path.stat().st_mtime < old:
                    shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)

    def _make_way(self, sign_in: str, device: str) -> None:
        """End what stands at this screen and is not hers."""
        others = or_(ScanSitting.sign_in != sign_in, ScanSitting.until <= self._clock())
        self._end(ScanSitting.device_id == device, others)

    def _sit_down(self, session: Session, office: str, sign_in: str, device: str) -> ScanSitting:
        """Give the sitting of this screen and sign-in; another's that began there a moment ago ends."""
        row = session.scalars(select(ScanSitting).where(ScanSitting.device_id == device)).first()
        if row is not None and row.sign_in == sign_in and row.until > self._clock():
            return row
        if row is not None:
            self._clear(session, row)
        row = ScanSitting(id=new_id(), office=office, device_id=device, sign_in=sign_in)
        row.until, row.scanner, row.before, row.pages = self._clock() + HOLD, False, [], []
        session.add(row)
        session.flush()
        return row

    def _own(self, session: Session, device: str, sign_in: str) -> ScanSitting | None:
        mine = (ScanSitting.device_id == device, ScanSitting.sign_in == sign_in, ScanSitting.until > self._clock())
        return session.scalars(select(ScanSitting).where(*mine)).first()

    def _read(self, device: str, sign_in: str) -> ScanSitting | None:
        with self._database.read() as session:
            return self._own(session, device, sign_in)

    @contextmanager
    def _turn(self, sitting: str) -> Iterator[None]:
        """Be alone with the files of a sitting; taken before the write lock of the database, never within it."""
        self._root.mkdir(parents=True, exist_ok=True, mode=0o700)  # what is derived may have been deleted
        with my_turn(self._root / f"{sitting}.lock"):
            yield

    def _folder(self, sitting: str) -> Path:
        return self._root / sitting

    def _collect(self, row: ScanSitting) -> int:
        """Move the scanner's whole files over; give how many are still being written.

        Raises:
            StorageFailed: the disk refused; what was not moved stays with the scanner.
        """
        scans = self.scanners.came(row.office, _marks(row), self._clock())
        try:
            self._folder(row.id).mkdir(parents=True, exist_ok=True, mode=0o700)
            for scan in scans:
                if scan.whole:
                    target = self._folder(row.id) / sheet_name(scan.changed_ns, new_id(KEY), scan.path.name)
                    unfinished = target.with_name(_UNFINISHED + target.name)
                    shutil.move(scan.path, unfinished)  # by a copy, where the scanner has a disk of its own
                    unfinished.rename(target)
        except OSError as exc:
            raise StorageFailed(str(exc)) from exc
        return sum(not scan.whole for scan in scans)

    def _waiting(self, row: ScanSitting) -> list[Path]:
        """List the sheets whose pages are not entered; also those that a crash kept from being entered."""
        known, folder = {page.sheet for page in _pages(row)}, self._folder(row.id)
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
        return [path for path in paths if not path.name.startswith(_UNFINISHED) and path.name not in known]

    def _is_coming(self, row: ScanSitting) -> bool:
        """Say whether something of hers would be lost if the sitting ended now."""
        scans = self.scanners.came(row.office, _marks(row), self._clock()) if row.scanner else []
        return bool(scans or self._waiting(row))

    @staticmethod
    def _counted(sheet: Path, count: Count) -> int | None:
        try:
            return count(sheet)
        except TimeoutError:
            return 0 if _tried(sheet) >= TRIES else None

    def _register(self, sitting: str, counted: Sequence[tuple[Path, int | None]]) -> bool:
        """Enter the pages of sheets that have come, each sheet once, whoever else counted it; say whether any has."""
        known_counts = [(path.name, count) for path, count in counted if count is not None]
        if not known_counts:
            return False
        with self._database.write() as session:
            held = session.get(ScanSitting, sitting)
            if held is None:
                return False
            pages = _pages(held)
            for name, count in known_counts:
                if name not in {page.sheet for page in pages}:
                    pages += pages_of(name, count, MOST_PAGES - sum(page.is_readable for page in pages))
            held.pages, held.until = _plain(pages), self._clock() + HOLD
        return True

    def _write(self, stream: BinaryIO, target: Path, room: int, name: str) -> None:
        unfinished, size = target.with_name(_UNFINISHED + target.name), 0
        try:
            with unfinished.open("xb") as out:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    if size > room:
                        raise TooManyBytes(name=name[:80], limit_mb=self._max_bytes // 1_000_000)
                    out.write(chunk)
            unfinished.rename(target)
        finally:
            unfinished.unlink(missing_ok=True)

    def _give_in(self, row: ScanSitting, pages: Sequence[SheetPage], sent: Sequence[SheetPage], intent: Intent) -> None:
        folder, only = self._folder(row.id), whole_sheet(pages, sent)
        path = folder / (only or f"{_UNFINISHED}pages")
        try:
            if only is None:
                pack_pages(folder, [(page.sheet, page.number) for page in sent], path)
            with path.open("rb") as stream:
                # The sitting as the batch: sent twice, it is one item.
                self._incoming.receive(stream, title_of(sent), intent, row.id)
        except OSError as exc:
            raise StorageFailed(str(exc)) from exc

    def _end_lapsed(self, which: ColumnElement[bool]) -> None:
        self._end(ScanSitting.until <= self._clock(), which)

    def _end(self, *which: ColumnElement[bool]) -> None:
        with self._database.read() as session:
            found = session.scalars(
                select(ScanSitting.id).where(*which)
            ).all()  # nearly always none: nothing is written
        failed = [sitting for sitting in found if not self._is_ended(sitting, *which)]
        if failed:
            raise OSError(f"sittings that could not be deleted: {failed}")

    def _is_ended(self, sitting: str, *which: ColumnElement[bool]) -> bool:
        """End one sitting, if it is still one of these; False where the disk refused."""
        try:
            with self._turn(sitting):
                self._forget(ScanSitting.id == sitting, *which)
        except OSError:
            return False
        return True

    def _begin_anew_or_end(self, sitting: str) -> None:
        """Forget a sitting that was sent; a scan that came while it was given in is the first of her next one."""
        with self._database.write() as session:
            row = session.get(ScanSitting, sitting)
            if row is None:
                return
            late = row.scanner and self.scanners.came(row.office, _marks(row), self._clock())
            shutil.rmtree(self._folder(sitting), ignore_errors=True)  # what is left the round deletes
            session.delete(row)
            session.flush()
            if late:
                again = self._sit_down(session, row.office, row.sign_in, row.device_id)
                again.scanner, again.before = True, row.before

    def _forget(self, *which: ColumnElement[bool]) -> None:
        with self._database.write() as session:
            for row in session.scalars(select(ScanSitting).where(*which)).all():
                self._clear(session, row)

    def _clear(self, session: Session, row: ScanSitting) -> None:
        """Delete what came, then forget the sitting.

        Raises:
            OSError: the scanner's folder refuses: the sitting stays, for only it knows whose those files are.
        """
        if row.scanner:
            self.scanners.clear(row.office, _marks(row))
        shutil.rmtree(self._folder(row.id), ignore_errors=True)  # what is left no sitting names: the round deletes it
        session.delete(row)
        session.flush()


def _marks(row: ScanSitting) -> list[Mark]:
    return [(str(name), int(changed), int(size)) for name, changed, size in row.before]


def _pages(row: ScanSitting) -> list[SheetPage]:
    return [SheetPage(str(sheet), int(number), bool(kept)) for sheet, number, kept in row.pages]


def _plain(pages: Sequence[SheetPage]) -> list[list[object]]:
    return [[page.sheet, page.number, page.kept] for page in pages]


def _tried(sheet: Path) -> int:
    """Note beside a sheet that it took too long once more, for every process; give how often it has."""
    try:
        with sheet.with_name(f"{_UNFINISHED}{sheet.name}.tries").open("ab") as tries:
            tries.write(b".")
            return tries.tell()
    except OSError:
        return 0  # the sitting is over, or the disk is full


def _shown(row: ScanSitting, coming: int) -> Sitting:
    return Sitting(row.id, row.office, row.scanner, tuple(_pages(row)), coming)

"""Pages that a reader scanned from a printed edition: hers alone, and offered to the librarian where she agrees.

The librarian sees the pages in small and the edition, never the reader. Accepting copies the file into the way that
every file goes: reading, review with a decision on rights, release. The reader's own copy stays what it was, whatever
is decided. Where she is erased, her items have lost their names, and nothing of them is offered any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from library import audit
from library.catalogue import works
from library.catalogue.incoming import IncomingFiles, Intent
from library.clock import Clock
from library.errors import BadForm, LostRace, NotFound
from library.holdings.copies import refuse_unknown
from library.holdings.unfinished_offers import pair
from library.ids import new_id
from library.readers.own_office import refuse_other_office
from library.store.blobs import FolderBlobs
from library.store.engine import Database
from library.store.models import Account, EditionScan, IngestItem, Work, WorkFile

ACCESS = ("open", "restricted")


@dataclass(frozen=True, slots=True)
class Offer:
    """What a librarian sees of an offer; nothing of it says whose it is."""

    id: str
    edition: Work
    office: str
    pages: int
    at: datetime


def attach(session: Session, now: datetime, batch: str, owner_id: str, edition_id: str, *, offered: bool) -> bool:
    """Say of which edition the pages of a sitting are; False where no such pages came in.

    Args:
        session: holds the write lock.
        now: the time.
        batch: of the item that the pages became.
        owner_id: whose pages they are; nobody else's are attached.
        edition_id: the released work that she named.
        offered: whether the librarian may look at them for the collection.

    Raises:
        NotFound: there is no such edition.
    """
    edition = refuse_unknown(session, edition_id)
    query = select(IngestItem).where(IngestItem.batch == batch, IngestItem.owner_id == owner_id)
    item = session.scalars(query.order_by(IngestItem.created_at.desc()).limit(1)).first()
    if item is None or session.get(EditionScan, item.id) is not None:
        return False
    state = "open" if offered else "kept"
    session.add(EditionScan(item_id=item.id, edition_id=edition.id, state=state, created_at=now))
    session.flush()
    return True


def editions_of(session: Session, item_ids: list[str]) -> dict[str, Work]:
    """Give the editions of which scans are, by item."""
    query = select(EditionScan.item_id, Work).join(Work, Work.id == EditionScan.edition_id)
    return {row[0]: row[1] for row in session.execute(query.where(EditionScan.item_id.in_(item_ids)))}


def waiting(session: Session, office: str | None, limit: int = 100) -> list[Offer]:
    """List the offers that can be looked at, the first first; of one office or of all."""
    query = (
        select(EditionScan, IngestItem.office, WorkFile.pages, Work)
        .join(IngestItem, IngestItem.id == EditionScan.item_id)
        .join(WorkFile, WorkFile.work_id == IngestItem.work_id)
        .join(Work, Work.id == EditionScan.edition_id)
        .where(EditionScan.state == "open", IngestItem.state == "done", IngestItem.name != "")
        .order_by(EditionScan.created_at, EditionScan.item_id)
        .limit(limit)
    )
    query = query.where(IngestItem.office == office) if office else query
    return [Offer(scan.item_id, work, own, pages, scan.created_at) for scan, own, pages, work in session.execute(query)]


def offered_file(session: Session, item_id: str, actor: str) -> WorkFile:
    """Give the file of an offer that waits, for a librarian of its office to look at.

    Raises:
        NotFound: nothing of this is offered (any more).
        NotAllowed: it is another office's.
    """
    _scan, item = _open(session, item_id, actor)
    return works.current_file(session, item.work_id or "")


def decline(session: Session, now: datetime, item_id: str, reason: str, actor: str) -> None:
    """Leave the pages to their reader alone.

    Raises:
        BadForm: no reason.
        NotFound, NotAllowed: as `offered_file`.
        LostRace: somebody else has decided.
    """
    clean = " ".join(reason.split())[:300]
    _open(session, item_id, actor)
    if not clean:
        raise BadForm({"reason": "required"})
    _decide(session, now, item_id, "declined", actor, reason=clean)
    audit.record(session, now, actor, "scan.decline", f"item:{item_id}")


class Offers:
    """Taking pages into the collection, which needs the store and the quarantine."""

    def __init__(self, database: Database, blobs: FolderBlobs, incoming: IncomingFiles, clock: Clock) -> None:
        self._database, self._blobs, self._incoming, self._clock = database, blobs, incoming, clock

    def accept(self, item_id: str, access: str, actor: str) -> str:
        """Give the pages in as a file of the edition; give the id of the item, which then waits to be read.

        Args:
            item_id: the offer.
            access: open or restricted: what the office may do with it, which the librarian has looked at.
            actor: the librarian.

        Raises:
            BadForm: no such access.
            NotFound, NotAllowed, LostRace: as `decline`.
            StorageFailed: the disk refused; the offer still waits.
        """
        if access not in ACCESS:
            raise BadForm({"access": "choice-invalid"})
        batch = new_id()
        with self._database.write() as session:
            scan, item = _open(session, item_id, actor)
            file = works.current_file(session, item.work_id or "")
            edition = session.get_one(Work, scan.edition_id)
            # Taken before the file is copied: of two librarians who press at once, one gives it in. Should the
            # machine stop before the end, the batch tells what became of it (`unfinished_offers`).
            _decide(session, self._clock(), item_id, "accepted", actor, batch=batch)
            by = actor if session.get(Account, actor) else None
            intent = Intent(office=item.office, access=access, created_by=by)
            name = f"{edition.title[:120]} {edition.year or ''}".strip() + ".pdf"
            audit.record(session, self._clock(), actor, "scan.accept", f"item:{item_id}", work=edition.id)
        try:
            with self._blobs.path(file.original).open("rb") as stream:
                taken = self._incoming.receive(stream, name, intent, batch)
        except BaseException:
            self._set(item_id, state="open", decided_by=None, decided_at=None, batch=None)
            raise
        if not self._set(item_id, state="accepted", taken_as=taken):
            self._keep_edition(taken, edition.id)
        return taken

    def _keep_edition(self, taken: str, edition_id: str) -> None:
        """Keep of which edition a file is whose reader was erased while it was being copied."""
        with self._database.write() as session:
            told = {"edition_id": edition_id, "state": "accepted", "taken_as": taken, "created_at": self._clock()}
            session.add(EditionScan(item_id=taken, **told))

    def follow(self, payload: dict[str, str]) -> None:
        """Show a librarian the work that an accepted scan became beside its edition, whose newer file it may be."""
        with self._database.write() as session:
            taken = EditionScan.taken_as == IngestItem.id
            query = select(EditionScan.edition_id).join(IngestItem, taken).where(IngestItem.work_id == payload["work"])
            for edition_id in session.scalars(query).all():
                pair(session, self._clock(), edition_id, payload["work"])

    def _set(self, item_id: str, **values: object) -> bool:
        with self._database.write() as session:
            changed = session.execute(update(EditionScan).where(EditionScan.item_id == item_id).values(**values))
            return bool(changed.rowcount)  # type: ignore[attr-defined]


def _open(session: Session, item_id: str, actor: str) -> tuple[EditionScan, IngestItem]:
    scan, item = session.get(EditionScan, item_id), session.get(IngestItem, item_id)
    if scan is None or item is None or item.work_id is None or scan.state == "kept" or not item.name:
        raise NotFound(what=item_id)
    refuse_other_office(session, actor, item.office)
    if scan.state != "open":
        raise LostRace(f"offer {item_id} is {scan.state}")
    return scan, item


def _decide(session: Session, now: datetime, item_id: str, state: str, actor: str, **told: str) -> None:
    by = actor if session.get(Account, actor) else None
    values = {"state": state, "decided_by": by, "decided_at": now, **told}
    still = (EditionScan.item_id == item_id, EditionScan.state == "open")
    changed = session.execute(update(EditionScan).where(*still).values(**values))
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise LostRace(f"offer {item_id} was decided meanwhile")

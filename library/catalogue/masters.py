"""Masters that no copy can be made from: their derived body is lost, or another version of the program wrote it.

What cannot be made again as it was gets a successor, a further version with slots and a key of its own, from which
copies are made from then on. The old one's slot map and key stay records.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from library.audit import record
from library.catalogue.works import current_master
from library.errors import NotFound
from library.store.blobs import BlobStore, Stored
from library.store.engine import Database
from library.store.models import Blob, Master, WorkFile
from watermark.errors import BodyError
from watermark.master import read_body


@dataclass(frozen=True, slots=True)
class KnownMaster:
    """A master, its body's recorded checksum, the file that it is made from, and the version that made it.

    `current` tells that no further version of it stands.
    """

    id: str
    body: str
    shown: str
    work: str
    engine: str
    current: bool


@dataclass(frozen=True, slots=True)
class Unfit:
    """The masters that copies cannot be made from.

    Attributes:
        lost: their body is missing or damaged, and can be made again.
        foreign: their body has every byte that it had, and this program cannot read it.
    """

    lost: tuple[KnownMaster, ...]
    foreign: tuple[KnownMaster, ...]


def unfit_masters(database: Database, blobs: BlobStore) -> Unfit:
    """Read the body of every master and list those that copies cannot be made from."""
    newest = select(func.max(Master.version)).where(Master.file_id == WorkFile.id).correlate(WorkFile).scalar_subquery()
    columns = (Master.id, Master.body, WorkFile.shown, WorkFile.work_id, Master.engine, Master.version == newest)
    with database.read() as session:
        query = select(*columns).join(WorkFile, WorkFile.id == Master.file_id).order_by(Master.created_at, Master.id)
        known = [KnownMaster(*row) for row in session.execute(query)]
    lost, foreign = [], []
    for master in known:
        if not blobs.check(master.body):
            lost.append(master)
        elif not _can_be_read(master, blobs):
            foreign.append(master)
    return Unfit(tuple(lost), tuple(foreign))


@dataclass(frozen=True, slots=True, kw_only=True)
class Successor:
    """A master prepared anew, with the key that copies of it will be made with."""

    body: Stored
    slots: Stored
    engine: str
    traceability: dict[str, Any]
    key_id: str


def succeed(session: Session, now: datetime, master: KnownMaster, new: Successor) -> int | None:
    """Enter a further version of a master; give its number, or None where the master has a successor already."""
    old = session.get_one(Master, master.id)
    if current_master(session, old.file_id).id != old.id:
        return None
    for stored, role in ((new.body, "master"), (new.slots, "slots")):
        if session.get(Blob, stored.sha256) is None:
            session.add(Blob(sha256=stored.sha256, size=stored.size, role=role, derived=False, created_at=now))
    session.flush()
    session.add(
        Master(
            file_id=old.file_id,
            version=old.version + 1,
            body=new.body.sha256,
            slots=new.slots.sha256,
            engine=new.engine,
            key_id=new.key_id,
            traceability=new.traceability,
            created_at=now,
        )
    )
    record(session, now, "system", "master.succeed", f"master:{old.id}", version=old.version + 1)
    return old.version + 1


def _can_be_read(master: KnownMaster, blobs: BlobStore) -> bool:
    """Its checksum says only that nothing has changed since; its form may be one that is not written any more."""
    try:
        read_body(blobs.path(master.body), mapped=True)
    except (BodyError, NotFound):
        return False
    return True

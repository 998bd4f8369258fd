"""Masters that no copy can be made from: their derived body is lost, or another version of the program wrote it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from library.errors import NotFound
from library.store.blobs import BlobStore
from library.store.engine import Database
from library.store.models import Master, WorkFile
from watermark.errors import BodyError
from watermark.master import read_body


@dataclass(frozen=True, slots=True)
class KnownMaster:
    """A master, its body's recorded checksum, the file that it is made from, and the version that made it."""

    id: str
    body: str
    shown: str
    work: str
    engine: str


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
    columns = (Master.id, Master.body, WorkFile.shown, WorkFile.work_id, Master.engine)
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


def _can_be_read(master: KnownMaster, blobs: BlobStore) -> bool:
    """Its checksum says only that nothing has changed since; its form may be one that is not written any more."""
    try:
        read_body(blobs.path(master.body), mapped=True)
    except (BodyError, NotFound):
        return False
    return True

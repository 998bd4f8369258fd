"""Masters whose derived body has been lost."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from library.store.blobs import BlobStore
from library.store.engine import Database
from library.store.models import Master, WorkFile


@dataclass(frozen=True, slots=True)
class MasterToMake:
    """A master, its body's recorded checksum, and the file that it is made from."""

    id: str
    body: str
    shown: str


def masters_to_make(database: Database, blobs: BlobStore) -> list[MasterToMake]:
    """List the masters whose body is missing or damaged."""
    with database.read() as session:
        query = select(Master.id, Master.body, WorkFile.shown).join(WorkFile, WorkFile.id == Master.file_id)
        rows = [MasterToMake(id_, body, shown) for id_, body, shown in session.execute(query)]
    return [row for row in rows if not blobs.check(row.body)]

"""The files of an archive become items of its batch, each with a state of its own.

An archive is unpacked once more when something of it was refused and is to be tried again.
"""

from __future__ import annotations

import shutil

from ingest.errors import ZipEmpty
from ingest.limits import Limits
from ingest.telling import PutAside, Teller
from ingest.unpacking import Member, unpack_archive
from library import Library
from library.catalogue.file_names import is_litter
from library.catalogue.incoming import Intent, Origin
from library.store.models import IngestItem

# A ZIP (APPNOTE 4.3): with files in it, or empty.
_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
_STALL_SECONDS = 300  # the longest file may take so long to be written to a slow disk


class Unpacker:
    """Takes archives apart. What a run that was cut off has taken in already is not taken in twice."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def takes(self, item: IngestItem) -> bool:
        """Say whether an item is an archive whose files the library wants; a reader's own scan never is."""
        if item.owner_id is not None:
            return False
        with self._library.incoming.quarantined(item.id).open("rb") as file:
            return file.read(4) in _SIGNATURES

    def unpack(self, item: IngestItem) -> None:
        """Take in what an archive holds, and list what of it cannot be used.

        Raises:
            IngestError: the archive cannot be used as a whole.
            PutAside, Interrupted: see `Teller`.
            StorageFailed: the disk refused; it is tried again.
        """
        library = self._library
        folder = library.folders.work / f"{item.original}-unpacked"
        settings = library.settings
        limits = Limits(
            bytes=settings.max_bytes,
            address_bytes=settings.child_memory,
            wall_seconds=settings.child_seconds,
            stall_seconds=_STALL_SECONDS,
        )
        path = library.incoming.quarantined(item.id)
        found = unpack_archive(path, folder, limits=limits, progress=Teller(library, item))
        members = [member for member in found if not _is_litter(member)]
        if not members:
            raise ZipEmpty
        for member in members:
            if not library.incoming.is_at_work(item.id):
                raise PutAside
            self._take(item, member)
        if not library.incoming.unpacked(item.id):
            raise PutAside
        shutil.rmtree(folder, ignore_errors=True)
        library.workers.wake()

    def _take(self, item: IngestItem, member: Member) -> None:
        incoming = self._library.incoming
        intent = Intent(
            office=item.office,
            release=item.release,
            access=item.access,
            created_by=item.created_by,
            priority=item.priority,
        )
        path = f"{item.path or item.name}/{member.name}"
        origin = Origin(path=path, parent=item.id, unpacking=item.changed_at)
        if member.path is None:
            incoming.refuse(member.name, intent, item.batch, origin, member.error, dict(member.params))
            return
        with member.path.open("rb") as stream:
            incoming.receive(stream, member.name, intent, item.batch, origin)


def _is_litter(member: Member) -> bool:
    """Say whether a file lies in a hidden folder, or is a program's own; what leads out of the archive is told."""
    return any(is_litter(part) for part in member.name.split("/") if part not in ("", ".", ".."))

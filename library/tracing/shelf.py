"""The masters that a leak is compared with; those that cannot be looked at stop no trace of the others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from library.errors import NotFound
from library.softcopies.assembly import PURPOSE
from library.store.blobs import BlobStore
from library.store.folders import DataFolder
from library.tracing.results import LeftOut, Why
from library.tracing.suspects import MarkedMaster
from watermark.errors import KeyRingError, WatermarkError
from watermark.keys import KeyRing

if TYPE_CHECKING:
    from watermark.trace.drawing import Drawer
    from watermark.trace.masters import KnownMaster

_WHAT: dict[Why, str] = {
    "file-missing": "berkas induk / file of the master",
    "key-missing": "kunci / key",
    "damaged": "berkas induk yang utuh / undamaged master",
}

log = structlog.get_logger(__name__)


class Shelf:
    """Opens masters for the engine."""

    def __init__(self, blobs: BlobStore, folders: DataFolder, keys: KeyRing) -> None:
        self._blobs = blobs
        self._folders = folders
        self._keys = keys

    def index_of(self, master: str) -> Path:
        """Say where a master's page index lies, or would lie."""
        return self._folders.traces / f"{master}.pages"

    def open(self, master: MarkedMaster, drawer: Drawer) -> KnownMaster:
        """Hand a master to the engine; its files are there, but nothing of them is read yet.

        Raises:
            NotFound: a file of it is missing.
            KeyRingError: a key is.
        """
        from watermark.trace.masters import KnownMaster
        from watermark.trace.views import MasterPages

        return KnownMaster(
            work=master.work,
            version=master.id,
            pages=MasterPages(self._blobs.path(master.body), self._blobs.path(master.slots), drawer),
            keys=tuple((key, self._keys.derive(key, master.id, PURPOSE)) for key in master.keys),
            index=self.index_of(master.id),
            candidates=master.identities,
        )

    def take(
        self, masters: Sequence[MarkedMaster], drawer: Drawer, *, whole: bool = False, all_of_them: bool = False
    ) -> tuple[list[KnownMaster], list[LeftOut]]:
        """Give the masters that can be looked at, their pages indexed, and those that cannot.

        Args:
            masters: that went out.
            drawer: draws pages of those that have no index yet.
            whole: read every byte of them, also where they have an index.
            all_of_them: leave none out.

        Raises:
            NotFound: one cannot be looked at, though none may be left out.
        """
        known, left_out = [], []
        for master in masters:
            try:
                known.append(self._checked(master, drawer, whole=whole))
            except (NotFound, WatermarkError) as exc:
                if all_of_them:
                    raise NotFound(str(exc), what=f"{_WHAT[_why(exc)]}: {exc}") from exc
                log.warning("left-out", master=master.id, work=master.work, why=str(exc))
                left_out.append(LeftOut(master.work, master.id, _why(exc)))
        return known, left_out

    def _checked(self, master: MarkedMaster, drawer: Drawer, *, whole: bool) -> KnownMaster:
        from watermark.single_page import open_pages

        known = self.open(master, drawer)
        if whole:
            open_pages(self._blobs.path(master.body), self._blobs.path(master.slots))
            _ = known.pages.sizes
        _ = known.page_index
        return known


def _why(exc: Exception) -> Why:
    if isinstance(exc, NotFound):
        return "file-missing"
    return "key-missing" if isinstance(exc, KeyRingError) else "damaged"

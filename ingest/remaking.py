"""`pustaka rebuild masters`: a lost or damaged master body is prepared again and must come out as recorded."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import structlog

from ingest.errors import IngestError, NoRoom
from ingest.limits import Limits
from ingest.preparing import prepare_file
from library import Library
from library.catalogue.masters import KnownMaster, unfit_masters
from library.errors import BadInput, LibraryError, NotFound, Texts
from library.store.blobs import file_sha256

log = structlog.get_logger(__name__)


class MasterDiffers(BadInput):
    """It did not come out as recorded."""

    code = "master-differs"
    texts: ClassVar[Texts] = {
        "id": "Hasil pembuatannya berbeda dari catatan: dahulu dibuat versi lain (mesin {engine}), atau berkas asalnya "
        "rusak. Pulihkan dari cadangan: pustaka verify --repair FOLDER.",
        "en": "It comes out otherwise than recorded: another version made it (engine {engine}), or the file that it is "
        "made from is damaged. Bring it back from a back-up: pustaka verify --repair FOLDER.",
    }


class MasterOfAnotherVersion(BadInput):
    """It is as it was recorded, in a form that this program does not read."""

    code = "master-of-another-version"
    texts: ClassVar[Texts] = {
        "id": "Utuh, tetapi ditulis versi lain (mesin {engine}) dan tidak terbaca oleh versi ini, dan tidak dapat "
        "dibuat ulang dengan tanda yang sama. Salinan dan penelusurannya perlu versi yang menulisnya.",
        "en": "It is whole, but another version wrote it (engine {engine}) and this one cannot read it, nor make it "
        "again with the same marks. Its copies, and tracing them, need the version that wrote it.",
    }


@dataclass(frozen=True, slots=True)
class NotMade:
    """A master that copies still cannot be made from, the work that it belongs to, and why."""

    master: str
    work: str
    why: LibraryError | IngestError


@dataclass(frozen=True, slots=True)
class Remade:
    """How many masters were made again, and which are left."""

    number: int
    left: tuple[NotMade, ...]


def remake_masters(library: Library, progress: Callable[[int, int], None]) -> Remade:
    """Prepare every master whose body is missing or damaged. One that fails does not stop the others.

    What did not come out as recorded leaves the store as it was. Bodies that are whole and cannot be read are named
    with the others that are left.

    Raises:
        StorageFailed, NoRoom: the disk refused, which the others would meet, too.
    """
    unfit = unfit_masters(library.database, library.blobs)
    left = [NotMade(master.id, master.work, MasterOfAnotherVersion(engine=master.engine)) for master in unfit.foreign]
    for done, master in enumerate(unfit.lost, 1):
        try:
            _remake(library, master)
        except NoRoom:
            raise
        except (BadInput, NotFound, IngestError) as why:
            log.warning("master-not-remade", master=master.id, why=why.detail)
            left.append(NotMade(master.id, master.work, why))
        progress(done, len(unfit.lost))
    return Remade(len(unfit.lost) + len(unfit.foreign) - len(left), tuple(left))


def _remake(library: Library, master: KnownMaster) -> None:
    with tempfile.TemporaryDirectory(dir=library.folders.work) as folder:
        prepared = prepare_file(library.blobs.path(master.shown), Path(folder), limits=Limits())
        if file_sha256(prepared.body) != master.body:
            raise MasterDiffers(f"master {master.id} comes out as another body", engine=master.engine)
        library.blobs.put(prepared.body)  # it takes the damaged one's place in one step
    log.info("master-remade", master=master.id)

"""`pustaka rebuild masters`: a lost or damaged master body is prepared again, or succeeded by a new version."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import structlog

from ingest.errors import IngestError, NoRoom
from ingest.limits import Limits
from ingest.preparing import Prepared, prepare_file
from library import Library
from library.catalogue.masters import KnownMaster, Successor, succeed, unfit_masters
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


class MasterSucceeded(BadInput):
    """It cannot be had as it was; copies are made from a further version from now on."""

    code = "master-succeeded"
    texts: ClassVar[Texts] = {
        "id": "Tidak dapat dibuat lagi seperti semula (mesin {engine}); salinan baru dibuat dari versi {version}. "
        "Untuk salinan lama dan penelusurannya, pulihkan yang semula: pustaka verify --repair FOLDER.",
        "en": "It cannot be made again as it was (engine {engine}); new copies are made from version {version}. "
        "For copies made before, and to trace them, bring the old one back: pustaka verify --repair FOLDER.",
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
    """Prepare every master whose body is missing, damaged, or of a form that is not read any more.

    One that fails does not stop the others. Where the body comes out otherwise than recorded, and the file that it is
    made from is whole, it becomes a further version of the master; the old one is named with those that are left.

    Raises:
        StorageFailed, NoRoom: the disk refused, which the others would meet, too.
    """
    unfit = unfit_masters(library.database, library.blobs)
    every = [(master, _remake) for master in unfit.lost] + [(master, _renew) for master in unfit.foreign]
    left: list[NotMade] = []
    for done, (master, way) in enumerate(every, 1):
        try:
            with tempfile.TemporaryDirectory(dir=library.folders.work) as folder:
                way(library, master, Path(folder))
        except NoRoom:
            raise
        except (BadInput, NotFound, IngestError) as why:
            log.warning("master-not-remade", master=master.id, why=why.detail)
            left.append(NotMade(master.id, master.work, why))
        progress(done, len(every))
    return Remade(len(every) - len(left), tuple(left))


def _remake(library: Library, master: KnownMaster, folder: Path) -> None:
    prepared = prepare_file(library.blobs.path(master.shown), folder, limits=Limits())
    if file_sha256(prepared.body) != master.body:
        _succeed(library, master, prepared)
        raise MasterDiffers(f"master {master.id} comes out as another body", engine=master.engine)
    library.blobs.put(prepared.body)  # it takes the damaged one's place in one step
    log.info("master-remade", master=master.id)


def _renew(library: Library, master: KnownMaster, folder: Path) -> None:
    if master.current:
        _succeed(library, master, prepare_file(library.blobs.path(master.shown), folder, limits=Limits()))
    raise MasterOfAnotherVersion(engine=master.engine)


def _succeed(library: Library, master: KnownMaster, prepared: Prepared) -> None:
    """Make it a further version, if it has none, and if the file that it is made from is as it was.

    Raises:
        MasterSucceeded: that was done.
    """
    if not master.current or not library.blobs.check(master.shown):
        return
    new = Successor(
        body=library.blobs.put(prepared.body),
        slots=library.blobs.put(prepared.slots),
        engine=prepared.engine,
        traceability=prepared.traceability,
        key_id=library.keys.active,
    )
    with library.database.write() as session:
        version = succeed(session, library.clock(), master, new)
    if version is not None:
        log.info("master-succeeded", master=master.id, version=version)
        raise MasterSucceeded(f"master {master.id} comes out as another body", engine=master.engine, version=version)

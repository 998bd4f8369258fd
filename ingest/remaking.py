"""`pustaka rebuild masters`: a lost or damaged master body is prepared again and must come out as recorded."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import structlog

from ingest.limits import Limits
from ingest.preparing import prepare_file
from library import Library
from library.catalogue.masters import MasterToMake, masters_to_make
from library.errors import BadInput
from library.store.blobs import file_sha256

log = structlog.get_logger(__name__)


def remake_masters(library: Library, progress: Callable[[int, int], None]) -> int:
    """Prepare every master whose body is missing or damaged; give how many were made.

    Raises:
        BadInput: one did not come out as recorded (another version of the engine made it, or the file it is made from
            is damaged): restore it from a back-up. What is in the store stays as it was.
    """
    wanted = masters_to_make(library.database, library.blobs)
    for done, master in enumerate(wanted, 1):
        _remake(library, master)
        progress(done, len(wanted))
    return len(wanted)


def _remake(library: Library, master: MasterToMake) -> None:
    with tempfile.TemporaryDirectory(dir=library.folders.work) as folder:
        prepared = prepare_file(library.blobs.path(master.shown), Path(folder), limits=Limits())
        if file_sha256(prepared.body) != master.body:
            raise BadInput(what=f"master {master.id}: hasilnya berbeda dari catatan / differs from its record")
        library.blobs.put(prepared.body)  # it takes the damaged one's place in one step
    log.info("master-remade", master=master.id)

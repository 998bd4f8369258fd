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

log = structlog.get_logger(__name__)


def remake_masters(library: Library, progress: Callable[[int, int], None]) -> int:
    """Prepare every master whose body is missing or damaged; give how many were made.

    Raises:
        BadInput: one did not come out as recorded (another version of the engine made it): restore it from a back-up.
    """
    wanted = masters_to_make(library.database, library.blobs)
    for done, master in enumerate(wanted, 1):
        _remake(library, master)
        progress(done, len(wanted))
    return len(wanted)


def _remake(library: Library, master: MasterToMake) -> None:
    with tempfile.TemporaryDirectory(dir=library.folders.work) as folder:
        prepared = prepare_file(library.blobs.path(master.shown), Path(folder), limits=Limits())
        library.blobs.delete(master.body)
        made = library.blobs.put(prepared.body)
    if made.sha256 != master.body:
        library.blobs.delete(made.sha256)
        raise BadInput(what=f"master {master.id}: hasilnya berbeda dari catatan / differs from its record")
    log.info("master-remade", master=master.id)

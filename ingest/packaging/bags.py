"""Making a bag: what goes in is written, then bagged and checked by the `bagit` package."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import bagit

from ingest.packaging.contents import read_work, write_work
from library import Library, audit
from library.errors import BadInput
from library.preservation import packed_works
from library.store.models import Work

_CHECKSUMS = ["sha256", "sha512"]
_README = """Paket ini dibuat oleh Pustaka menurut BagIt (RFC 8493). Satu folder untuk setiap karya di bawah works/.
This package was made by Pustaka by BagIt (RFC 8493). A folder for each work below works/.

record.json        values with their origin, states, versions, printed copies
dublin-core.xml    marc.xml
vN/original/       the bytes as they came, once: record.json says for each version where its own lie
vN/text/           the words of each page; vN/pdfa.pdf: an archive copy
"""


@dataclass(frozen=True, slots=True)
class Package:
    """A bag that was made and found whole."""

    folder: Path
    works: int
    files: int
    bytes: int


def pack(
    library: Library,
    wanted: Sequence[str],
    target: Path,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Package:
    """Make a bag in a new folder below `target`, named by the time.

    Args:
        library: its works.
        wanted: ids of works, codes of offices, or `all`; what readers scanned is never in it.
        target: where the bag goes.
        progress: called with every work.

    Raises:
        NotFound: a name is neither a work's nor an office's, or means no work.
        BadInput: a file is missing or damaged, or the bag is not whole; no half bag is left behind.
    """
    now = library.clock()
    folder = target.absolute() / f"pustaka-bag-{now:%Y%m%dT%H%M%SZ}"
    with library.database.read() as session:
        works = packed_works.chosen(session, library.offices, wanted)
    # Told before the first byte is outside: what is cut off in the middle has left files that somebody can read.
    _note(library, "work.export", folder, works=len(works))
    folder.mkdir(parents=True, mode=0o700)
    try:
        for done, work_id in enumerate(works, 1):
            _write(library, work_id, folder / "works" / work_id)
            progress(done, len(works))
        (folder / "README.txt").write_text(_README, "utf-8")
        made = _bag(library, folder, works)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _note(library, "work.exported", folder, works=len(works), bytes=made.bytes)
    return made


def _write(library: Library, work_id: str, folder: Path) -> None:
    """Read what is told of a work, let go of the database, then copy: large files keep no writer waiting."""
    with library.database.read() as session:
        contents = read_work(library, session, session.get_one(Work, work_id))
    write_work(library, contents, folder)


def _note(library: Library, action: str, folder: Path, **details: int) -> None:
    with library.database.write() as session:
        audit.record(session, library.clock(), "cli", action, "library", package=folder.name, **details)


def _bag(library: Library, folder: Path, works: Sequence[str]) -> Package:
    """Bag a folder in its place, and read everything again.

    `bagit` changes the process's own folder while it works, which is why bags are made by the command line alone.
    """
    information = {
        "Source-Organization": library.first_office.name.id,
        "External-Description": f"{len(works)} works of a Pustaka library",
        "External-Identifier": library.settings.base_url,
        "Bagging-Date": f"{library.clock():%Y-%m-%d}",
    }
    here = Path.cwd()
    try:
        bagit.make_bag(str(folder), information, checksums=_CHECKSUMS)
        bagit.Bag(str(folder)).validate()
    except bagit.BagError as exc:
        raise BadInput(str(exc), what=f"{folder.name}: {exc}") from exc
    finally:
        os.chdir(here)
    paths = [path for path in (folder / "data").rglob("*") if path.is_file()]
    return Package(folder, len(works), len(paths), sum(path.stat().st_size for path in paths))

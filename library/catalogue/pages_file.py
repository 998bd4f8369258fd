"""Pages of several files that are read as one: an archive of the files as they came, and the order of the pages.

It is a ZIP without compression whose first entry, `pages.json`, is `[[name of an entry, number of its page], …]`, 1
being the first page. The same files in the same order give the same bytes. `ingest.child.joining` reads it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

ORDER = "pages.json"
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_PIECE = 1 << 20  # bytes


def pack_pages(folder: Path, order: Sequence[tuple[str, int]], out: Path) -> None:
    """Write the archive of the pages that `order` names by file and number; the files lie in `folder`.

    Files are named by their place, not by what a scanner called them.

    Raises:
        OSError: the disk refused.
    """
    names = {
        file: f"{place:04d}{Path(file).suffix}" for place, file in enumerate(dict.fromkeys(f for f, _ in order), 1)
    }
    with ZipFile(out, "w", ZIP_STORED) as archive:
        archive.writestr(ZipInfo(ORDER, _NO_TIME), json.dumps([[names[file], number] for file, number in order]))
        for file, name in names.items():
            with (
                (folder / file).open("rb") as source,
                archive.open(ZipInfo(name, _NO_TIME), "w", force_zip64=True) as to,
            ):
                shutil.copyfileobj(source, to, _PIECE)

"""`pustaka rebuild`: what is derived can be thrown away and made again."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import islice

from library.wiring import Library
from search import PageDocument

BATCH = 2_000
ProgressCallback = Callable[[int, int], None]


def rebuild_index(library: Library, progress: ProgressCallback = lambda _done, _total: None) -> int:
    """Build new indexes of pages and headings beside the old ones and swap; readers never see half of them.

    First what other systems are told is set right, since it follows from the same records.

    Returns the number of pages.
    """
    library.public_records.put_right()
    fresh = library.search.beside()
    total, done = library.indexer.count(), 0
    for batch in _batches(library.indexer.all_documents()):
        done += fresh.add(batch)
        progress(done, total)
    library.search.swap(fresh)
    library.headings.rebuild()
    return done


def _batches(documents: Iterator[PageDocument]) -> Iterator[list[PageDocument]]:
    while batch := list(islice(documents, BATCH)):
        yield batch


def clear_thumbnails(library: Library) -> int:
    """Delete the small pictures; each is drawn again when it is next shown. Returns how many there were."""
    folder = library.folders.thumbnails
    number = sum(1 for path in folder.rglob("*") if path.is_file())
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    return number

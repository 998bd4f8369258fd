"""One commit: new segments are written and flushed, then the pointer is replaced, then what is left over is swept."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from whoosh.codec.whoosh3 import W3Segment

from search.engines.whoosh.guard import make_private, one_writer
from search.engines.whoosh.merging import to_merge
from search.engines.whoosh.opener import Opener
from search.engines.whoosh.pointer import Pointer, SegmentEntry, digest_of, flush_file, flush_folder, write_pointer
from search.engines.whoosh.segments import write_segments
from search.engines.whoosh.snapshot import Snapshot
from search.engines.whoosh.storage import Folder
from search.model import PageDocument


class Writer:
    """Changes the index behind one pointer file."""

    def __init__(self, opener: Opener, patience: float) -> None:
        self._opener = opener
        self._lock = opener.path.with_suffix(".lock")
        self._patience = patience

    def add(self, pages: Iterable[PageDocument], *, instead_of: str | None = None) -> int:
        """Index pages in one commit; the pages they replace, and all pages of `instead_of`, are deleted."""
        with one_writer(self._lock, self._patience):
            snapshot = self._begin()
            batch = _Batch(self._folder(snapshot.pointer))
            batch.write(pages)
            gone = batch.replaced(snapshot)
            if instead_of is not None:
                gone = _union(gone, pages_of(snapshot, instead_of))
            self._commit(snapshot.pointer, batch, gone, batch.works | ({instead_of} if instead_of else set()))
            return batch.count

    def remove(self, work: str) -> int:
        """Delete all pages of a work."""
        with one_writer(self._lock, self._patience):
            snapshot = self._begin()
            gone = pages_of(snapshot, work)
            count = sum(map(len, gone.values()))
            if count:
                self._commit(snapshot.pointer, _Batch(self._folder(snapshot.pointer)), gone, {work})
            return count

    def exclusively(self, change: Callable[[], None]) -> None:
        """Run a change while no one else writes."""
        with one_writer(self._lock, self._patience):
            change()

    def _begin(self) -> Snapshot:
        snapshot = self._opener.snapshot()
        make_private(self._folder(snapshot.pointer).path)
        if not self._opener.path.exists():
            write_pointer(self._opener.path, snapshot.pointer)
        sweep(self._folder(snapshot.pointer).path, snapshot.pointer)
        return snapshot

    def _folder(self, pointer: Pointer) -> Folder:
        return Folder(self._opener.root / pointer.generation)

    def _commit(self, old: Pointer, batch: _Batch, gone: dict[str, set[int]], works: set[str]) -> None:
        kept = tuple(_without(entry, gone) for entry in old.segments)
        entries = tuple(entry for entry in kept + batch.entries() if entry.alive)
        files = {**old.files, **seal(batch.folder, batch.segments)}
        pointer = self._publish(replace(old, commit=old.commit + 1, segments=entries, files=files).touching(works))
        while merged := to_merge(pointer.segments):
            pointer = self._merge(self._opener.snapshot(), merged)

    def _merge(self, snapshot: Snapshot, merged: tuple[SegmentEntry, ...]) -> Pointer:
        pointer, folder = snapshot.pointer, self._folder(snapshot.pointer)
        names = {entry.name for entry in merged}
        segments = list(write_segments(folder, _bodies(snapshot, names)))
        fresh = tuple(SegmentEntry(segment.segment_id(), segment.doc_count_all()) for segment in segments)
        place = next(index for index, entry in enumerate(pointer.segments) if entry.name in names)
        others = [entry for entry in pointer.segments if entry.name not in names]
        entries = (*others[:place], *fresh, *others[place:])
        files = {**pointer.files, **seal(folder, segments)}
        return self._publish(replace(pointer, commit=pointer.commit + 1, segments=entries, files=files))

    def _publish(self, pointer: Pointer) -> Pointer:
        names = {entry.name for entry in pointer.segments}
        files = {name: facts for name, facts in pointer.files.items() if name.split(".")[0] in names}
        pointer = replace(pointer, files=files)
        write_pointer(self._opener.path, pointer)
        sweep(self._opener.root / pointer.generation, pointer)
        return pointer


class _Batch:
    """The segments written in one call."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.segments: list[W3Segment] = []
        self.works: set[str] = set()
        self.count = 0
        self._places: dict[tuple[str, int], tuple[int, int]] = {}
        self._deleted: dict[int, set[int]] = defaultdict(set)

    def write(self, pages: Iterable[PageDocument]) -> None:
        """Write the pages; of two with the same work and number the later one stays."""
        self.segments.extend(write_segments(self.folder, self._noted(pages)))
        self.count = len(self._places)

    def _noted(self, pages: Iterable[PageDocument]) -> Iterator[PageDocument]:
        started, before = 0, 0
        for number, page in enumerate(pages):
            if len(self.segments) != started:
                started, before = len(self.segments), number
            key = (page.work, page.page)
            if key in self._places:
                segment, place = self._places[key]
                self._deleted[segment].add(place)
            self._places[key] = (started, number - before)
            self.works.add(page.work)
            yield page

    def entries(self) -> tuple[SegmentEntry, ...]:
        """Return what the pointer says of these segments."""
        return tuple(
            SegmentEntry(segment.segment_id(), segment.doc_count_all(), tuple(sorted(self._deleted[index])))
            for index, segment in enumerate(self.segments)
        )

    def replaced(self, snapshot: Snapshot) -> dict[str, set[int]]:
        """Return the pages of older segments, by segment, that these pages replace."""
        gone: dict[str, set[int]] = {}
        for work in self.works:
            for name, places in pages_of(snapshot, work, self._places).items():
                gone.setdefault(name, set()).update(places)
        return gone


def pages_of(snapshot: Snapshot, work: str, among: Iterable[tuple[str, int]] | None = None) -> dict[str, set[int]]:
    """Return the living pages of a work, by segment; only those whose (work, page) is in `among`, if given."""
    found: dict[str, set[int]] = {}
    for base, view in zip(snapshot.bases, snapshot.views, strict=True):
        postings = view.postings("work", work)
        if postings is None:
            continue
        numbers = view.numbers["page"]
        alive = postings.ids[snapshot.alive[postings.ids + np.int64(base)]]
        found[view.name] = {int(i) for i in alive if among is None or (work, int(numbers[i])) in among}
    return found


def seal(folder: Folder, segments: Iterable[W3Segment]) -> dict[str, tuple[int, str]]:
    """Flush the files of segments to the disk and return their sizes and digests."""
    files = {}
    for segment in segments:
        for name in segment.list_files(folder):
            flush_file(folder.path / name)
            files[name] = digest_of(folder.path / name)
    flush_folder(folder.path)
    return files


def sweep(folder: Path, pointer: Pointer) -> None:
    """Remove everything from a generation's folder that the pointer does not name."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name not in pointer.files:
            path.unlink(missing_ok=True)


def _bodies(snapshot: Snapshot, names: set[str]) -> Iterator[PageDocument]:
    for base, view in zip(snapshot.bases, snapshot.views, strict=True):
        if view.name in names:
            yield from (view.body(page) for page in range(view.pages) if snapshot.alive[base + page])


def _without(entry: SegmentEntry, gone: dict[str, set[int]]) -> SegmentEntry:
    more = gone.get(entry.name)
    return replace(entry, deleted=tuple(sorted({*entry.deleted, *more}))) if more else entry


def _union(first: dict[str, set[int]], second: dict[str, set[int]]) -> dict[str, set[int]]:
    return {name: first.get(name, set()) | second.get(name, set()) for name in {*first, *second}}

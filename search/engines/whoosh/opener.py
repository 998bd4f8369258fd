"""Keeping the newest sound snapshot at hand."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from pathlib import Path

from search.engines.whoosh.guard import check_files, check_private
from search.engines.whoosh.pointer import Pointer, read_pointer
from search.engines.whoosh.segment_view import SegmentView
from search.engines.whoosh.segments import INDEX_NAME
from search.engines.whoosh.snapshot import Snapshot
from search.engines.whoosh.storage import Folder
from search.errors import IndexDamaged, IndexTrouble

_Stamp = tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class _State:
    stamp: _Stamp
    snapshot: Snapshot | None
    trouble: IndexTrouble | None


class Opener:
    """Gives the current snapshot; looks at the pointer's stamp each time, reads files only when it has changed."""

    def __init__(self, path: Path, owner: int | None = None) -> None:
        self.root, self.path = path.parent, path
        self._owner = os.geteuid() if owner is None else owner
        self._lock = threading.Lock()
        self._state: _State | None = None

    def snapshot(self) -> Snapshot:
        """Return the newest snapshot. Raise IndexTrouble at once if that state of the index is not sound."""
        stamp = self._stamp()
        state = self._state
        if state is None or state.stamp != stamp:
            with self._lock:
                stamp = self._stamp()
                if self._state is None or self._state.stamp != stamp:
                    self._state = self._open(stamp)
                state = self._state
        if state.snapshot is None:
            assert state.trouble is not None
            raise type(state.trouble)(state.trouble.reason, **state.trouble.params)
        return state.snapshot

    def spoil(self, snapshot: Snapshot, trouble: IndexTrouble) -> None:
        """Remember that a snapshot turned out damaged; nothing is read from it again."""
        with self._lock:
            if self._state and self._state.snapshot is snapshot:
                self._state = _State(self._state.stamp, None, trouble)

    def forget(self) -> None:
        """Look at everything anew at the next call."""
        with self._lock:
            self._state = None

    def _stamp(self) -> _Stamp:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _open(self, stamp: _Stamp) -> _State:
        old = self._state.snapshot if self._state else None
        for _ in range(20):
            try:
                return _State(stamp, self._read(old), None)
            except (IndexTrouble, OSError) as error:
                trouble = error if isinstance(error, IndexTrouble) else IndexDamaged("unreadable", file=self.path.name)
                if stamp == (stamp := self._stamp()):
                    return _State(stamp, None, trouble)
        return _State(None, None, IndexTrouble("unsteady"))

    def _read(self, old: Snapshot | None) -> Snapshot:
        pointer = self._pointer()
        known = {view.name: view for view in old.views} if old and old.pointer.generation == pointer.generation else {}
        folder = self.root / pointer.generation
        fresh = {entry.name for entry in pointer.segments} - known.keys()
        check_files(folder, pointer, {name for name in pointer.files if name.split(".")[0] in fresh})
        try:
            return Snapshot(pointer, [known.get(e.name) or SegmentView(Folder(folder), e) for e in pointer.segments])
        except Exception as error:  # Whoosh answers bad bytes with any exception there is
            raise IndexDamaged("unreadable", file=pointer.generation) from error

    def _pointer(self) -> Pointer:
        if not self.root.is_dir() or not any(self.root.iterdir()):
            return Pointer()
        check_private(self.root, self._owner)
        pointer = read_pointer(self.path)
        if pointer is None:
            # Writers put a pointer down before their first file: files without a pointer have lost it.
            if any(self.root.glob(f"g[0-9]*/{INDEX_NAME}_*")):
                raise IndexDamaged("damaged_file", file=self.path.name)
            return Pointer()
        folder = self.root / pointer.generation
        if folder.is_dir():
            check_private(folder, self._owner)
        return pointer

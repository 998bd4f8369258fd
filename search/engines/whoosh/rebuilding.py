"""A new generation of the index is built in a folder of its own and put in place by one rename."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from search.engines.whoosh.guard import make_private
from search.engines.whoosh.pointer import NAME, Pointer, write_pointer
from search.engines.whoosh.snapshot import Snapshot
from search.engines.whoosh.writing import pages_of
from search.model import PageDocument


def start(folder: Path, current: Pointer | None) -> str:
    """Make an empty generation and return its pointer's name; unfinished older ones are thrown away.

    From now on the current pointer remembers the works that change. `current` is None where it cannot be read.
    """
    for stale in folder.glob("g[0-9]*.building.*"):
        stale.unlink()
    number = max([0, *(int(path.name[1:]) for path in _generations(folder))]) + 1
    generation = f"g{number:06d}"
    if current:
        _clear(folder, {current.generation})
    make_private(folder / generation)
    write_pointer(folder / f"{generation}.building.json", Pointer(generation))
    if current:
        write_pointer(folder / NAME, replace(current, rebuilding=generation, touched=()))
    return f"{generation}.building.json"


def install(folder: Path, fresh: Pointer) -> None:
    """Make a finished generation the current one and remove the others."""
    write_pointer(folder / NAME, fresh)
    for name in folder.glob(f"{fresh.generation}.building.*"):
        name.unlink(missing_ok=True)
    _clear(folder, {fresh.generation})


def pages_in(snapshot: Snapshot, work: str) -> Iterator[PageDocument]:
    """Yield the pages of a work as they were added."""
    places = pages_of(snapshot, work)
    for view in snapshot.views:
        yield from (view.body(page) for page in sorted(places.get(view.name, ())))


def _generations(folder: Path) -> list[Path]:
    return [path for path in folder.glob("g[0-9]*") if path.is_dir() and path.name[1:].isdecimal()]


def _clear(folder: Path, kept: set[str]) -> None:
    for path in _generations(folder):
        if path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)

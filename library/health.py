"""Is every part fit for work? Asked by load balancers, by `pustaka doctor` and by the administrator's page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from library.store import revisions
from library.wiring import Library

# Room for one file at its largest default size, and its copies.
MIN_FREE_BYTES = 2 << 30


@dataclass(frozen=True, slots=True)
class Check:
    """One part, whether it is fit, and for the log what it said."""

    name: str
    fit: bool
    detail: str = ""


def check_all(library: Library) -> list[Check]:
    """Ask every part; none of them can make the others silent."""
    parts: dict[str, Callable[[Library], str]] = {
        "database": _database,
        "migrations": _migrations,
        "index": _index,
        "workers": _workers,
        "disk": _disk,
    }
    return [_ask(name, ask, library) for name, ask in parts.items()]


def _ask(name: str, ask: Callable[[Library], str], library: Library) -> Check:
    try:
        trouble = ask(library)
    except Exception as exc:  # noqa: BLE001 - whatever is wrong is the answer
        trouble = repr(exc)[:300]
    return Check(name, not trouble, trouble)


def _database(library: Library) -> str:
    library.outbox.counts()
    return ""


def _migrations(library: Library) -> str:
    current, head = revisions.current_revision(library.database.engine), revisions.head_revision()
    return "" if current == head else f"database at {current}, program at {head}"


def _index(library: Library) -> str:
    library.search.count()
    return ""


def _workers(library: Library) -> str:
    """Workers may live in another process (`workers = 0`); here only those that were started count."""
    wanted, alive = library.settings.workers, library.workers.running
    return "" if alive >= wanted else f"{alive} of {wanted} alive"


def _disk(library: Library) -> str:
    free = library.blobs.free_bytes()
    return "" if free >= MIN_FREE_BYTES else f"{free >> 20} MiB free, {MIN_FREE_BYTES >> 20} wanted"

"""`pustaka verify`: is everything that was promised to be kept still there, byte for byte?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import select

from library import audit
from library.store.blobs import file_sha256
from library.store.engine import integrity_errors
from library.store.models import Blob, Copy, Master
from library.wiring import Library

ProgressCallback = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was promised: in which part, what it is called, what is wrong."""

    part: str
    name: str
    fault: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was looked at and what was found."""

    checked: dict[str, int]
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    @property
    def lost(self) -> tuple[str, ...]:
        """The blobs that are missing or damaged and that the records name."""
        return tuple(
            each.name for each in self.findings if each.part == "blobs" and not each.fault.startswith("unknown")
        )


def verify(library: Library, progress: ProgressCallback = lambda _done, _total: None) -> Verdict:
    """Check the database, the audit chain, every blob, every ready copy, the keys and the index."""
    findings = [*_database(library), *_chain(library), *_keys(library), *_index(library)]
    names = _blob_names(library)
    copies = _ready_copies(library)
    total = len(names) + len(copies)
    for done, name in enumerate(names, 1):
        findings.extend(_blob(library, name))
        progress(done, total)
    for done, (copy_id, sha256) in enumerate(copies, len(names) + 1):
        findings.extend(_copy(library, copy_id, sha256))
        progress(done, total)
    findings.extend(_strangers(library, set(names)))
    return Verdict({"blobs": len(names), "copies": len(copies)}, tuple(findings))


def _database(library: Library) -> Iterator[Finding]:
    for fault in integrity_errors(library.folders.database):
        yield Finding("database", library.folders.database.name, fault)
    from library.store import schema  # Alembic, which a start does not need

    for difference in schema.differences(library.database.engine):
        yield Finding("database", "schema", str(difference)[:300])


def _chain(library: Library) -> Iterator[Finding]:
    with library.database.read() as session:
        for seq in audit.broken_links(session):
            yield Finding("audit", f"row {seq}", "changed, or a row before it is missing")


def _keys(library: Library) -> Iterator[Finding]:
    with library.database.read() as session:
        used = set(session.scalars(select(Master.key_id).distinct())) - {""}
    for key_id in sorted(used - set(library.keys.ids)):
        yield Finding("keys", key_id, "not in the key ring: copies marked with it cannot be traced")


def _index(library: Library) -> Iterator[Finding]:
    health = library.search.verify()
    for fault in health.faults:
        yield Finding("index", health.generation, fault)


def _blob_names(library: Library) -> list[str]:
    with library.database.read() as session:
        return list(session.scalars(select(Blob.sha256).order_by(Blob.sha256)))


def _ready_copies(library: Library) -> list[tuple[str, str]]:
    with library.database.read() as session:
        query = select(Copy.id, Copy.sha256).where(Copy.ready_at.is_not(None), Copy.sha256.is_not(None))
        return [(copy_id, sha256) for copy_id, sha256 in session.execute(query) if sha256 is not None]


def _blob(library: Library, name: str) -> Iterator[Finding]:
    if not library.blobs.has(name):
        yield Finding("blobs", name, "missing")
    elif not library.blobs.check(name):
        yield Finding("blobs", name, "its bytes have changed")


def _copy(library: Library, copy_id: str, sha256: str) -> Iterator[Finding]:
    # A missing file is no loss: it is made again when it is asked for. A changed one must not go out.
    path = library.delivery.path(copy_id)
    if path.is_file() and file_sha256(path) != sha256:
        yield Finding("copies", copy_id, "its bytes have changed")


def _strangers(library: Library, known: set[str]) -> Iterator[Finding]:
    for name in library.blobs.names():
        if name not in known and not library.blobs.check(name):
            yield Finding("blobs", name, "unknown, and its name is not its checksum")

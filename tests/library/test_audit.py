"""The audit chain shows every change to what was written."""

from __future__ import annotations

from sqlalchemy import delete, update

from library import Library, audit
from library.store.models import AuditEntry


def _write(library: Library, number: int) -> None:
    for n in range(number):
        with library.database.write() as session:
            audit.record(session, library.clock(), "cli", "test", f"thing:{n}", n=n)


def _broken(library: Library) -> list[int]:
    with library.database.read() as session:
        return list(audit.broken_links(session))


def test_an_untouched_chain_is_whole(library: Library):
    _write(library, 5)
    assert _broken(library) == []


def test_a_changed_row_is_named(library: Library):
    _write(library, 5)
    with library.database.write() as session:
        session.execute(update(AuditEntry).where(AuditEntry.seq == 3).values(actor="somebody else"))
    assert _broken(library) == [3]


def test_a_removed_row_breaks_the_link_after_it(library: Library):
    _write(library, 5)
    with library.database.write() as session:
        session.execute(delete(AuditEntry).where(AuditEntry.seq == 2))
    assert _broken(library) == [3]


def test_a_cut_tail_shows_against_a_head_kept_elsewhere(library: Library):
    _write(library, 5)
    with library.database.read() as session:
        before = audit.head(session)
    with library.database.write() as session:
        session.execute(delete(AuditEntry).where(AuditEntry.seq == 5))
    with library.database.read() as session:
        assert audit.head(session) != before
    assert _broken(library) == []

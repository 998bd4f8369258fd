"""Keys of the mark: begun anew while others work with them, never lost."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from library import open_library
from library.errors import BadForm
from library.softcopies import key_ring
from library.store.models import AuditEntry, Master
from tests.library.conftest import Stock


def test_a_new_key_is_known_to_every_process_and_the_old_ones_stay(stock: Stock) -> None:
    library, other = stock.library, open_library(stock.library.settings, stock.clock)
    first = library.keys.active
    before = other.keys.derive(first, "work:1", "code")
    second = key_ring.rotate(library.database, library.keys, stock.clock, f" {first.upper()} ", "budi")
    assert (other.keys.active, other.keys.ids) == (second, (first, second))
    assert other.keys.derive(first, "work:1", "code") == before != other.keys.derive(second, "work:1", "code")
    with library.database.read() as session:
        shown = key_ring.shown_keys(session, library.keys)
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "keys.rotate")).one()
        used = session.scalars(select(Master.key_id)).all()
    assert [(key.id, key.is_active, key.masters) for key in shown] == [(second, True, 0), (first, False, len(used))]
    assert (entry.actor, entry.details) == ("budi", {"before": first})
    other.close()


def test_whoever_clicks_twice_or_types_another_key_begins_none(stock: Stock) -> None:
    library, first = stock.library, stock.library.keys.active
    key_ring.rotate(library.database, library.keys, stock.clock, first, "budi")
    for typed in (first, "", "ffffffffffff"):
        with pytest.raises(BadForm):
            key_ring.rotate(library.database, library.keys, stock.clock, typed, "wati")
    assert len(library.keys.ids) == 2

"""A withdrawn work leaves its name, why it went, and what took its place."""

from __future__ import annotations

import pytest

from library import Library
from library.catalogue import versions, works
from library.errors import NotFound, Withdrawn
from library.preservation.tombstones import tombstone
from library.store.models import Work
from tests.library.catalogue.shelving import shelve


def test_only_what_everybody_has_seen_leaves_a_tombstone(library: Library) -> None:
    shown, hidden = shelve(library, "Padi 2020"), shelve(library, "Padi 2021", state="review")
    with library.database.write() as session:
        session.get_one(Work, hidden).released_at = None
        for work_id in (shown, hidden):
            works.withdraw(session, library.clock(), work_id, "cli", "oleh Ibu Rina", code="rights")
        found = tombstone(session, shown)
        assert found is not None
        assert (found.reason, found.at, found.successor) == ("rights", library.clock(), None)
        assert tombstone(session, hidden) is None
        with pytest.raises(Withdrawn) as gone:
            works.get(session, shown)
        assert "Rina" not in gone.value.sentence("id")
        with pytest.raises(NotFound) as none:
            works.get(session, hidden)
        assert not isinstance(none.value, Withdrawn)


def test_it_names_the_file_that_took_its_place_or_the_one_that_answers_again(library: Library) -> None:
    old, new = shelve(library, "Padi 2020"), shelve(library, "Padi 2020 (revisi)")
    with library.database.write() as session:
        versions.supersede(session, library.clock(), session.get_one(Work, old), session.get_one(Work, new), "cli")
        works.withdraw(session, library.clock(), old, "cli", "", code="replaced")
        found = tombstone(session, old)
        assert found is not None
        assert found.successor is not None
        assert found.successor.id == new
        works.release(session, library.clock(), old, "cli")
        works.withdraw(session, library.clock(), new, "cli", "", code="wrong-file")
        again = tombstone(session, new)
        assert again is not None
        assert again.successor is not None
        assert again.successor.id == old

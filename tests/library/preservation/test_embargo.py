"""A work is announced, nobody gets any of it before its moment, and it comes out by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from library.catalogue import works
from library.errors import BadForm, Embargoed, LostRace, NotAllowed, NotFound
from library.preservation import embargo
from library.readers import accounts
from library.readers.roles import Role
from library.store.models import AuditEntry, Work
from search import Query
from tests.library.conftest import Stock

NINE_WIB = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)  # when the clock of these tests stands
ELEVEN_WIB = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)


@pytest.fixture
def announced(stock: Stock) -> Stock:
    stock.change_work(lambda work: setattr(work, "state", "review"))
    with stock.library.database.write() as session:
        embargo.announce(session, stock.clock(), stock.work_id, ELEVEN_WIB, "cli")
    stock.library.workers.drain()
    return stock


def state(stock: Stock) -> str:
    with stock.library.database.read() as session:
        work = session.get(Work, stock.work_id)
        assert work is not None
        return work.state


def pages_found(stock: Stock) -> int:
    return stock.library.search.search(Query("padi")).total


def test_an_hour_is_meant_in_the_zone_of_the_office() -> None:
    assert embargo.moment_of("2026-12-01", "11:00", "Asia/Jakarta", NINE_WIB) == ELEVEN_WIB
    assert embargo.moment_of("2026-12-01", "11:00", "Asia/Jayapura", NINE_WIB) == ELEVEN_WIB - timedelta(hours=2)


@pytest.mark.parametrize(
    ("day", "hour"),
    [("2026-11-21", "08:59"), ("2031-01-01", "11:00"), ("besok", "11:00"), ("2026-12-01", "25:00"), ("", "")],
)
def test_a_moment_that_has_passed_or_is_none_is_refused(day: str, hour: str) -> None:
    with pytest.raises(BadForm):
        embargo.moment_of(day, hour, "Asia/Jakarta", NINE_WIB)


def test_until_its_moment_no_door_opens(announced: Stock) -> None:
    library = announced.library
    assert state(announced) == "announced"
    assert pages_found(announced) == 0
    announced.clock.now = ELEVEN_WIB - timedelta(seconds=1)
    library.workers.drain()
    with library.database.write() as session:
        with pytest.raises(NotFound):
            works.get(session, announced.work_id)
        with pytest.raises(Embargoed):
            works.release(session, announced.clock(), announced.work_id, "cli")
        assert works.newest(session) == []
    assert library.public_list.count() == 0


def test_it_comes_out_by_itself_at_its_moment(announced: Stock) -> None:
    announced.clock.now = ELEVEN_WIB
    announced.library.workers.drain()
    assert state(announced) == "released"
    assert pages_found(announced) > 0
    with announced.library.database.read() as session:
        last = session.scalars(select(AuditEntry).where(AuditEntry.action == "work.release")).all()[-1]
        assert (last.actor, last.at) == ("system", ELEVEN_WIB)


def test_a_moment_that_was_moved_counts_and_the_earlier_one_does_not(announced: Stock) -> None:
    later = ELEVEN_WIB + timedelta(days=2)
    with announced.library.database.write() as session:
        embargo.announce(session, announced.clock(), announced.work_id, later, "cli")
        moved = session.scalars(select(AuditEntry).where(AuditEntry.action == "work.announce")).all()[-1]
        assert moved.details == {"until": later.isoformat(), "before": ELEVEN_WIB.isoformat()}
    announced.clock.now = ELEVEN_WIB + timedelta(hours=1)
    announced.library.workers.drain()
    assert state(announced) == "announced"
    announced.clock.now = later
    announced.library.workers.drain()
    assert state(announced) == "released"


def test_the_round_releases_what_lost_its_job(announced: Stock) -> None:
    announced.clock.now = ELEVEN_WIB + timedelta(minutes=5)
    rounds = embargo.Embargoes(announced.library.database, announced.clock)
    assert rounds.release_due() == 1
    assert rounds.release_due() == 0
    assert state(announced) == "released"


def test_a_lifted_embargo_leaves_the_work_to_a_librarian(announced: Stock) -> None:
    with announced.library.database.write() as session:
        embargo.lift(session, announced.clock(), announced.work_id, "cli")
    announced.clock.now = ELEVEN_WIB + timedelta(days=1)
    announced.library.workers.drain()
    assert state(announced) == "review"
    with announced.library.database.write() as session:
        works.release(session, announced.clock(), announced.work_id, "cli")
        with pytest.raises(LostRace):
            embargo.announce(session, announced.clock(), announced.work_id, announced.clock() + timedelta(1), "cli")


def test_another_offices_librarian_moves_no_date(announced: Stock) -> None:
    with announced.library.database.write() as session:
        other = accounts.add(session, NINE_WIB, email="o@x.id", name="O", role=Role.LIBRARIAN, office="1600")
        with pytest.raises(NotAllowed):
            embargo.lift(session, NINE_WIB, announced.work_id, other.id)

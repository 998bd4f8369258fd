"""What harvesters are told moves with the works themselves, whatever becomes of the jobs that follow."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import delete, update

from library import Library
from library.care.rebuild import rebuild_index
from library.catalogue import works
from library.exchange.public_records import Asked, Entry
from library.searching.released import search_released
from library.store.models import PublicRecord
from search import IndexTrouble, Query
from tests.library.conftest import Stock


def entry(stock: Stock) -> Entry:
    return stock.library.public_records.get(stock.work_id)


def withdraw(stock: Stock) -> None:
    with stock.library.database.write() as session:
        works.withdraw(session, stock.clock(), stock.work_id, "system", "names", code="personal-data")


def release(stock: Stock) -> None:
    with stock.library.database.write() as session:
        works.release(session, stock.clock(), stock.work_id, "system")


def correct(stock: Stock, title: str) -> None:
    with stock.library.database.write() as session:
        work = works.get(session, stock.work_id)
        works.correct(session, stock.clock(), work, {"title": title}, "system")


class NoIndex:
    """An indexer whose disk is full."""

    def handle(self, _work: dict[str, str]) -> None:
        raise IndexTrouble("disk full")


def without_index(library: Library) -> None:
    object.__setattr__(library, "indexer", NoIndex())


def test_a_work_is_stamped_as_gone_and_as_back_before_any_job_runs(stock: Stock) -> None:
    stock.clock.forward(hours=1)
    withdraw(stock)
    gone = entry(stock)
    assert (gone.record, gone.stamp) == (None, stock.clock())
    stock.clock.forward(seconds=5)
    release(stock)
    back = entry(stock)
    assert back.record is not None
    assert back.stamp == stock.clock()
    stock.clock.forward(minutes=5)
    stock.library.workers.drain()
    assert entry(stock).stamp == back.stamp


def test_harvesters_learn_of_changes_while_the_index_is_out_of_order(stock: Stock) -> None:
    without_index(stock.library)
    stock.clock.forward(hours=1)
    correct(stock, "Judul yang Dibetulkan")
    for _ in range(6):
        stock.library.workers.drain()
        stock.clock.forward(minutes=6)
    changed = stock.library.public_records.after(Asked(since=stock.clock.now.replace(hour=3, minute=0)), None, 10)
    assert [each.id for each in changed if each.record] == [stock.work_id]


def test_the_first_look_at_a_description_moves_no_stamp(stock: Stock) -> None:
    first = entry(stock).stamp
    with stock.library.database.write() as session:
        session.execute(update(PublicRecord).values(digest=""))
    stock.clock.forward(days=1)
    stock.library.public_records.handle({"work": stock.work_id})
    assert entry(stock).stamp == first


def test_a_correction_before_the_first_look_moves_the_stamp(stock: Stock) -> None:
    withdraw(stock)
    release(stock)
    stock.clock.forward(hours=2)
    correct(stock, "Judul yang Dibetulkan")
    stock.library.workers.drain()
    assert entry(stock).stamp == stock.clock()


def test_a_rebuild_sets_right_what_harvesters_are_told(stock: Stock) -> None:
    with stock.library.database.write() as session:
        session.execute(delete(PublicRecord))
    rebuild_index(stock.library)
    assert entry(stock).record is not None
    stock.change_work(lambda work: setattr(work, "state", "withdrawn"))
    stock.clock.forward(hours=1)
    assert stock.library.public_records.put_right() == 1
    assert (entry(stock).record, entry(stock).stamp) == (None, stock.clock())


@pytest.mark.parametrize("words", ["padi", "luas panen"])
def test_a_withdrawn_work_is_not_found_though_the_index_still_holds_it(stock: Stock, words: str) -> None:
    library, query = stock.library, Query(words)
    assert search_released(library.database, library.search, query).total > 0
    withdraw(stock)
    assert library.search.search(query).total > 0
    found = search_released(library.database, library.search, query)
    assert (found.hits, found.total, found.works) == ((), 0, 0)


def test_what_is_on_a_later_page_of_results_is_counted_still(stock: Stock) -> None:
    library = stock.library
    query = Query("halaman", limit=1)
    assert library.search.search(query).total == 3
    withdraw(stock)
    found = search_released(library.database, library.search, replace(query, offset=1))
    assert (found.hits, found.total) == ((), 2)

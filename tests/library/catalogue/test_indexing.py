"""The index says what the records say, whoever was faster."""

from __future__ import annotations

from library.catalogue import works
from library.store.models import Work
from search import Query


def _withdraw(stock) -> None:
    with stock.library.database.write() as session:
        works.withdraw(session, stock.clock(), stock.work_id, "system", "wrong file")


def test_a_work_withdrawn_while_it_is_being_indexed_does_not_stay_in_the_index(stock, monkeypatch):
    library = stock.library
    replace = type(library.search).replace

    def slow(engine, work, documents):
        _withdraw(stock)  # read as released, and withdrawn before it is written
        return replace(engine, work, documents)

    with monkeypatch.context() as patched:
        patched.setattr(type(library.search), "replace", slow)
        library.indexer.handle({"work": stock.work_id})
    assert library.search.search(Query("padi")).total == 0


def test_a_change_during_indexing_is_indexed_too(stock):
    library = stock.library
    with library.database.write() as session:
        works.correct(session, stock.clock(), session.get(Work, stock.work_id), {"title": "Kacang Hijau"}, "system")
    lease = library.outbox.lease("slow", {works.INDEX_JOB})
    assert lease is not None
    library.indexer.handle(lease.payload)
    with library.database.write() as session:
        works.correct(session, stock.clock(), session.get(Work, stock.work_id), {"title": "Jagung Manis"}, "system")
    library.outbox.finish(lease)
    library.workers.drain()
    assert library.search.search(Query("jagung manis")).hits[0].title == "Jagung Manis"

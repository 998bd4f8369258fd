"""Reading a work's values again: the pages win over nothing that a person decided."""

from __future__ import annotations

from library.catalogue import descriptions, rereading
from library.store.models import Job, Work


def order(stock) -> None:
    with stock.library.database.write() as session:
        rereading.order(session, stock.clock(), session.get(Work, stock.work_id), "system")


def test_values_are_read_again_and_corrections_stay(stock):
    library = stock.library
    with library.database.write() as session:
        work, tables = session.get(Work, stock.work_id), library.describer.tables
        descriptions.accept(session, stock.clock(), work, "year", "2021", "system", tables=tables)
        descriptions.of(session, work.id)["title"].value = "lost"
    order(stock)
    order(stock)
    with library.database.read() as session:
        assert session.query(Job).filter_by(kind=rereading.JOB, state="waiting").count() == 1
    library.workers.drain()
    with library.database.read() as session:
        now = descriptions.of(session, stock.work_id)
        assert now["year"].value == "2021"
        assert now["title"].value.startswith("Halaman 1"), "its largest type"


def test_a_file_that_is_gone_leaves_everything_as_it_is(stock):
    library = stock.library
    with library.database.read() as session:
        shown = session.get(Work, stock.work_id).files[0].shown
        before = {name: row.value for name, row in descriptions.of(session, stock.work_id).items()}
    library.blobs.path(shown).unlink()
    order(stock)
    library.workers.drain()
    with library.database.read() as session:
        assert {name: row.value for name, row in descriptions.of(session, stock.work_id).items()} == before
        assert session.query(Job).filter_by(kind=rereading.JOB).one().state == "done"

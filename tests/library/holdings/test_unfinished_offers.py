"""An accepted offer outlives whatever stops the machine: it becomes a file, or waits again, and is never lost."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from library.errors import StorageFailed
from library.holdings import scans, unfinished_offers
from library.store.models import EditionScan, IngestItem, Likeness
from tests.library.catalogue.shelving import shelve
from tests.library.conftest import Stock


class _Stopped(BaseException):
    """The machine, at a moment that it did not choose."""


def offer(stock: Stock) -> tuple[str, str]:
    """Offer pages whose bytes the library has, of another edition; give the item and the edition."""
    edition = shelve(stock.library, "Kecamatan Lama", 1987)
    owner = stock.account("budi@example.org", "Budi").id
    now = stock.clock()
    with stock.library.database.write() as session:
        known = {"batch": "a" * 16, "created_at": now, "changed_at": now, "office": "1872", "state": "done"}
        item = IngestItem(**known, name="a.pdf", owner_id=owner, work_id=stock.work_id)
        session.add(item)
        session.flush()
        session.add(EditionScan(item_id=item.id, edition_id=edition, state="open", created_at=now))
        return item.id, edition


def row(stock: Stock) -> EditionScan:
    with stock.library.database.read() as session:
        return session.scalars(select(EditionScan)).one()


def stop_at(stock: Stock, monkeypatch: pytest.MonkeyPatch, *, received: bool) -> scans.Offers:
    """Give offers whose machine stops when the file is copied, or just after it: nothing is written from then on."""
    offers, receive = stock.library.offers, stock.library.incoming.receive

    def stopping(*given: object) -> str:
        if received:
            receive(*given)  # type: ignore[arg-type]
        raise _Stopped

    monkeypatch.setattr(stock.library.incoming, "receive", stopping)
    monkeypatch.setattr(offers, "_set", lambda *_given, **_values: False)
    return offers


@pytest.mark.parametrize("received", [True, False])
def test_an_acceptance_that_was_cut_off_is_ended_or_waits_again(
    stock: Stock, monkeypatch: pytest.MonkeyPatch, received: bool
) -> None:
    item, edition = offer(stock)
    with monkeypatch.context() as stopped, pytest.raises(_Stopped):
        stop_at(stock, stopped, received=received).accept(item, "open", "cli")
    assert (row(stock).state, row(stock).taken_as) == ("accepted", None)
    assert unfinished_offers.settle(stock.library.database, stock.clock()) == 0, "it may be copying still"
    stock.clock.forward(minutes=16)
    stock.library.workers.drain({"ingest.read"})
    stock.library.keeping.handle({})
    after = row(stock)
    with stock.library.database.read() as session:
        assert len(scans.waiting(session, None)) == (0 if received else 1)
        pairs = [(each.older_id, each.newer_id) for each in session.scalars(select(Likeness))]
    assert (after.state, after.taken_as is not None) == (("accepted", True) if received else ("open", False))
    assert pairs == ([(edition, stock.work_id)] if received else []), "bytes that were there are shown beside it, too"


def test_a_pair_that_was_found_the_other_way_round_is_no_second_one(stock: Stock) -> None:
    item, edition = offer(stock)
    with stock.library.database.write() as session:
        told = {"level": "text", "score": 0.9, "found_at": stock.clock()}
        session.add(Likeness(older_id=stock.work_id, newer_id=edition, **told))
    stock.library.offers.accept(item, "open", "cli")
    stock.library.workers.drain({"ingest.read"})
    stock.library.keeping.handle({})
    with stock.library.database.read() as session:
        assert [each.level for each in session.scalars(select(Likeness))] == ["text"]


def test_a_disk_that_refuses_the_file_leaves_the_offer_open(stock: Stock, monkeypatch: pytest.MonkeyPatch) -> None:
    item, _edition = offer(stock)

    def full(*_given: object) -> str:
        raise StorageFailed

    monkeypatch.setattr(stock.library.incoming, "receive", full)
    with pytest.raises(StorageFailed):
        stock.library.offers.accept(item, "open", "cli")
    assert (row(stock).state, row(stock).batch) == ("open", None)


def test_a_file_whose_reader_was_erased_while_it_was_copied_keeps_its_edition(
    stock: Stock, monkeypatch: pytest.MonkeyPatch
) -> None:
    item, edition = offer(stock)
    incoming, database = stock.library.incoming, stock.library.database
    receive = incoming.receive

    def erasing(*given: object) -> str:
        with database.write() as session:
            session.delete(session.get_one(EditionScan, item))
        return receive(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(stock.library.incoming, "receive", erasing)
    taken = stock.library.offers.accept(item, "open", "cli")
    assert (row(stock).item_id, row(stock).edition_id, row(stock).taken_as) == (taken, edition, taken)

"""The daily round takes away what is over, keeps the rest, and comes back tomorrow."""

from __future__ import annotations

import io
import os
from datetime import timedelta

from library.care.housekeeping import JOB, order
from library.catalogue.incoming import Intent
from library.readers import links, sessions
from library.store.models import Job, OneTimeLink, SignIn
from tests.library.conftest import Stock


def _count(stock: Stock, table: type) -> int:
    with stock.library.database.read() as session:
        return session.query(table).count()


def test_old_links_and_sign_ins_go_and_fresh_ones_stay(stock: Stock):
    account = stock.account()
    with stock.library.database.write() as session:
        links.issue(session, stock.clock(), account.id, "reset")
        sessions.begin(session, stock.clock(), account, timedelta(hours=12))
    stock.clock.forward(days=30)
    with stock.library.database.write() as session:
        links.issue(session, stock.clock(), account.id, "verify")
    order(stock.library.database, stock.clock())
    stock.library.workers.drain({JOB})
    assert _count(stock, OneTimeLink) == 1
    assert _count(stock, SignIn) == 0


def test_the_round_is_ordered_once_a_day_however_often_the_server_starts(stock: Stock):
    for _ in range(3):
        order(stock.library.database, stock.clock())
    assert stock.library.workers.drain({JOB}) == 1
    stock.clock.forward(days=1, minutes=1)
    assert stock.library.workers.drain({JOB}) == 1
    with stock.library.database.read() as session:
        assert session.query(Job).filter_by(kind=JOB, state="waiting").count() == 1


def test_only_forgotten_working_folders_are_cleared(stock: Stock):
    old, fresh = stock.library.folders.work / "old", stock.library.folders.work / "fresh"
    old.mkdir()
    fresh.mkdir()
    os.utime(old, (0, 0))
    order(stock.library.database, stock.clock())
    stock.library.workers.drain({JOB})
    assert not old.exists()
    assert fresh.exists()


def test_what_a_crash_left_in_store_and_quarantine_goes_and_what_is_wanted_stays(stock: Stock):
    library = stock.library
    given = io.BytesIO(b"%PDF-1.7 broken")
    failed = library.incoming.receive(given, "rusak.pdf", Intent(office="1872"), "b" * 16)
    library.incoming.fail(failed, "damaged", {})
    half = library.blobs.folder / "incoming" / "tmphalf"
    unnamed, young = library.incoming.quarantined("z" * 16), library.incoming.quarantined("y" * 16)
    for path in (half, unnamed, young):
        path.write_bytes(b"x")
    for path in (half, unnamed, library.incoming.quarantined(failed)):
        os.utime(path, (0, 0))
    order(library.database, stock.clock())
    library.workers.drain({JOB})
    assert not half.exists()
    assert not unnamed.exists()
    assert young.exists()
    assert library.incoming.quarantined(failed).exists()  # it may be retried

"""What a trace compares leaks with is made ahead, outlives nothing, and is never needed."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from library.errors import Unavailable
from library.jobs import Interrupted
from library.store.models import Job
from library.tracing import ahead
from library.tracing.ahead import EVERY, JOB, DescribingRound, order
from library.tracing.cases import Tracing
from tests.library.tracing.conftest import Leaky


def test_pages_that_went_out_are_described_ahead_and_only_once(leaky: Leaky) -> None:
    """The second time nothing is drawn: the files stay as they are."""
    library, told = leaky.stock.library, []
    pages = library.tracing.describe(lambda done, total: told.append((done, total)))
    assert pages > 0
    assert told[-1] == (pages, pages)
    kept = {path: path.stat().st_mtime_ns for path in library.folders.traces.iterdir() if path.is_file()}
    assert {path.suffix for path in kept} == {".pages", ".points", ".described"}
    assert library.tracing.describe(lambda _done, _total: None) == pages
    drawn = [path for path in kept if path.suffix != ".described"]
    assert [kept[path] for path in drawn] == [path.stat().st_mtime_ns for path in drawn]


def test_a_worker_describes_what_went_out_by_itself_and_then_rests(leaky: Leaky) -> None:
    library = leaky.stock.library
    order(library.database, library.clock())
    assert library.tracing.undescribed()
    assert library.workers.drain({JOB}) == 1
    assert library.tracing.undescribed() == []
    assert waiting(leaky) == [library.clock() + EVERY]


def test_books_that_a_trace_must_look_over_first_are_counted_by_work(leaky: Leaky) -> None:
    library = leaky.stock.library
    given = library.tracing.without_index()
    assert given > 0
    works = {master.work for master in library.tracing.undescribed()}
    assert sum(library.tracing.without_index(work) for work in works) == given
    assert library.tracing.without_index("no-such-work") == 0
    library.tracing.describe(lambda _done, _total: None)
    assert library.tracing.without_index() == 0


def test_what_is_missing_or_of_another_version_is_to_be_described_again(leaky: Leaky) -> None:
    library = leaky.stock.library
    library.tracing.describe(lambda _done, _total: None)
    assert library.tracing.undescribed() == []
    for suffix in (".points", ".pages"):
        for path in library.folders.traces.glob(f"*{suffix}"):
            path.rename(path.with_suffix(".away"))
            assert library.tracing.undescribed()
            path.with_suffix(".away").rename(path)
    assert library.tracing.undescribed() == []
    for path in library.folders.traces.glob("*.described"):
        path.write_text("0.0.1")
    assert library.tracing.undescribed()


def test_a_shelf_is_described_book_by_book_so_that_others_have_their_turn(
    leaky: Leaky, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = leaky.stock.library
    monkeypatch.setattr(ahead, "SLICE", -1.0)
    order(library.database, library.clock())
    assert library.workers.drain({JOB}) == 2  # a book; and a look at the shelf, on which nothing is left to do
    assert library.tracing.undescribed() == []
    assert waiting(leaky) == [library.clock() + EVERY]


def test_a_worker_that_is_told_to_stop_gives_the_rest_back(leaky: Leaky) -> None:
    library = leaky.stock.library
    told = DescribingRound(library.tracing, library.database, library.clock, lambda: True)
    with pytest.raises(Interrupted):
        told.handle({})
    assert library.tracing.undescribed()


def test_a_damaged_master_keeps_no_other_waiting(leaky: Leaky) -> None:
    library = leaky.stock.library
    first = library.tracing.undescribed()[0]
    body = library.blobs.path(first.body)
    body.chmod(0o600)
    body.write_bytes(b"damaged")
    order(library.database, library.clock())
    assert library.workers.drain({JOB}) == 1
    assert [master.id for master in library.tracing.undescribed()] == [first.id]
    assert waiting(leaky) == [library.clock() + EVERY]


def waiting(leaky: Leaky) -> list[datetime]:
    """When the next rounds are due."""
    with leaky.stock.library.database.read() as session:
        return list(session.scalars(select(Job.run_after).where(Job.kind == JOB, Job.state == "waiting")))


def test_nothing_is_described_outside_a_sandbox(leaky: Leaky) -> None:
    """Masters come from files of strangers."""
    library = leaky.stock.library
    bare = Tracing(library.database, library.blobs, library.folders, library.keys, leaky.stock.clock)
    with pytest.raises(Unavailable):
        bare.describe(lambda _done, _total: None)

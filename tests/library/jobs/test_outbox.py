"""Later work is done once, by whoever holds the lease, and never forgotten."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from library import Library
from library.errors import NotFound, Unavailable
from library.jobs import Interrupted, Outbox, Workers, dead, outbox
from library.jobs.outbox import LEASE, MAX_ATTEMPTS, MAX_LAPSES


def _add(library: Library, **more: object) -> None:
    with library.database.write() as session:
        outbox.add(session, library.clock(), "uji", {"n": 1}, **more)  # type: ignore[arg-type]


@pytest.fixture
def box(library: Library) -> Outbox:
    return library.outbox


def test_a_job_is_leased_to_one_of_twenty_workers(library: Library, box: Outbox):
    _add(library)
    got: list[object] = []
    threads = [threading.Thread(target=lambda: got.append(box.lease("w", {"uji"}))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(lease is not None for lease in got) == 1


def test_a_silent_workers_job_is_taken_over_and_its_late_answer_refused(library: Library, box: Outbox, clock):
    _add(library)
    first = box.lease("slow", {"uji"})
    assert first is not None
    clock.forward(seconds=LEASE.total_seconds() + 1)
    second = box.lease("other", {"uji"})
    assert second is not None
    assert second.fence > first.fence
    assert not box.finish(first)
    assert not box.renew(first)
    assert box.finish(second)


def test_a_renewed_lease_is_not_taken_over(library: Library, box: Outbox, clock):
    _add(library)
    lease = box.lease("w", {"uji"})
    assert lease is not None
    clock.forward(seconds=LEASE.total_seconds() - 1)
    assert box.renew(lease)
    clock.forward(seconds=LEASE.total_seconds() - 1)
    assert box.lease("other", {"uji"}) is None


def test_urgent_work_goes_first(library: Library, box: Outbox):
    _add(library, priority=6)
    _add(library, priority=0, dedupe="urgent")
    lease = box.lease("w", {"uji"})
    assert lease is not None
    assert lease.job == 2


def test_the_same_work_is_ordered_once_until_it_is_begun(library: Library, box: Outbox):
    _add(library, dedupe="one")
    _add(library, dedupe="one")
    assert box.counts() == {"waiting": 1}
    lease = box.lease("w", {"uji"})
    assert lease is not None
    # Whoever works on it may have read already what has changed just now.
    _add(library, dedupe="one")
    assert box.counts() == {"leased": 1, "waiting": 1}
    box.finish(lease)
    assert box.counts() == {"done": 1, "waiting": 1}


def test_a_job_over_which_every_worker_dies_is_given_up_and_told(library: Library, box: Outbox, clock):
    workers, told, begun = Workers(box), [], []
    workers.register("uji", begun.append, lambda payload, error: told.append((payload, error)))
    _add(library)
    for _ in range(1 + MAX_LAPSES):
        assert box.lease("dies", {"uji"}) is not None
        clock.forward(seconds=LEASE.total_seconds() + 1)
    workers.drain()
    assert begun == []
    assert [payload for payload, _error in told] == [{"n": 1}]
    assert box.counts() == {"dead": 1}


def test_restarts_during_a_long_book_are_no_failed_attempts(library: Library, box: Outbox, clock):
    _add(library)
    for _ in range(2 * MAX_ATTEMPTS):
        assert box.lease("power cut", {"uji"}) is not None
        clock.forward(seconds=LEASE.total_seconds() + 1)
    done: list[object] = []
    workers = Workers(box)
    workers.register("uji", done.append)
    workers.drain()
    assert done == [{"n": 1}]


def test_a_failure_after_restarts_is_tried_again_with_the_shortest_pause(library: Library, box: Outbox, clock):
    _add(library)
    for _ in range(MAX_ATTEMPTS):
        lease = box.lease("power cut", {"uji"})
        clock.forward(seconds=LEASE.total_seconds() + 1)
    lease = box.lease("alive", {"uji"})
    assert lease is not None
    assert not box.fail(lease, "out of order")
    clock.forward(seconds=2)
    assert box.lease("alive", {"uji"}) is not None


def test_a_worker_that_is_told_to_stop_gives_its_job_back_untouched(library: Library, box: Outbox):
    workers, held, go_on = Workers(box), threading.Event(), threading.Event()
    workers.register("uji", lambda _payload: held.set() or go_on.wait(30))
    _add(library)
    workers.start(1)
    assert held.wait(10)
    workers.stop(seconds=0.05)
    again = box.lease("next", {"uji"})  # at once, not when the lease would have run out
    assert again is not None
    assert (again.attempts, again.lapses) == (1, 0)
    go_on.set()
    assert box.finish(again)
    assert box.counts() == {"done": 1}


def test_work_that_breaks_off_because_of_a_stop_is_no_failure(library: Library, box: Outbox):
    workers, told = Workers(box), []

    def breaks_off(_payload: object) -> None:
        raise Interrupted

    workers.register("uji", breaks_off, lambda payload, _error: told.append(payload))
    _add(library)
    for _ in range(2 * MAX_ATTEMPTS):
        assert workers._one({"uji"})
    assert told == []
    assert box.counts() == {"waiting": 1}


@pytest.mark.parametrize("hours", [1, 30])
def test_after_the_clock_was_set_back_work_goes_on_at_once(library: Library, box: Outbox, clock, hours):
    _add(library)
    clock.forward(hours=-hours)
    assert box.lease("w", {"uji"}) is not None


def test_after_the_clock_was_set_back_a_failed_attempt_is_tried_again(library: Library, box: Outbox, clock):
    _add(library)
    lease = box.lease("w", {"uji"})
    assert lease is not None
    box.fail(lease, "out of order")
    clock.forward(hours=-1)
    assert box.lease("w", {"uji"}) is not None


def test_what_is_ordered_for_tomorrow_stays_for_tomorrow(library: Library, box: Outbox, clock):
    _add(library, after=clock() + timedelta(days=1))
    clock.forward(hours=-1)
    assert box.lease("w", {"uji"}) is None


def test_after_the_clock_was_set_back_a_dead_workers_job_is_free_within_a_lease(library: Library, box: Outbox, clock):
    _add(library)
    alive = box.lease("alive", {"uji"})
    _add(library)
    assert box.lease("dies", {"uji"}) is not None
    assert alive is not None
    clock.forward(hours=-1)
    workers = Workers(box)
    assert workers.drain({"uji"}) == 0  # nobody is robbed of what she may still be doing
    assert box.renew(alive)
    clock.forward(seconds=LEASE.total_seconds() / 2)
    assert box.renew(alive)
    clock.forward(seconds=LEASE.total_seconds() / 2 + 1)
    taken = box.lease("other", {"uji"})
    assert taken is not None
    assert taken.job != alive.job


def test_giving_up_that_is_cut_off_is_told_again(library: Library, box: Outbox, clock):
    workers, told = Workers(box), []

    def tell(payload: object, _error: str) -> None:
        told.append(payload)
        if len(told) == 1:
            raise OSError("the disk is away")

    workers.register("uji", lambda _payload: (_ for _ in ()).throw(NotFound(what="x")), tell)
    _add(library)
    with pytest.raises(OSError, match="away"):
        workers.drain()
    clock.forward(seconds=LEASE.total_seconds() + 1)
    workers.drain()
    assert told == [{"n": 1}, {"n": 1}]
    assert box.counts() == {"dead": 1}


def test_a_lease_outlives_a_database_that_is_away_for_a_moment(library: Library, box: Outbox, monkeypatch):
    monkeypatch.setattr("library.jobs.workers.RENEW_SECONDS", 0.01)
    renewed = threading.Event()
    calls: list[object] = []

    def renew(lease: object) -> bool:
        calls.append(lease)
        if len(calls) == 1:
            raise OSError("the disk is away")
        renewed.set()
        return True

    monkeypatch.setattr(box, "renew", renew)
    workers = Workers(box)
    workers.register("uji", lambda _payload: None if renewed.wait(10) else pytest.fail("not renewed"))
    _add(library)
    workers.drain()
    assert box.counts() == {"done": 1}


def test_what_is_out_of_order_is_tried_again_and_in_the_end_told(library: Library, clock):
    workers, told = Workers(library.outbox), []

    def broken(_payload: object) -> None:
        raise Unavailable

    workers.register("uji", broken, lambda payload, _error: told.append(payload))
    _add(library)
    for _ in range(MAX_ATTEMPTS):
        assert told == []
        assert workers.drain() == 1
        clock.forward(minutes=10)
    assert told == [{"n": 1}]
    assert library.outbox.counts() == {"dead": 1}


def test_a_rule_that_says_no_is_not_asked_again(library: Library):
    workers, told = Workers(library.outbox), []

    def refuse(_payload: object) -> None:
        raise NotFound(what="it")

    workers.register("uji", refuse, lambda payload, _error: told.append(payload))
    _add(library)
    workers.drain()
    assert told == [{"n": 1}]


def test_a_dead_job_can_be_given_another_life(library: Library):
    workers = Workers(library.outbox)
    done: list[object] = []
    workers.register("uji", lambda _payload: (_ for _ in ()).throw(NotFound(what="x")))
    _add(library)
    workers.drain()
    with library.database.write() as session:
        dead.retry(session, library.clock(), 1, "system")
    workers.register("uji", done.append)
    workers.drain()
    assert done == [{"n": 1}]


def test_workers_in_the_background_do_what_is_put_in(library: Library):
    seen = threading.Event()
    workers = Workers(library.outbox)
    workers.register("uji", lambda _payload: seen.set())
    workers.start(2)
    _add(library)
    workers.wake()
    assert seen.wait(10)
    workers.stop()
    assert workers.running == 0

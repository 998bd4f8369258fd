"""When a visitor's turn comes."""

from __future__ import annotations

import random
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from library.clocks import Busy, turn_starts
from tests.library.clocks.floor import MINUTE, wib

NINE = wib("2026-11-19T09:00")


def busy(start: int, end: int | None) -> Busy:
    return Busy(NINE + start * MINUTE, None if end is None else NINE + end * MINUTE)


def test_an_empty_room_with_a_free_counter_starts_at_once() -> None:
    assert turn_starts(NINE, [], [[]]) == NINE


def test_the_turn_comes_when_the_visitor_before_in_the_queue_is_finished() -> None:
    before_served = busy(0, 12)
    assert turn_starts(NINE + 3 * MINUTE, [], [[before_served]]) == NINE + 12 * MINUTE


def test_nobody_is_at_the_head_while_a_ticket_in_front_waits_or_is_called() -> None:
    in_front = [busy(-5, 4), busy(-3, 10)]
    assert turn_starts(NINE, in_front, [[]]) == NINE + 10 * MINUTE


def test_the_first_of_two_counters_to_be_free_counts() -> None:
    assert turn_starts(NINE, [], [[busy(-1, 20)], [busy(-1, 7)]]) == NINE + 7 * MINUTE


def test_a_counter_that_goes_from_one_visitor_to_the_next_is_not_free_in_between() -> None:
    assert turn_starts(NINE, [], [[busy(-1, 5), busy(5, 9)]]) == NINE + 9 * MINUTE


def test_the_turn_has_not_come_while_every_counter_is_busy_without_end() -> None:
    assert turn_starts(NINE, [], [[busy(-1, None)], [busy(-1, None)]]) is None
    assert turn_starts(NINE, [busy(-1, None)], [[]]) is None
    assert turn_starts(NINE, [], [[busy(-1, None)], [busy(-1, 3)]]) == NINE + 3 * MINUTE


def test_without_any_counter_the_promise_runs_at_once() -> None:
    assert turn_starts(NINE, [], []) == NINE


def test_what_happened_before_the_ticket_was_issued_does_not_matter() -> None:
    assert turn_starts(NINE, [busy(-30, -20)], [[busy(-60, -40)]]) == NINE


SPANS = st.lists(
    st.tuples(st.integers(-30, 90), st.one_of(st.none(), st.integers(1, 40))).map(
        lambda pair: busy(pair[0], None if pair[1] is None else pair[0] + pair[1])
    ),
    max_size=6,
)


@given(in_front=SPANS, counters=st.lists(SPANS, max_size=3), seed=st.randoms(use_true_random=False))
def test_the_order_of_tickets_and_counters_does_not_matter(
    in_front: list[Busy], counters: list[list[Busy]], seed: random.Random
) -> None:
    expected = turn_starts(NINE, in_front, counters)
    for spans in (in_front, counters, *counters):
        seed.shuffle(spans)  # type: ignore[arg-type]
    assert turn_starts(NINE, in_front, counters) == expected


@given(in_front=SPANS, counters=st.lists(SPANS, min_size=1, max_size=3), more=SPANS)
def test_more_visitors_in_front_never_bring_the_turn_nearer_and_another_counter_never_delays_it(
    in_front: list[Busy], counters: list[list[Busy]], more: list[Busy]
) -> None:
    far = NINE + timedelta(days=1)
    plain = turn_starts(NINE, in_front, counters) or far
    assert (turn_starts(NINE, [*in_front, *more], counters) or far) >= plain
    assert (turn_starts(NINE, in_front, [*counters, more]) or far) <= plain

"""The bars say what the numbers say."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.rooms.day.chart import LEFT, RIGHT, draw
from webapp.scale import HEIGHT, TOP, WIDTH

counts = st.dictionaries(st.integers(0, 23), st.integers(0, 5000))


def test_a_bar_is_twice_as_high_as_one_of_half_its_count() -> None:
    hours = {bars.hour: bars for bars in draw({9: 8, 10: 4}, {}, 8, 15).hours}
    assert hours[9].today.height == pytest.approx(2 * hours[10].today.height)
    assert hours[8].today.height == 0


def test_the_opening_hours_are_shown_even_when_nobody_came() -> None:
    assert [bars.hour for bars in draw({}, {}, 8, 15).hours] == list(range(8, 16))


def test_who_came_outside_the_opening_hours_is_shown_too() -> None:
    assert [bars.hour for bars in draw({7: 1}, {17: 2}, 8, 15).hours] == list(range(7, 18))


def test_the_lines_are_round_counts_and_reach_the_highest_bar() -> None:
    lines = [line.value for line in draw({9: 41}, {9: 17}, 8, 15).lines]
    assert lines == [0, 20, 40, 60]


@given(counts, counts)
def test_every_bar_stays_inside_the_picture_and_beside_its_neighbours(
    today: dict[int, int], before: dict[int, int]
) -> None:
    chart = draw(today, before, 8, 15)
    bars = [bar for hour in chart.hours for bar in (hour.before, hour.today)]
    assert all(bar.x >= LEFT and bar.x + bar.width <= WIDTH - RIGHT + 0.1 for bar in bars)
    assert all(TOP - 0.1 <= bar.y <= HEIGHT for bar in bars)
    assert all(left.x + left.width <= right.x + 0.1 for left, right in itertools.pairwise(bars))
    assert 2 <= len(chart.lines) <= 7

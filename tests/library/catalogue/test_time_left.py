"""The time that a batch will still take: from what was measured, and nothing where nothing was."""

from __future__ import annotations

import pytest

from library.catalogue.time_left import Pace, Standing, paces, seconds_left

WAITS = Standing("pdf", "waiting")


def test_nothing_is_said_before_anything_was_measured():
    assert seconds_left([WAITS], {}, 1) is None


def test_nothing_is_said_where_nobody_knows_how_many_pages_the_waiting_files_have():
    assert seconds_left([WAITS], {"pdf": Pace(100.0, 100)}, 1) is None


def test_files_that_wait_are_taken_to_be_like_those_of_their_batch():
    done = [Standing("pdf", "done", pages=10, seconds=20.0), Standing("pdf", "done", pages=30, seconds=60.0)]
    assert seconds_left([*done, WAITS, WAITS], {}, 1) == pytest.approx(2 * 20 * 2.0)


def test_the_batchs_own_pace_counts_before_the_machines():
    done = Standing("pdf", "done", pages=10, seconds=10.0)
    assert seconds_left([done, WAITS], {"pdf": Pace(1000.0, 10)}, 1) == pytest.approx(10.0)


def test_a_picture_is_one_page_of_what_this_machine_needs_for_pictures():
    assert seconds_left([Standing("png", "waiting")] * 6, {"png": Pace(30.0, 10)}, 2) == pytest.approx(9.0)


def test_what_is_recognised_of_a_file_is_not_to_be_done_again():
    half = Standing("pdf", "reading", step="ocr", page=50, pages=100)
    left = seconds_left([half], {"pdf": Pace(100.0, 100)}, 1)
    assert left == pytest.approx(100 * (0.15 + 0.85 / 2))


def test_the_marks_are_the_last_part_of_the_work():
    last = Standing("pdf", "reading", step="prepare", page=100, pages=100)
    assert seconds_left([last], {"pdf": Pace(100.0, 100)}, 1) == 0


@pytest.mark.parametrize("state", ["paused", "failed", "done", "unpacked"])
def test_only_what_waits_or_is_read_takes_time(state: str):
    assert seconds_left([Standing("pdf", state)], {}, 1) == 0


def test_a_file_that_was_read_in_two_goes_measures_nothing():
    assert paces([Standing("pdf", "done", pages=10, seconds=0.0)]) == {}

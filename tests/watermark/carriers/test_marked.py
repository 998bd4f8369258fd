"""A stream with its marks: the bytes for any bits, and bits under which any two slots stand in each of their ways."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from watermark.carriers.marked import MarkedStream, every_pair
from watermark.deflate.fields import Field


def test_a_stream_says_for_each_field_what_its_two_slots_choose() -> None:
    one = Field(2, b"0", (b"1", b"2", b"3", b"4"), 1, 0)
    alone = Field(4, b"00", (b"11", b"11", b"22", b"22"), 2)
    stream = MarkedStream(7, b"a 0 00 z", [one, alone])
    assert stream.with_bits(None) == b"a 0 00 z"
    assert stream.with_bits(np.array([0, 0, 0], np.uint8)) == b"a 1 11 z"
    assert stream.with_bits(np.array([1, 0, 0], np.uint8)) == b"a 2 11 z"
    assert stream.with_bits(np.array([0, 1, 1], np.uint8)) == b"a 3 22 z"
    assert stream.with_bits(np.array([1, 1, 1], np.uint8)) == b"a 4 22 z"


@pytest.mark.parametrize("count", [1, 2, 3, 8, 9, 33])
def test_any_two_slots_stand_in_each_of_their_four_ways(count: int) -> None:
    neutral, *rows = every_pair(count)
    assert neutral is None
    for one, other in combinations(range(count), 2):
        assert {(int(row[one]), int(row[other])) for row in rows if row is not None} == {(0, 0), (0, 1), (1, 0), (1, 1)}

"""Each slot enters a region once, whatever number of pictures shows it."""

from __future__ import annotations

import numpy as np
import pytest

from watermark.codes import biases
from watermark.trace.readings import SlotReadings
from watermark.trace.regions import MOST_SLOTS, PageReading, keyed, merge, regions
from watermark.trace.shares import by_rank


def readings(slots: list[int], value: float, noise: float) -> SlotReadings:
    """Equal readings of some slots."""
    return SlotReadings(np.array(slots), np.full(len(slots), value), np.full(len(slots), noise))


def test_two_photos_of_one_page_are_merged_by_their_noise() -> None:
    """The clearer photo weighs more; what only one shows is kept; what none shows stays an erasure."""
    merged = merge([readings([1, 2, 9], 1.0, 0.5), readings([2, 3], -1.0, 1.0), readings([9, 7], 0.0, np.inf)])
    assert merged.slots.tolist() == [1, 2, 3, 7, 9]
    assert merged.value.tolist() == pytest.approx([1.0, 0.6, -1.0, 0.0, 1.0])
    assert merged.noise[1] == pytest.approx(1 / np.sqrt(5))
    assert merged.noise[3] == np.inf


def test_pages_are_regions_of_their_own_before_all_pages_together() -> None:
    """A copy mixed page by page is found in single pages, a faint one in all of them."""
    pages = [PageReading(i, m, i, readings([10 * i, 10 * i + 1], 1.0, 0.5)) for i, m in ((0, 0), (1, 0), (2, 1))]
    found = [(one.name, one.master, one.readings.slots.tolist()) for one in regions(pages)]
    assert found == [
        ("page 1", 0, [0, 1]),
        ("page 2", 0, [10, 11]),
        ("page 3", 1, [20, 21]),
        ("all pages", 0, [0, 1, 10, 11]),
    ]


def test_a_whole_book_is_cut_to_its_clearest_pages() -> None:
    """Scoring a hundred thousand slots of ten thousand readers would take minutes and add nothing."""
    noise = np.linspace(0.3, 2, 40)
    pages = [
        PageReading(i, 0, i, readings(list(range(1000 * i, 1000 * i + 1000)), 1.0, float(noise[i]))) for i in range(40)
    ]
    together = regions(pages)[-1].readings.slots
    assert len(together) == MOST_SLOTS
    assert together.max() < 20_000


def test_every_slot_of_a_region_gets_its_bias() -> None:
    """Erasures, too, so that all readings of a page have the same slots; scoring leaves them out."""
    mixed = keyed(merge([readings([4, 5], 1.0, 0.5), readings([6], 0.0, np.inf)]), bytes(32))
    assert mixed.slots.tolist() == [4, 5, 6]
    assert mixed.p.tolist() == biases(bytes(32), np.array([4, 5, 6])).tolist()
    assert np.isfinite(mixed.noise).tolist() == [True, True, False]


def test_regions_share_the_error_alike_where_their_readings_bring_no_shares() -> None:
    """Three regions of two pages of one master: each page, and both together."""
    pages = [PageReading(i, 0, i, readings([i], 1.0, 0.5)) for i in range(2)]
    assert [one.share for one in regions(pages)] == pytest.approx([1 / 3] * 3)


@pytest.mark.parametrize("count", [1, 2, 4])
def test_shares_by_rank_fall_and_sum_to_one(count: int) -> None:
    """A page that is read in two ways: two thirds and one third of its share."""
    shares = by_rank(count)
    assert sum(shares) == pytest.approx(1.0)
    assert shares == sorted(shares, reverse=True)
    pages = [PageReading(0, 0, 0, readings([rank], 1.0, 0.5), share) for rank, share in enumerate(shares)]
    assert [one.share for one in regions(pages)] == shares

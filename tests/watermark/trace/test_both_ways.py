"""Few slots are read better once the page is laid over what both ways have read."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from bench.trace.paper import phone
from bench.trace.pictures import cropped
from tests.watermark.trace.conftest import Publication
from watermark.trace import both_ways
from watermark.trace.both_ways import FEW_SLOTS, VERY_FEW_SLOTS, read_both_ways
from watermark.trace.read import SlotReader, blur_of
from watermark.trace.readings import SlotReadings
from watermark.trace.recognise import recognise


def photographed(publication: Publication) -> Iterator[tuple[SlotReader, SlotReadings]]:
    """Photograph three corners of a page, and read them."""
    for corner in (0, 1, 2):
        picture = cropped(publication.page(0, 200), 0.5, corner)
        rivals = recognise(phone(picture, np.random.default_rng(corner), 1800, 60), [publication.known])
        assert rivals is not None
        found = rivals.first
        reader = SlotReader(found.view, blur_of(found.view.middle, found.aligned))
        yield reader, read_both_ways(reader, found.aligned)[0]


def correct(publication: Publication, readings: SlotReadings) -> float:
    """How far readings lie on the leaker's side, by their noise: what a score sums up."""
    sign = np.where(publication.bits[readings.slots] == 1, 1.0, -1.0)
    return float(np.sum(sign * np.tanh(readings.value / readings.noise**2)))


def test_laying_it_again_over_what_was_read_tells_more(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = [correct(publication, readings) for _, readings in photographed(publication)]
    monkeypatch.setattr(both_ways, "VERY_FEW_SLOTS", 0)
    once = [correct(publication, readings) for _, readings in photographed(publication)]
    assert sum(again) > sum(once)


def test_pages_that_carry_enough_are_not_laid_again(publication: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    """It costs half a second."""
    monkeypatch.setattr(both_ways, "followed_again", None)  # calling it would raise
    rivals = recognise(cropped(publication.page(0, 150), 0.6), [publication.known])
    assert rivals is not None
    found = rivals.first
    readings, _, _ = read_both_ways(SlotReader(found.view, 0.0), found.aligned)
    assert VERY_FEW_SLOTS < np.isfinite(readings.noise).sum() <= FEW_SLOTS

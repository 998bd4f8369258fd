"""A viewer sets lines on whole pixels: words are read where that shows them, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.watermark.trace.conftest import Publication
from watermark.carriers import HEIGHT
from watermark.errors import LeakError
from watermark.pdf.screen import screen_page
from watermark.single_page import assemble_page
from watermark.trace.align import Aligned
from watermark.trace.read import SlotReader, blur_of, read_page
from watermark.trace.readings import SlotReadings
from watermark.trace.recognise import recognise
from watermark.trace.snapped import with_snapped
from watermark.trace.views import MasterPages


def _read(publication: Publication, picture: np.ndarray) -> tuple[SlotReader, SlotReadings, Aligned]:
    rivals = recognise(picture, [publication.known])
    assert rivals is not None
    found = rivals.first
    reader = SlotReader(found.view, blur_of(found.view.middle, found.aligned))
    return reader, *read_page(reader, found.aligned)


def _right(publication: Publication, readings: SlotReadings) -> float:
    """The share of heights that say what the leaker's code says, of those read."""
    pages = publication.known.pages
    assert isinstance(pages, MasterPages)
    heights = pages.map.carrier[readings.slots] == pages.map.carriers.index(HEIGHT)
    read = heights & np.isfinite(readings.noise)
    assert read.sum() >= 20
    return float(((readings.value > 0) == (publication.bits[readings.slots] == 1))[read].mean())


def test_heights_that_a_viewer_has_rounded_are_read_by_its_rows_of_pixels(
    publication: Publication, tmp_path: Path
) -> None:
    """Half of them look the same at A and at B, and were read by where their line stands."""
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(assemble_page(publication.body, publication.slots, 0, publication.bits))
    reader, before, aligned = _read(publication, screen_page(copy.read_bytes(), (1287, 910), "rows"))
    after = with_snapped(before, reader, aligned, lambda: publication.known.pages.lettering(0))
    assert _right(publication, before) < 0.9, "nothing was rounded, or this is no hard case"
    assert _right(publication, after) > 0.97
    assert np.isfinite(after.noise).sum() < np.isfinite(before.noise).sum()


def test_a_drawing_that_rounds_nothing_keeps_its_readings(publication: Publication) -> None:
    reader, before, aligned = _read(publication, publication.page(0, 100))
    assert with_snapped(before, reader, aligned, lambda: publication.known.pages.lettering(0)) is before


@pytest.mark.parametrize("failing", [LeakError("no"), RuntimeError("no")])
def test_a_page_whose_letters_cannot_be_told_keeps_its_readings(publication: Publication, failing: Exception) -> None:
    def fail() -> None:
        raise failing

    reader, before, aligned = _read(publication, publication.page(0, 100))
    assert with_snapped(before, reader, aligned, fail) is before

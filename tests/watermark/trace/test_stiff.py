"""A page that carries little, such as a chart, is laid by one surface; locally its lone labels would be followed."""

from __future__ import annotations

import numpy as np
import pytest
from reportlab.lib.pagesizes import A5
from reportlab.pdfgen.canvas import Canvas

from bench.trace.pictures import drawn_finely
from tests.watermark.trace.conftest import KEY
from watermark.codes import code
from watermark.prepare import prepare
from watermark.rendering import render_page
from watermark.trace.both_ways import FEW_SLOTS
from watermark.trace.masters import KnownMaster
from watermark.trace.read import SlotReader, blur_of, read_page
from watermark.trace.readings import SlotReadings
from watermark.trace.recognise import recognise
from watermark.trace.stiff import between, read_stiffly
from watermark.trace.views import MasterPages


@pytest.fixture(scope="module")
def labels(tmp_path_factory: pytest.TempPathFactory) -> KnownMaster:
    """A page of lone labels, as around a chart."""
    folder = tmp_path_factory.mktemp("labels")
    coin = np.random.default_rng(5)
    canvas = Canvas(str(folder / "source.pdf"), pagesize=A5)
    for row in range(14):
        for column in range(3):
            name = "".join(coin.choice(list("abdegiklmnoprstu"), 6)).title()
            canvas.setFont("Helvetica", 8)
            canvas.drawString(30 + 125 * column + coin.uniform(0, 40), 40 + 37 * row + coin.uniform(0, 12), name)
    canvas.save()
    master = prepare(folder / "source.pdf", folder)
    pages = MasterPages(master.body, master.slots)
    return KnownMaster("labels", "1", pages, (("key-1", KEY),), folder / "index.npz")


def test_lone_labels_are_read_by_a_surface_that_does_not_follow_them(labels: KnownMaster) -> None:
    """An undamaged drawing: whatever is misread is the alignment's doing."""
    pages = labels.pages
    assert isinstance(pages, MasterPages)
    bits = code(KEY, "account:3", len(pages.map))
    assert 40 <= len(bits) <= FEW_SLOTS
    leak = drawn_finely(lambda dpi: render_page(pages.body, pages.slots, 0, dpi, bits), 150)
    found = recognise(leak, [labels])
    assert found is not None
    here = found.first
    reader = SlotReader(here.view, blur_of(here.view.middle, here.aligned))
    local, _ = read_page(reader, here.aligned)
    stiff, laid, order = read_stiffly(reader, here.aligned)
    right = [float(((one.value > 0) == (bits == 1))[np.isfinite(one.noise)].mean()) for one in (local, stiff)]
    assert right[1] > 0.93
    assert right[1] > right[0] + 0.05, "locally the marks are followed, or this page is no hard case"
    again, laid_again, _ = read_stiffly(reader, here.aligned, order)
    assert np.array_equal(again.value, stiff.value), "told the order, nothing else is tried"
    assert np.array_equal(laid_again.lattice, laid.lattice)


def test_what_one_way_cannot_read_the_other_tells() -> None:
    slots = np.arange(4)
    local = SlotReadings(slots, np.array([1.0, 0.8, 0.0, 0.0]), np.array([0.5, np.inf, 0.4, np.inf]))
    stiff = SlotReadings(slots, np.array([1.0, 0.0, -0.9, 0.0]), np.array([0.5, 0.3, np.inf, np.inf]))
    both = between(local, stiff)
    assert both.value == pytest.approx([1.0, 0.0, 0.0, 0.0])
    assert both.noise == pytest.approx([0.5, 0.3, 0.4, np.inf])


def test_where_both_ways_differ_the_sum_is_unsure_and_nearer_to_the_clearer() -> None:
    slots = np.arange(2)
    local = SlotReadings(slots, np.array([1.0, 1.0]), np.array([0.2, 0.2]))
    stiff = SlotReadings(slots, np.array([-1.0, -1.0]), np.array([0.2, 0.05]))
    both = between(local, stiff)
    assert -0.5 < both.value[0] < 0
    assert both.value[1] < -0.9
    assert np.all(both.noise >= np.minimum(local.noise, stiff.noise)), "two looks at one picture are no second picture"

"""Edges of shaded cells move; bars, curves and what they touch never do."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from watermark.carriers import RULING
from watermark.master import Master
from watermark.prepare import prepare
from watermark.rendering import render_page
from watermark.slots import SlotMap, read_slots

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ZOOM = 150 / 72
LEFT, TOP, WIDE, HIGH = 60, 500, 70, 16
HEIGHTS = (90, 140, 60, 176, 120)
CORNER = 5  # px: where two edges cross, the corner belongs to the slot of one of them


def drawn(path: Path, draw: Callable[[Canvas], None]) -> Path:
    canvas = Canvas(str(path), pagesize=(500, 600), invariant=1)
    canvas.setFont("Helvetica", 9)
    for line in range(4):
        canvas.drawString(60, 560 - 12 * line, "Jumlah penduduk menurut kelurahan dan jenis kelamin")
    draw(canvas)
    canvas.save()
    return path


def table(canvas: Canvas) -> None:
    """Five columns; rows of five shades, every cell a rectangle of its own."""
    for row in range(10):
        for column in range(5):
            canvas.setFillGray((0.55, 0.95, 0.7)[row % 3])
            canvas.rect(LEFT + WIDE * column, TOP - HIGH * (row + 1), WIDE, HIGH, stroke=0, fill=1)
            canvas.setFillGray(0)
            canvas.drawRightString(LEFT + WIDE * (column + 1) - 8, TOP - HIGH * (row + 1) + 5, f"{137 * row + column}")


def bars(canvas: Canvas) -> None:
    """Bars that stand edge to edge, grid lines behind them, an axis, and a frame around it all."""
    canvas.setStrokeGray(0.6)
    canvas.setLineWidth(0.5)
    for level in range(8):
        canvas.line(60, 150 + 25 * level, 440, 150 + 25 * level)
    canvas.setFillGray(0.6)
    for index, height in enumerate(HEIGHTS):
        canvas.rect(80 + 60 * index, 150, 60, height, stroke=0, fill=1)


def curve(canvas: Canvas) -> None:
    """A line chart whose curve crosses its grid."""
    canvas.setStrokeGray(0.6)
    for level in range(6):
        canvas.line(60, 150 + 40 * level, 440, 150 + 40 * level)
    steps = np.random.default_rng(2).integers(140, 370, 60)
    for index, (one, other) in enumerate(itertools.pairwise(steps)):
        canvas.line(62 + 6 * index, int(one), 68 + 6 * index, int(other))


def slots_of(master: Master) -> tuple[SlotMap, np.ndarray]:
    """The map, and which of its slots are of this carrier."""
    slots = read_slots(master.slots)
    number = slots.carriers.index(RULING) if RULING in slots.carriers else -1
    return slots, slots.carrier == number


@pytest.fixture(scope="module")
def shaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Master]:
    folder = tmp_path_factory.mktemp("shaded")
    source = drawn(folder / "source.pdf", table)
    return source, prepare(source, folder / "master")


def test_a_shaded_table_carries_slots_in_the_edges_of_its_cells(shaded: tuple[Path, Master]) -> None:
    slots, ruling = slots_of(shaded[1])
    assert ruling.sum() >= 20
    assert slots.amplitude[ruling].max() <= 0.2
    lying = np.abs(slots.shift[ruling][:, 1]) > 0
    levels = (slots.box[ruling][lying][:, 1] + slots.box[ruling][lying][:, 3]) / 2
    assert np.abs((levels - (600 - TOP)) / HIGH - np.rint((levels - (600 - TOP)) / HIGH)).max() < 0.02


def test_a_bit_of_the_ruling_changes_the_pixels_of_its_edge_alone(shaded: tuple[Path, Master]) -> None:
    _, master = shaded
    slots, ruling = slots_of(master)
    bits = np.zeros(len(slots), np.uint8)
    page = render_page(master.body, master.slots, 0, 150, bits)
    for slot in np.flatnonzero(ruling)[::5]:
        bits[slot] = 1
        rows, columns = np.nonzero(render_page(master.body, master.slots, 0, 150, bits) != page)
        bits[slot] = 0
        x0, y0, x1, y1 = slots.box[slot] * ZOOM
        assert len(rows)
        assert x0 - CORNER <= columns.min() <= columns.max() <= x1 + CORNER
        assert y0 - CORNER <= rows.min() <= rows.max() <= y1 + CORNER


def test_slots_of_the_ruling_never_overlap(shaded: tuple[Path, Master]) -> None:
    slots, ruling = slots_of(shaded[1])
    boxes = slots.part_box[ruling[slots.part_slot]]
    wide = np.minimum.outer(boxes[:, 2], boxes[:, 2]) - np.maximum.outer(boxes[:, 0], boxes[:, 0])
    tall = np.minimum.outer(boxes[:, 3], boxes[:, 3]) - np.maximum.outer(boxes[:, 1], boxes[:, 1])
    overlap = (wide > 1e-3) & (tall > 1e-3)
    assert overlap.sum() == len(boxes)  # each with itself


def test_no_seam_opens_between_cells_whatever_the_code(shaded: tuple[Path, Master]) -> None:
    """Both cells at a border move it together: nowhere does the white of the paper shine through."""
    _, master = shaded
    slots, _ = slots_of(master)
    bits = np.random.default_rng(4).integers(0, 2, len(slots)).astype(np.uint8)
    page = render_page(master.body, master.slots, 0, 150, bits)
    inside = page[int((602 - TOP) * ZOOM) : int((598 - TOP + 10 * HIGH) * ZOOM), int(62 * ZOOM) : int(408 * ZOOM)]
    assert inside.max() < 250


@pytest.mark.parametrize("draw", [bars, curve], ids=["bars", "curve"])
def test_a_chart_keeps_every_number_that_draws_it(draw: Callable[[Canvas], None], tmp_path: Path) -> None:
    source = drawn(tmp_path / "chart.pdf", draw)
    master = prepare(source, tmp_path / "master")
    _, ruling = slots_of(master)
    assert ruling.sum() == 0


def test_equal_bars_beside_each_other_are_no_row_of_cells(tmp_path: Path) -> None:
    """Two stacks of three bars, the first two equal: the only rows cut alike do not go across the figure."""

    def draw(canvas: Canvas) -> None:
        for index, (low, high) in enumerate(((80, 40), (80, 40), (120, 70))):
            canvas.setFillGray(0.7)
            canvas.rect(100 + 60 * index, 150, 60, low, stroke=0, fill=1)
            canvas.setFillGray(0.55)
            canvas.rect(100 + 60 * index, 150 + low, 60, high, stroke=0, fill=1)

    master = prepare(drawn(tmp_path / "stacks.pdf", draw), tmp_path / "master")
    assert slots_of(master)[1].sum() == 0


def test_a_table_turned_and_scaled_moves_along_the_page_as_seen(tmp_path: Path) -> None:
    source = drawn(tmp_path / "plain.pdf", table)
    with pikepdf.open(source) as pdf:
        page = pdf.pages[0].obj
        content = page["/Contents"].read_bytes()
        page["/Contents"] = pdf.make_stream(b"q 0 0.5 -0.5 0 400 20 cm " + content + b" Q")
        page["/Rotate"] = 180
        pdf.save(tmp_path / "turned.pdf")
    master = prepare(tmp_path / "turned.pdf", tmp_path / "master")
    slots, ruling = slots_of(master)
    assert ruling.sum() >= 10
    bits = np.zeros(len(slots), np.uint8)
    before = render_page(master.body, master.slots, 0, 150, bits)
    slot = int(np.flatnonzero(ruling)[np.argmax(slots.energy[ruling])])
    bits[slot] = 1
    rows, columns = np.nonzero(render_page(master.body, master.slots, 0, 150, bits) != before)
    x0, y0, x1, y1 = slots.box[slot] * ZOOM
    assert x0 - CORNER <= columns.min() <= columns.max() <= x1 + CORNER
    assert y0 - CORNER <= rows.min() <= rows.max() <= y1 + CORNER


def test_a_narrow_last_column_moves_with_its_neighbour(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for row in range(4):
            for left, wide in ((60, 120), (180, 120), (300, 120), (420, 9)):
                canvas.setFillGray(0.6 + 0.3 * (row % 2))
                canvas.rect(left, 400 - 16 * row, wide, 16, stroke=0, fill=1)

    master = prepare(drawn(tmp_path / "narrow.pdf", draw), tmp_path / "master")
    slots, ruling = slots_of(master)
    lying = slots.box[ruling & (np.abs(slots.shift[:, 1]) > 0)]
    assert len(lying)
    assert (lying[:, 2] - lying[:, 0]).min() > 24

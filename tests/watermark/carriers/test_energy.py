"""How far words move: by what the page shows of them."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from watermark.carriers import HEIGHT, PLACE, RULING
from watermark.carriers.candidate import Candidate
from watermark.carriers.energy import ENOUGH, _energy, shorten
from watermark.carriers.mover import AMPLITUDE
from watermark.pdf.drawing import grey_page, opened
from watermark.prepare import prepare
from watermark.slots import read_slots

ZOOM = 150 / 72


def striped(width: int, contrast: int = 255) -> np.ndarray:
    """A page with stripes of that many px, at the top of which a slot may stand."""
    page = np.full((600, 400), 255, np.uint8)
    for left in range(20, 380, 2 * width):
        page[20:100, left : left + width] = 255 - contrast
    return page


def slot(carrier: str, *, up: bool, box: tuple[float, float, float, float] = (10, 10, 40, 30)) -> Candidate:
    shift = (0.0, 2 * AMPLITUDE) if up else (2 * AMPLITUDE, 0.0)
    return Candidate(carrier, shift, AMPLITUDE, 0, [box])


def test_what_has_more_energy_moves_less_and_keeps_its_direction() -> None:
    page = striped(4)
    bold, short = slot(PLACE, up=False, box=(10, 10, 150, 40)), slot(PLACE, up=False, box=(10, 10, 14, 14))
    shorten([bold, short], page, ZOOM)
    assert bold.amplitude < short.amplitude <= AMPLITUDE
    assert bold.shift == pytest.approx((2 * bold.amplitude, 0.0))
    assert bold.foretold == ENOUGH


def test_only_what_lies_along_the_movement_counts() -> None:
    upright, along = slot(HEIGHT, up=True), slot(PLACE, up=False)
    page = striped(4)
    page[:90] = page[30]  # no end of a stripe in the box: moved up and down nothing changes
    shorten([upright, along], page, ZOOM)
    assert upright.amplitude == AMPLITUDE
    assert upright.foretold == 0
    assert along.amplitude < AMPLITUDE


def test_faint_words_and_rules_move_as_far_as_they_may() -> None:
    faint, rule = slot(PLACE, up=False), slot(RULING, up=False)
    shorten([faint, rule], striped(4, contrast=8), ZOOM)
    assert faint.amplitude == rule.amplitude == AMPLITUDE
    assert rule.foretold == 0


def test_resolution_hardly_matters() -> None:
    fine, found = striped(12), []
    for factor in (1.0, 0.5):
        one = slot(PLACE, up=False, box=(10, 12, 90, 30))
        shorten([one], cv2.resize(fine, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), 2 * ZOOM * factor)
        found.append(one.amplitude)
    assert found[0] == pytest.approx(found[1], rel=0.2)
    assert found[0] < AMPLITUDE


def test_a_box_beyond_the_page_and_a_page_without_words_are_no_error() -> None:
    outside = slot(HEIGHT, up=True, box=(-50, -50, 9_000, -10))
    shorten([outside], striped(4), ZOOM)
    assert outside.amplitude == AMPLITUDE
    shorten([], striped(4), ZOOM)


def test_a_title_moves_less_than_text_and_what_is_measured_is_near_what_was_foretold(tmp_path: Path) -> None:
    """Seen at 200 %, an uneven title is found at once; it needs little movement to be read."""
    canvas = Canvas(str(tmp_path / "book.pdf"), pagesize=A4)
    canvas.setFont("Helvetica-Bold", 12)
    for line, words in enumerate(("PENDUDUK DAN KETENAGAKERJAAN", "PEMERINTAHAN KECAMATAN SEMBILAN")):
        canvas.drawString(70, 780 - 16 * line, words)
    canvas.setFont("Helvetica", 10)
    for line in range(20):
        canvas.drawString(70, 700 - 14 * line, f"di {line} ke")
    canvas.save()
    master = prepare(tmp_path / "book.pdf", tmp_path / "master")
    slots = read_slots(master.slots)
    heights = slots.carrier == slots.carriers.index(HEIGHT)
    title = heights & (slots.box[:, 1] < 90)
    assert title.any()
    text = slots.amplitude[heights & ~title]
    assert slots.amplitude[title].max() <= text.min()
    assert np.median(slots.amplitude[title]) < 0.7 * np.median(text)
    assert slots.energy[title].min() > ENOUGH


def test_large_type_that_two_drawings_round_alike_keeps_its_slots(tmp_path: Path) -> None:
    """At 150 dpi MuPDF sets 30 pt on whole pixels: most titles are drawn the same at A and at B."""
    canvas = Canvas(str(tmp_path / "cover.pdf"), pagesize=A4)
    canvas.setFont("Helvetica-Bold", 30)
    for line in range(12):
        canvas.drawString(60, 780.3 - 60.13 * line, "Kecamatan dalam angka")
    canvas.save()
    with opened(tmp_path / "cover.pdf") as document:
        assert (grey_page(document, 0, 72) < 99).any()
    slots = read_slots(prepare(tmp_path / "cover.pdf", tmp_path / "master").slots)
    heights = slots.carrier == slots.carriers.index(HEIGHT)
    assert heights.sum() == 12
    assert slots.energy[heights].min() > ENOUGH / 2


@pytest.mark.parametrize("axis", [0, 1])
def test_energy_is_that_of_every_pixel_of_a_box_wherever_it_lies(axis: int) -> None:
    """Boxes reach over the bands in which they are summed, over the page's edge, and beside it."""
    coin = np.random.default_rng(axis)
    page = coin.integers(0, 256, (300, 90), np.uint8)
    corners = coin.uniform(-20, 320, (40, 2)) * [0.3, 1]
    boxes = np.hstack([corners, corners + coin.uniform(0, 200, (40, 2))])
    steps = np.diff(page.astype(float) / 255, n=1, axis=axis)
    steps = steps[1:] + steps[:-1] if axis == 0 else steps[:, 1:] + steps[:, :-1]
    first = np.array([axis, 1 - axis] * 2)
    cells = np.vstack([np.floor(boxes[:, :2].T), np.ceil(boxes[:, 2:].T)]).T - first
    x0, y0, x1, y1 = np.clip(cells, 0, [*steps.shape[::-1]] * 2).astype(int).T
    plain = [float((steps[y0[i] : y1[i], x0[i] : x1[i]] ** 2).sum()) for i in range(len(boxes))]
    assert np.allclose(_energy(page, boxes, 1.0, axis), plain)
    assert max(plain) > 0

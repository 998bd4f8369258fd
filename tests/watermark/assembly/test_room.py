"""What a copy may grow by is shared out so that the last page names its reader as well as the first."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from reportlab import rl_config
from reportlab.lib.pagesizes import A6
from reportlab.pdfgen.canvas import Canvas

from watermark.assemble import assemble
from watermark.prepare import prepare
from watermark.room import Room
from watermark.slots import read_slots

if TYPE_CHECKING:
    from pathlib import Path

    from watermark.stamp import Stamp


def taken(room: Room, wanted: list[float]) -> list[float]:
    """Let every page take what it wants, as far as it may."""
    found = []
    for want in wanted:
        found.append(min(want, room.of_page()))
        room.spend(found[-1])
    return found


def test_pages_that_want_more_than_there_is_get_nearly_alike() -> None:
    found = taken(Room(200_000, [1.0] * 300), [9_000.0] * 300)
    assert sum(found) <= 200_000.1
    assert sum(found) > 0.98 * 200_000
    assert np.mean(found[-30:]) > 0.7 * np.mean(found[:30])


def test_what_a_page_leaves_the_later_ones_have() -> None:
    found = taken(Room(100_000, [1.0] * 100), [0.0] * 50 + [9_000.0] * 50)
    assert sum(found) > 99_000
    assert min(found[50:]) > 1_000
    assert sum(found) <= 100_000.1


def test_where_pages_want_little_a_heavy_one_is_not_held_short() -> None:
    found = taken(Room(300_000, [1.0] * 300), [100.0, 100.0, 100.0, 2_500.0] * 75)
    assert np.mean(found[3:40:4]) > 2_000
    assert sum(found) <= 300_000.1


def test_a_page_of_much_text_may_take_more_but_a_map_not_everything() -> None:
    weights = [1.0] * 20
    room = Room(20_000, [5_000.0, *weights])
    assert 3_000 < room.of_page() < 6_000
    room.spend(room.of_page())
    assert room.of_page() > 600


def test_where_nothing_is_left_every_page_still_gets_a_little() -> None:
    assert taken(Room(-5_000, [1.0, 0.0, 3.0]), [9_000.0] * 3) == [150.0, 150.0, 150.0]


@pytest.mark.parametrize("weights", [[0.0, 0.0, 0.0], [0.0, 7.0, 0.0], [1e9, 1.0, 1.0]])
def test_any_weights_will_do(weights: list[float]) -> None:
    room = Room(30_000, weights)
    found = taken(room, [8_000.0, 50_000.0, 50_000.0])
    assert all(np.isfinite(found))
    assert sum(found) <= 30_000 + 150


def test_a_dense_book_stays_within_five_per_cent_and_marks_its_last_pages(
    tmp_path: Path, stamp: Stamp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rl_config, "useA85", 1)  # what is spelt out in letters leaves room: a fifth of the file
    source = _dense_book(tmp_path / "source.pdf", pages=24)
    master = prepare(source, tmp_path / "master")
    slots = read_slots(master.slots)
    counts = slots.per_page()
    assert np.median(counts[-6:]) > 0.7 * np.median(counts[:6])
    code = np.random.default_rng(1).integers(0, 2, len(slots)).astype(np.uint8)
    made = assemble(master.body, master.slots, code=code, stamp=stamp, out=tmp_path / "copy.pdf")
    assert made.size <= 1.05 * source.stat().st_size


def _dense_book(path: Path, pages: int) -> Path:
    """Draw pages of which every word could be cut off its line, with ballast that no mark can use."""
    coin = random.Random(7)
    canvas = Canvas(str(path), pagesize=A6, pageCompression=1, invariant=1)
    for _ in range(pages):
        canvas.setFont("Helvetica", 6)
        for line in range(40):
            words = ("".join(coin.choices("aeiknrstu", k=coin.randint(3, 9))) for _ in range(9))
            canvas.drawString(20, 400 - 9 * line, " ".join(words))
        canvas.setStrokeColorRGB(0.95, 0.95, 0.95)
        for _ in range(600):
            x, y = round(coin.uniform(10, 290), 2), round(coin.uniform(10, 400), 2)
            canvas.line(x, y, x + 1, y)
        canvas.showPage()
    canvas.save()
    return path

"""Texts that stand alone move sideways as a whole, columns as one, and lines of running text not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pymupdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from watermark.pdf.drawing import opened
from watermark.prepare import prepare
from watermark.single_page import assemble_page
from watermark.slots import SlotMap, read_slots

if TYPE_CHECKING:
    from pathlib import Path

    from watermark.master import Master

FIGURES = ("1.204,5", "87,25", "15", "3.310,75", "9,5", "644")
LABELS = ("Utara", "Selatan", "Barat Daya")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> tuple[Master, SlotMap]:
    """A column on its decimal comma, three scattered labels, a paragraph of words that are placed one by one."""
    folder = tmp_path_factory.mktemp("standing")
    canvas = Canvas(str(folder / "source.pdf"), pagesize=(420, 595), invariant=1)
    canvas.setFont("Helvetica", 9)
    for row, figure in enumerate(FIGURES):
        whole = figure.partition(",")[0]
        canvas.drawString(200 - canvas.stringWidth(whole), 500 - 16 * row, figure)
    for number, label in enumerate(LABELS):
        canvas.drawString(60 + 87 * number, 340 - 31 * number, label)
    for line in range(3):
        across = 60.0
        for word in ("penduduk", "menurut", "kecamatan"):
            canvas.drawString(across, 200 - 12 * line, word)
            across += canvas.stringWidth(word + " ")
    canvas.save()
    master = prepare(folder / "source.pdf", folder / "master")
    return master, read_slots(master.slots)


def words(made: tuple[Master, SlotMap], bits: np.ndarray) -> list[tuple[float, float, str]]:
    master, _ = made
    with opened(assemble_page(master.body, master.slots, 0, bits)) as document:
        return [(word[0], word[1], word[4]) for word in document[0].get_text("words")]


def sideways(made: tuple[Master, SlotMap], slot: int) -> dict[int, float]:
    """How far each word moves sideways when one slot goes from A to B, pt; words that stay are left out."""
    bits = np.zeros(len(made[1]), np.uint8)
    before = words(made, bits)
    bits[slot] = 1
    pairs = zip(before, words(made, bits), strict=True)
    moved = {number: new[0] - old[0] for number, (old, new) in enumerate(pairs)}
    return {number: way for number, way in moved.items() if abs(way) > 0.01}


def place_slots(made: tuple[Master, SlotMap]) -> list[int]:
    slots = made[1]
    return np.flatnonzero(slots.carrier == slots.carriers.index("word place")).tolist()


def test_a_column_of_figures_moves_as_one_also_when_no_edge_agrees(page: tuple[Master, SlotMap]) -> None:
    texts = [text for *_, text in words(page, np.zeros(len(page[1]), np.uint8))]
    figures = {number for number, text in enumerate(texts) if text in FIGURES}
    moved = [sideways(page, slot) for slot in place_slots(page)]
    columns = [ways for ways in moved if figures & set(ways)]
    assert len(columns) == 1
    assert set(columns[0]) == figures
    assert np.ptp(list(columns[0].values())) < 0.02  # decimals stay aligned


def test_labels_that_stand_alone_move_each_by_itself_within_the_limit(page: tuple[Master, SlotMap]) -> None:
    texts = [text for *_, text in words(page, np.zeros(len(page[1]), np.uint8))]
    for label in LABELS:
        numbers = {texts.index(part) for part in label.split()}
        ways = [found for slot in place_slots(page) if numbers & set(found := sideways(page, slot))]
        assert len(ways) == 1
        assert set(ways[0]) == numbers
        assert max(map(abs, ways[0].values())) <= 0.41


def test_lines_of_running_text_keep_their_margin(page: tuple[Master, SlotMap]) -> None:
    texts = [text for *_, text in words(page, np.zeros(len(page[1]), np.uint8))]
    prose = {number for number, text in enumerate(texts) if text in {"penduduk", "menurut", "kecamatan"}}
    assert len(prose) == 9
    assert not any(prose & set(sideways(page, slot)) for slot in place_slots(page))


def test_height_and_place_of_a_label_are_told_apart(page: tuple[Master, SlotMap]) -> None:
    """Both stand in the numbers of one placing, and neither bit may change what the other says."""
    texts = [text for *_, text in words(page, np.zeros(len(page[1]), np.uint8))]
    number = texts.index("Utara")
    place = next(slot for slot in place_slots(page) if number in sideways(page, slot))
    for others in (0, 1):
        bits = np.full(len(page[1]), others, np.uint8)
        at = []
        for bit in (0, 1):
            bits[place] = bit
            at.append(words(page, bits)[number])
        assert at[1][0] - at[0][0] == pytest.approx(page[1].shift[place][0], abs=0.02)
        assert at[1][1] == pytest.approx(at[0][1], abs=0.001)


@pytest.mark.parametrize(("size", "heights"), [(11, 4), (15, 1)])
def test_words_of_a_standard_font_have_heights_of_their_own_but_a_heading_stands_straight(
    tmp_path: Path, size: int, heights: int
) -> None:
    canvas = Canvas(str(tmp_path / "source.pdf"), pagesize=(420, 595), invariant=1)
    canvas.setFont("Helvetica-Bold", size)
    canvas.drawString(60, 500, "Jumlah Penduduk Menurut Kecamatan")
    canvas.save()
    slots = read_slots(prepare(tmp_path / "source.pdf", tmp_path / "master").slots)
    assert (slots.carrier == slots.carriers.index("word height")).sum() == heights


def test_a_heading_that_is_placed_word_by_word_stands_straight_too(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "source.pdf"), pagesize=(420, 595), invariant=1)
    canvas.setFont("Helvetica-Bold", 15)
    x = 60.0
    for word in ("Jumlah ", "Penduduk ", "Menurut ", "Kecamatan"):
        canvas.drawString(x, 500, word)
        x += canvas.stringWidth(word)
    canvas.save()
    slots = read_slots(prepare(tmp_path / "source.pdf", tmp_path / "master").slots)
    assert (slots.carrier == slots.carriers.index("word height")).sum() == 1


def test_where_a_line_would_read_otherwise_its_words_stay_and_the_others_move(tmp_path: Path) -> None:
    """Two texts of a line are read as one or as two by the gap between them: some of these are just at the limit."""
    canvas = Canvas(str(tmp_path / "source.pdf"), pagesize=(420, 595), invariant=1)
    canvas.setFont("Helvetica", 8)
    for row in range(40):
        for column in range(3):
            across, gap = 40.0 + 110 * column, 20.0 if column else 5 + 0.2 * row
            for figure in (f"{1000 + 3 * row + column} ", f"{2000 + 3 * row + column} "):
                canvas.drawString(across, 560 - 13 * row, figure)
                across += canvas.stringWidth(figure) + gap
    canvas.save()
    master = prepare(tmp_path / "source.pdf", tmp_path / "master")
    slots = read_slots(master.slots)
    assert len(place_slots((master, slots))) >= 4
    assert 200 < len(slots) < 246
    wanted = pymupdf.open(tmp_path / "source.pdf")[0].get_text()
    coin = np.random.default_rng(2)
    for _ in range(12):
        bits = coin.integers(0, 2, len(slots)).astype(np.uint8)
        with opened(assemble_page(master.body, master.slots, 0, bits)) as document:
            assert document[0].get_text() == wanted


def test_where_cuts_would_displace_words_those_stay_whole_and_the_others_are_cut(corpus: Path, tmp_path: Path) -> None:
    """A page of a yearbook on which 22 of 327 places moved what they should not fell back to 164 before."""
    source = tmp_path / "source.pdf"
    with pymupdf.open(corpus / "born" / "ajung_dalam_angka_2021.pdf") as book, pymupdf.open() as page:
        page.insert_pdf(book, from_page=71, to_page=71)
        page.save(source)
    master = prepare(source, tmp_path / "master")
    slots = read_slots(master.slots)
    assert len(slots) > 280
    bits = np.random.default_rng(3).integers(0, 2, len(slots)).astype(np.uint8)
    with opened(source) as before, opened(assemble_page(master.body, master.slots, 0, bits)) as after:
        assert after[0].get_text() == before[0].get_text()

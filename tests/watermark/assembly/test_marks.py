"""The invisible mark: each slot moves its own place and nothing else, and the words stay what they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pikepdf
import pymupdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.watermark.assembly import readers
from tests.watermark.assembly.scans import scanned
from watermark.assemble import assemble
from watermark.prepare import prepare
from watermark.rendering import render_page, render_pair
from watermark.single_page import assemble_page
from watermark.slots import read_slots

if TYPE_CHECKING:
    from pathlib import Path

    from watermark.master import Master
    from watermark.stamp import Stamp

WORDS = [
    "Jumlah",
    "penduduk",
    "Kecamatan",
    "Metro",
    "Pusat",
    "menurut",
    "kelurahan",
    "dan",
    "jenis",
    "kelamin",
    "pada",
    "pertengahan",
    "tahun",
]


def written(path: Path) -> Path:
    """Two pages: prose, and a table whose cells are placed one by one."""
    canvas = Canvas(str(path), pagesize=(420, 595), invariant=1)
    canvas.setFont("Helvetica", 10)
    for line in range(30):
        canvas.drawString(50, 540 - 15 * line, " ".join(WORDS[line % 5 : line % 5 + 7]))
    canvas.showPage()
    canvas.setFont("Helvetica", 9)
    for row in range(25):
        for column in range(5):
            canvas.drawRightString(110 + 70 * column, 540 - 16 * row, f"{row * 137 % 9000 + 1000 + column:,}")
    canvas.showPage()
    canvas.save()
    return path


@pytest.fixture(scope="module")
def prose(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Master]:
    folder = tmp_path_factory.mktemp("prose")
    source = written(folder / "source.pdf")
    return source, prepare(source, folder / "master")


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Master]:
    folder = tmp_path_factory.mktemp("scan")
    source = scanned(folder / "source.pdf")
    return source, prepare(source, folder / "master")


def random_bits(master: Master, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 2, master.report.total).astype(np.uint8)


def test_prose_and_tables_carry_enough_to_name_a_reader_by_one_page(prose: tuple[Path, Master]) -> None:
    _, master = prose
    assert master.report.alone == 2
    slots = read_slots(master.slots)
    assert set(slots.carriers) == {"word height", "word place"}
    table = slots.on_page(1)
    columns = table.start + np.flatnonzero(slots.carrier[table] == slots.carriers.index("word place"))
    assert np.bincount(slots.part_slot)[columns].tolist() == [25] * 5  # figures stay in column


def test_one_bit_changes_only_the_pixels_of_its_tile(scan: tuple[Path, Master]) -> None:
    _, master = scan
    slots = read_slots(master.slots)
    base = np.zeros(len(slots), np.uint8)
    page = render_page(master.body, master.slots, 0, 150, base)
    for slot in range(0, len(slots), max(1, len(slots) // 6)):
        bits = base.copy()
        bits[slot] = 1
        rows, columns = np.nonzero(render_page(master.body, master.slots, 0, 150, bits) != page)
        x0, y0, x1, y1 = slots.box[slot] * (150 / 72)
        assert len(rows)
        assert columns.min() >= x0 - 2
        assert columns.max() <= x1 + 2
        assert rows.min() >= y0 - 2
        assert rows.max() <= y1 + 2


def test_one_bit_moves_the_words_in_its_parts_and_no_other(prose: tuple[Path, Master]) -> None:
    """What is given up when a page does not look or read as before is told of where it still moves."""
    _, master = prose
    slots = read_slots(master.slots)
    base = np.zeros(len(slots), np.uint8)
    before = words_of(master, base)
    for slot in range(slots.on_page(0).start, slots.on_page(0).stop, 3):
        bits = base.copy()
        bits[slot] = 1
        parts = slots.part_box[slots.part_slot == slot]
        moved = 0
        for one, other in zip(before, words_of(master, bits), strict=True):
            x, y = (one[0] + one[2]) / 2, (one[1] + one[3]) / 2
            inside = ((parts[:, :2] <= (x, y)) & (parts[:, 2:] >= (x, y))).all(axis=1).any()
            way = max(abs(one[0] - other[0]), abs(one[1] - other[1]))
            assert (way > 0.05) == inside
            assert inside or way < 0.003
            moved += inside
        assert moved


def words_of(master: Master, bits: np.ndarray) -> list[tuple[float, ...]]:
    """Give the words of the first page with their boxes."""
    with pymupdf.open(stream=assemble_page(master.body, master.slots, 0, bits), filetype="pdf") as document:
        return list(document[0].get_text("words"))


def test_text_is_extracted_as_before_whatever_the_code(
    prose: tuple[Path, Master], stamp: Stamp, tmp_path: Path
) -> None:
    source, master = prose
    before = readers.mupdf_texts(source)
    for seed in range(3):
        made = assemble(master.body, master.slots, code=random_bits(master, seed), stamp=stamp, out=tmp_path / "c.pdf")
        assert readers.qpdf_complaints(made.path) == []
        for old, new in zip(before, readers.mupdf_texts(made.path), strict=True):
            assert new.startswith(old)
        for old, new in zip(readers.pdfium_texts(source), readers.pdfium_texts(made.path), strict=True):
            assert new.split()[: len(old.split())] == old.split()  # what the stamp says comes last


def test_movement_is_never_written_with_an_operator_of_its_own(
    prose: tuple[Path, Master], stamp: Stamp, tmp_path: Path
) -> None:
    """A script that deletes one kind of operator, or rounds nothing away, must not find the mark."""
    _, master = prose
    made = assemble(master.body, master.slots, code=random_bits(master, 1), stamp=stamp, out=tmp_path / "copy.pdf")
    with pikepdf.open(made.path) as pdf:
        for page in pdf.pages:
            own = page.obj["/Contents"].read_bytes().rpartition(b"/Artifact BMC")[0]
            operators = {str(step.operator) for step in pikepdf.parse_content_stream(pdf.make_stream(own))}
            assert operators <= {"q", "Q", "cm", "BT", "ET", "Tf", "TL", "Tm", "Td", "T*", "Tj", "TJ"}


def test_the_unmoved_page_looks_like_the_original(prose: tuple[Path, Master], stamp: Stamp, tmp_path: Path) -> None:
    """MuPDF draws glyphs at quarters of a pixel: one at a border may fall on the next by a number's last digit."""
    source, master = prose
    made = assemble(master.body, master.slots, code=None, stamp=stamp, out=tmp_path / "copy.pdf")
    for page in range(2):
        before, after = readers.drawn(source, page), readers.drawn(made.path, page)
        inner = (slice(40, -70), slice(70, -70))  # the stamp stands in a margin
        apart = np.abs(before[inner].astype(int) - after[inner])
        assert (apart > 48).mean() <= 3e-4
        assert apart.max() < 128


def test_the_unmoved_page_has_its_words_where_the_original_has_them(
    prose: tuple[Path, Master], stamp: Stamp, tmp_path: Path
) -> None:
    source, master = prose
    made = assemble(master.body, master.slots, code=None, stamp=stamp, out=tmp_path / "copy.pdf")
    with pymupdf.open(source) as before, pymupdf.open(made.path) as after:
        for page in range(2):
            words, copied = before[page].get_text("words"), after[page].get_text("words")
            pairs = list(zip(words, copied, strict=False))  # the stamp's words come last
            assert len(pairs) > 50
            assert [one[4] for one, _ in pairs] == [other[4] for _, other in pairs]
            assert max(abs(x - y) for one, other in pairs for x, y in zip(one[:4], other[:4], strict=True)) < 0.003


def test_a_page_alone_is_drawn_as_in_the_whole_copy(prose: tuple[Path, Master]) -> None:
    _, master = prose
    bits = random_bits(master, 4)
    with pymupdf.open(stream=assemble_page(master.body, master.slots, 1, bits), filetype="pdf") as document:
        assert document.page_count == 1
    first, second = render_pair(master.body, master.slots, 1, 100, carriers=(0,))
    assert first.shape == second.shape
    assert (first != second).any()


def test_a_scan_stays_within_five_per_cent_of_its_size(scan: tuple[Path, Master], stamp: Stamp, tmp_path: Path) -> None:
    source, master = scan
    made = assemble(master.body, master.slots, code=random_bits(master, 2), stamp=stamp, out=tmp_path / "copy.pdf")
    assert made.size <= 1.05 * source.stat().st_size


def test_a_scan_looks_the_same_to_the_eye(scan: tuple[Path, Master]) -> None:
    source, master = scan
    before = readers.drawn(source, 0, 96).mean(axis=2)
    for bits in (np.zeros(master.report.total, np.uint8), np.ones(master.report.total, np.uint8)):
        after = render_page(master.body, master.slots, 0, 96, bits)[: before.shape[0]].astype(float)
        smooth = [cv2.GaussianBlur(image, (0, 0), 2) for image in (before, after)]
        assert np.abs(smooth[0] - smooth[1]).max() < 16

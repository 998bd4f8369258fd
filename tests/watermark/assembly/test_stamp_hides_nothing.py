"""The visible stamp stands on white, on flat colour, or in a foot of its own: what a page shows stays to be seen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pymupdf
import pytest

from tests.watermark.assembly import awkward, readers
from tests.watermark.assembly.conftest import NAME

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FULL = {
    "words to the edges": awkward.full_of_words,
    "turned by 90": partial(awkward.full_of_words, degrees=90),
    "turned by 180": partial(awkward.full_of_words, degrees=180),
    "turned by 270": partial(awkward.full_of_words, degrees=270),
    "user unit 2": partial(awkward.full_of_words, unit=2),
    "drawing beyond the crop box": partial(awkward.full_of_words, below=True),
    "stripes": awkward.striped_page,
    "21 mm": awkward.tiny_page,
}
DPI = 144
REAL = ("born/us_usda_ag_energy_roundup_2017.pdf", "born/us_fbi_nics_background_checks_2015-11.pdf",
        "front/jenggawah_dalam_angka_2022.pdf")  # fmt: skip


@pytest.mark.parametrize("name", FULL)
def test_a_full_page_gets_a_foot_and_stays_as_it_was(name: str, make: Callable[..., object], tmp_path: Path) -> None:
    """To the pixel, in two readers; the name stands in the foot, and nothing else does."""
    source = FULL[name](tmp_path / "source.pdf")
    made = make(source)
    assert readers.qpdf_complaints(made.copy.path) == []
    for drawn in (readers.drawn, readers.pdfium_drawn)[: 1 + (name != "21 mm")]:  # PDFium stretches to whole pixels
        before, after = drawn(source, 0, DPI), drawn(made.copy.path, 0, DPI)
        tall = before.shape[0]
        assert after.shape[0] > tall
        assert after.shape[1] == before.shape[1]
        assert np.abs(before[: tall - 1].astype(int) - after[: tall - 1]).max() <= 1
        assert (after[tall + 1 :] == 255).mean() > 0.6
    with pymupdf.open(made.copy.path) as document:
        turn = document[0].rotation_matrix
        words = document[0].get_text("words")
    stamped = [pymupdf.Rect(word[:4]) * turn for word in words if NAME.split()[0] in word[4]]
    assert stamped or name == "21 mm"
    assert all(box.y0 >= tall * 72 / DPI - 1 for box in stamped)


def test_what_was_cut_off_below_a_page_does_not_come_to_light(make: Callable[..., object], tmp_path: Path) -> None:
    """Crop marks and bleeding pictures beyond the crop box stay unseen behind the foot."""
    made = make(awkward.full_of_words(tmp_path / "source.pdf", below=True))
    with pikepdf.open(made.copy.path) as pdf:
        box = [float(number) for number in pdf.pages[0].obj["/CropBox"]]
    assert box[1] < awkward.CROP[1]
    after = readers.drawn(made.copy.path, 0, DPI)
    foot = after[-int(20 * DPI / 72) :, : int(7 * DPI / 72)]
    assert foot.min() == 255


@pytest.mark.corpus
@pytest.mark.parametrize("name", REAL)
def test_no_word_of_a_real_page_lies_under_its_stamp(
    name: str, corpus: Path, make: Callable[..., object], tmp_path: Path
) -> None:
    """Prices, a disclaimer and a title were covered once."""
    source = tmp_path / "source.pdf"
    with pikepdf.open(corpus / name) as pdf:
        del pdf.pages[1:]
        pdf.save(source)
    made = make(source)
    before, after = readers.drawn(source, 0, DPI), readers.drawn(made.copy.path, 0, DPI)
    zoom = DPI / 72
    words = [word for word in pymupdf.open(source)[0].get_text("words") if any(char.isalnum() for char in word[4])]
    assert len(words) > 5
    for x0, y0, x1, y1 in (word[:4] for word in words):
        place = slice(int(y0 * zoom), int(y1 * zoom) + 1), slice(int(x0 * zoom), int(x1 * zoom) + 1)
        old, new = before[place].astype(float), after[place].astype(float)
        if old.std() > 8:  # invisible text over blank paper has no shape to compare
            assert np.corrcoef(old.ravel(), new.ravel())[0, 1] > 0.8

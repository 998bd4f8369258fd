"""Whatever a source looks like, the stamp stands on every page and nothing else changes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pytest

from tests.watermark.assembly import awkward, readers
from tests.watermark.assembly.conftest import NAME
from watermark.pdf.geometry import sheet_of
from watermark.pdf.matrix import Matrix
from watermark.stamp.place import CODE, LINE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SOURCES = {
    "open states": awkward.open_states,
    "extra restores": awkward.extra_restores,
    "cut in a string": awkward.cut_in_a_string,
    "numbers that are none": awkward.numbers_that_are_none,
    "glued words": awkward.glued_words,
    "a hundred faults": awkward.a_hundred_faults,
    "names that nobody has": awkward.names_that_nobody_has,
    "contents in pieces": awkward.contents_cut_in_pieces,
    "no contents, no resources": awkward.no_contents_no_resources,
    "one content for all pages": awkward.one_content_for_all,
    "turned by 90": partial(awkward.turned, degrees=90),
    "turned by 180": partial(awkward.turned, degrees=180),
    "turned by 270": partial(awkward.turned, degrees=270),
    "turned by -90": partial(awkward.turned, degrees=-90),
    "user unit 2": awkward.big_units,
    "tiny page": awkward.tiny_page,
    "black page": awkward.black_page,
    "crop box outside": awkward.mad_boxes,
    "tagged": awkward.tagged,
    "armed": awkward.armed,
}


@pytest.mark.parametrize("name", SOURCES)
def test_every_page_of_an_awkward_source_carries_the_name_in_three_readers(
    name: str, tmp_path: Path, make: Callable[..., object]
) -> None:
    source = SOURCES[name](tmp_path / "source.pdf")
    made = make(source)
    assert readers.qpdf_complaints(made.copy.path) == []
    wanted = NAME[:4] if name == "tiny page" else NAME  # a page of 21 mm shortens the name
    for texts in (readers.mupdf_texts, readers.pdfium_texts, readers.poppler_texts):
        pages = texts(made.copy.path)
        assert len(pages) == made.master.pages
        assert all(wanted in page.replace("\n", " ") for page in pages), texts.__name__


# left out: pages that are all stamp, boxes on which readers disagree, an attachment whose icon is taken off
NOT_COMPARED = ("tiny page", "black page", "crop box outside", "armed")


@pytest.mark.parametrize("name", [name for name in SOURCES if name not in NOT_COMPARED])
def test_an_awkward_page_is_drawn_as_before_outside_its_stamp(
    name: str, tmp_path: Path, make: Callable[..., object]
) -> None:
    source = SOURCES[name](tmp_path / "source.pdf")
    made = make(source)
    for page in range(made.master.pages):
        before, after = readers.drawn(source, page), readers.drawn(made.copy.path, page)
        mask = outside_stamp(made.copy.path, page, before.shape[:2])
        assert before.shape == after.shape
        assert np.array_equal(before[mask], after[mask])
        assert not np.array_equal(before, after)


def outside_stamp(copy: Path, page: int, shape: tuple[int, int]) -> np.ndarray:
    """Mask the stamp by reading its place from the copy's own content."""
    mask = np.ones(shape, bool)
    with pikepdf.open(copy) as pdf:
        leaf = pdf.pages[page].obj
        sheet = sheet_of(leaf)
        content = leaf["/Contents"].read_bytes()
    stamp = content[content.rindex(b"/Artifact BMC") :]
    zoom = shape[1] / sheet.width
    for block in stamp.split(b"q\n")[1:]:
        matrix = Matrix(*(float(value) for value in block.split(b" cm")[0].split()))
        for x0, y0, x1, y1 in ((-2, -5, 480, LINE + 3), (150, -CODE - 3, 480, CODE + 3), (-2, -2, 335, 45)):
            box = (matrix @ sheet.to_seen).box(x0, y0, x1, y1)
            a, b, c, d = (int(value * zoom) for value in box)
            mask[max(0, b) : d + 2, max(0, a) : c + 2] = False
    return mask

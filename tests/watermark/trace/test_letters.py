"""A leak that still is a PDF with text is read from its numbers, and says so only where they fit the page."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pikepdf
import pymupdf
import pytest

from watermark.errors import LeakError
from watermark.single_page import assemble_page
from watermark.trace.glyphs import Glyphs, glyphs_of, main, read_glyphs
from watermark.trace.leak import open_leak
from watermark.trace.lettering import Lettering, Move
from watermark.trace.letters import read_letters
from watermark.trace.tracing import trace

pytestmark = pytest.mark.slow


def copy_of(publication, path: Path, page: int = 0) -> Path:
    """Write one page of the leaker's copy as a PDF."""
    path.write_bytes(assemble_page(publication.body, publication.slots, page, publication.bits))
    return path


def leaked(path: Path) -> Glyphs:
    """Read the letters of a PDF's first page."""
    with pymupdf.open(path) as document:
        return glyphs_of(document, 0)


def agreement(publication, readings) -> tuple[int, float]:
    """Count the slots that were read, and the share of them that is right."""
    here = publication.known.pages.map.on_page(0)
    read = np.isfinite(readings.noise)
    right = (readings.value > 0) == (publication.bits[here] == 1)
    return int(read.sum()), float(right[read].mean())


def test_every_slot_of_a_copy_is_read_exactly_from_its_numbers(publication, tmp_path: Path) -> None:
    """Turned, shrunk and mirrored, too: one affine map takes the paper back."""
    page = publication.known.pages.lettering(0)
    glyphs = leaked(copy_of(publication, tmp_path / "copy.pdf"))
    for matrix in (np.eye(2), np.array([[0.7, 0.1], [-0.1, 0.7]]), np.array([[-1.0, 0], [0, 1.0]])):
        readings = read_letters(page, Glyphs(glyphs.code, glyphs.at @ matrix.T + [40, -7]))
        assert agreement(publication, readings) == (len(page.slots), 1.0)


def test_half_a_page_is_read_as_far_as_it_goes(publication, tmp_path: Path) -> None:
    """Letters that were cut away are erasures, not guesses."""
    page = publication.known.pages.lettering(0)
    glyphs = leaked(copy_of(publication, tmp_path / "copy.pdf"))
    upper = glyphs.at[:, 1] < 400
    read, right = agreement(publication, read_letters(page, Glyphs(glyphs.code[upper], glyphs.at[upper])))
    assert len(page.slots) * 0.3 < read < len(page.slots) * 0.7
    assert right == 1.0


def ruled_page(bits: np.ndarray) -> tuple[Lettering, Glyphs]:
    """Set 24 lines of four words by hand, each word free to go up or down and left or right; and a copy of them."""
    coin = np.random.default_rng(2)
    line, word, letter = (axis.ravel() for axis in np.mgrid[0:24, 0:4, 0:7])
    code = coin.integers(97, 123, len(line)).astype(np.int32)
    middle = np.column_stack([60.0 + 90 * word + 6 * letter, 80.0 + 14 * line])
    row = (4 * line + word).astype(np.int64)
    up, across = np.tile([0.0, -0.4], (len(line), 1)), np.tile([0.4, 0.0], (len(line), 1))
    page = Lettering(code, middle, (Move(row, up), Move(row + 96, across)), np.arange(192))
    sign = 2.0 * bits - 1
    return page, Glyphs(code, middle + sign[row, None] * up / 2 + sign[row + 96, None] * across / 2)


def test_where_baselines_were_snapped_heights_are_erased_and_places_still_read() -> None:
    """What a script has levelled says nothing, and nothing is made of it."""
    bits = np.random.default_rng(3).integers(0, 2, 192)
    page, copy = ruled_page(bits)
    whole = read_letters(page, copy)
    assert np.array_equal(whole.value > 0, bits == 1)
    snapped = copy.at.copy()
    snapped[:, 1] = np.repeat(snapped[:, 1].reshape(24, 28)[:, 0], 28)  # every line as high as its first letter
    readings = read_letters(page, Glyphs(copy.code, snapped))
    assert np.isinf(readings.noise[:96]).all()
    assert np.array_equal(readings.value[96:] > 0, bits[96:] == 1)


def test_another_page_and_text_set_anew_are_not_read(publication, neighbour, tmp_path: Path) -> None:
    """The same words elsewhere, other words, too few words: the pixels must do."""
    page = publication.known.pages.lettering(0)
    glyphs = leaked(copy_of(publication, tmp_path / "copy.pdf"))
    scattered = np.random.default_rng(1).uniform(0, 500, glyphs.at.shape)
    assert read_letters(page, Glyphs(glyphs.code, scattered)) is None
    assert read_letters(page, leaked(copy_of(neighbour, tmp_path / "other.pdf"))) is None
    assert read_letters(page, Glyphs(glyphs.code[:20], glyphs.at[:20])) is None


def test_a_pdf_names_its_reader_with_every_slot_right(publication, neighbour, tmp_path: Path) -> None:
    """Through the door: the work is recognised, its letters are read, pixels are tried beside and counted."""
    leak = copy_of(publication, tmp_path / "copy.pdf")
    verdict = trace([leak], [neighbour.known, publication.known], publication.everyone)
    assert [one.identity for one in verdict.accused] == [publication.leaker]
    assert verdict.accused[0].agree == verdict.accused[0].slots == verdict.pages[0].slots
    assert verdict.trials == 2


def test_a_layer_of_invisible_text_is_not_believed(publication, tmp_path: Path) -> None:
    """Text that nobody sees may say anything; it is no part of what is read."""
    with pikepdf.open(copy_of(publication, tmp_path / "copy.pdf")) as pdf:
        pdf.pages[0].contents_add(b"3 Tr", prepend=True)
        pdf.save(tmp_path / "hidden.pdf")
    assert len(leaked(tmp_path / "copy.pdf")) > 500
    assert len(leaked(tmp_path / "hidden.pdf")) == 0


def test_pictures_have_no_letters_and_a_damaged_page_gives_none(publication, tmp_path: Path) -> None:
    """A PNG is not asked, a PDF is read in a child, page by page."""
    leak = open_leak(copy_of(publication, tmp_path / "copy.pdf"))
    page = next(leak.read([0]))
    assert len(page.glyphs()) > 500
    page.file.write_bytes(b"%PDF-1.7\n" + b"\0" * 2000)
    assert page.glyphs() is None
    page.file.write_bytes(b"\x89PNG\r\n")
    assert page.glyphs() is None


def test_what_the_child_writes_is_believed_no_further_than_it_can_be_checked(tmp_path: Path) -> None:
    """A cut table, a place that is no number, a link, nothing at all."""
    out = tmp_path / "letters"
    for data in (b"123", np.array([[65.0, np.nan, 1.0]]).tobytes(), np.array([[65.0, 1e300, 1.0]]).tobytes()):
        out.write_bytes(data)
        with pytest.raises(LeakError):
            read_glyphs(out)
    out.unlink()
    with pytest.raises(LeakError):
        read_glyphs(out)
    out.symlink_to("/dev/zero")
    with pytest.raises(LeakError):
        read_glyphs(out)


def test_the_child_itself_is_a_plain_program() -> None:
    """It takes a file, a place to write and a page; without them it says so."""
    with pytest.raises(IndexError):
        main([])

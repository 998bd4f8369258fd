"""Leaks of what is not on the shelf: which they are, how they are handed in, and that a wrong name would be told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pymupdf
import pytest

from bench.trace.foreign import AS_IT_IS, KEPT, PHOTOGRAPHED, Foreign, plan, shelf_files, traced
from bench.trace.rows import read_rows
from bench.trace.strangers import Stranger, stranger_table

ROW = Stranger("another scan", "scan/a.pdf 1", AS_IT_IS, "1-1-1", "nobody", 0, 0, "b.pdf 3", 40, 5.0)


@pytest.mark.corpus
def test_nothing_that_the_shelf_holds_is_foreign_to_it(corpus: Path) -> None:
    """Not even the first pages of a book that stands there whole under the same name in another folder."""
    leaks = list(plan(corpus))
    held = {Path(file).stem for file in shelf_files()}
    assert len(leaks) == len({(one.name, form) for one, form in leaks}) >= 120
    assert not [one.name for one, _ in leaks if one.file is not None and one.file.stem in held]
    assert {"photo", "scan", "front", "born"} == {one.file.parent.name for one, _ in leaks if one.file is not None}


def test_a_foreign_page_is_handed_in_alone_with_its_letters_or_as_a_photograph(tmp_path: Path) -> None:
    source = tmp_path / "other.pdf"
    with pymupdf.open() as document:
        for words in ("halaman satu", "halaman dua"):
            document.new_page().insert_text((72, 72), words, fontsize=20)
        document.save(source)
    page = Foreign("another report", source, "other.pdf 2", 1)
    with pymupdf.open(page.leak(AS_IT_IS, tmp_path)) as leak:
        assert [one.get_text().strip() for one in leak] == ["halaman dua"]
    photo = cv2.imread(str(page.leak(PHOTOGRAPHED, tmp_path)), cv2.IMREAD_GRAYSCALE)
    assert max(photo.shape) == 1800
    white = cv2.imread(str(Foreign("nothing at all", None, "white").leak(AS_IT_IS, tmp_path)), cv2.IMREAD_GRAYSCALE)
    assert np.ptp(white) == 0


def test_whoever_is_named_by_a_page_that_should_name_nobody_is_told(publication, tmp_path: Path) -> None:
    """A reader's own page, given for a foreign one: a measurement that cannot see a wrong name measures nothing."""
    leak = tmp_path / "page.png"
    assert cv2.imwrite(str(leak), publication.page(1, 200))
    row = traced(
        Foreign("another scan", leak, "page.png"), AS_IT_IS, [publication.known], tmp_path, publication.everyone
    )
    assert (row.outcome, row.named, row.leads, row.taken_for) == ("identified", 1, 0, "angka 2")
    assert row.read > 100


def test_wrong_names_and_leads_are_counted_and_equal_leaks_once() -> None:
    wrong = replace(ROW, name="scan/a.pdf 2", outcome="identified", named=2, taken_for="b.pdf 4", read=60)
    lead = replace(ROW, name="scan/a.pdf 3", outcome="lead", leads=1, taken_for="", read=0)
    said = stranger_table([replace(ROW, outcome="lead", leads=7), ROW, wrong, lead])
    assert f"| another scan | {AS_IT_IS} | 3 | 2 | 50 | 60 | 2 | 1 |" in said
    assert "| **all** |  | 3 | 2 | 50 | 60 | 2 | 1 |" in said


def test_no_leak_that_was_kept_named_anybody() -> None:
    """The rows in the project, of which `docs/bench-trace.md` tells."""
    rows = read_rows(Stranger, KEPT)
    assert len(rows) >= 60
    assert {(row.outcome, row.named, row.leads) for row in rows} == {("nobody", 0, 0)}

"""The measurement itself: attacks do what they say, rows are kept, and tables do not flatter."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pymupdf
import pytest

from bench.trace.catalogue import PICTURE_ATTACKS
from bench.trace.documents import DOCUMENT_ATTACKS
from bench.trace.results import Results, Row
from bench.trace.table import interval, tables
from watermark.single_page import assemble_page
from watermark.trace.tracing import trace

ROW = Row("text", "a.pdf 1", "fax", "identified", True, 0, 0, -20.0, 100, 90, 0.95, True, 4.0, 5.0, "")
TOOLS = {"qpdf": "qpdf", "Ghostscript": "gs", "printed": "gs", "pdftocairo": "pdftocairo", "Chromium": "chromium"}


def test_the_interval_is_that_of_clopper_and_pearson() -> None:
    """Values of a textbook table, and the ends: all of few is not everything."""
    assert interval(0, 10) == pytest.approx((0.0, 0.3085), abs=1e-4)
    assert interval(5, 10) == pytest.approx((0.1871, 0.8129), abs=1e-4)
    assert interval(3, 3) == pytest.approx((0.2924, 1.0), abs=1e-4)


def test_rows_are_kept_and_not_measured_again(tmp_path: Path) -> None:
    """A run that was stopped goes on where it was."""
    first = Results(tmp_path / "rows.jsonl")
    first.add(ROW)
    again = Results(tmp_path / "rows.jsonl")
    assert again.rows() == [ROW]
    assert ("text", "a.pdf 1", "fax") in again
    assert ("text", "a.pdf 2", "fax") not in again


def test_leads_and_wrong_names_are_never_counted_as_identified() -> None:
    """One identified, one lead, one wrong name: 1 of 3, and the wrong name is told."""
    lead = replace(ROW, page="a.pdf 2", outcome="lead", log10_bound=-4.0)
    wrong = replace(ROW, page="a.pdf 3", right=False, wrong=1)
    said = tables([ROW, lead, wrong])
    assert "| fax | 1/3 + 1 lead, 10^-20 |" in said
    assert "1 identified" in said


@pytest.mark.parametrize("attack", PICTURE_ATTACKS)
def test_every_attack_on_a_picture_changes_it_into_another_grey_picture(attack: str) -> None:
    """Equal seeds give equal leaks, and the page can still be seen."""
    page = np.full((700, 500), 255, np.uint8)
    for row in range(40, 660, 30):
        cv2.putText(page, "angka 1234 wilayah", (40, row), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2, cv2.LINE_AA)
    made = [PICTURE_ATTACKS[attack](page, np.random.default_rng(1)) for _ in range(2)]
    assert made[0].dtype == np.uint8
    assert made[0].ndim == 2
    assert np.array_equal(made[0], made[1])
    assert np.ptp(made[0]) > 60
    assert attack == "rasterised 200 dpi" or made[0].shape != page.shape or not np.array_equal(made[0], page)


@pytest.mark.slow
@pytest.mark.parametrize("attack", DOCUMENT_ATTACKS)
def test_every_attack_on_a_document_leaves_a_page_that_looks_like_it(publication, tmp_path: Path, attack: str) -> None:
    """An attack that spoils the page would measure nothing."""
    missing = [tool for word, tool in TOOLS.items() if word in attack and shutil.which(tool) is None]
    if missing:
        pytest.skip(f"{missing[0]} is not installed")
    source, out = tmp_path / "copy.pdf", tmp_path / "leak.pdf"
    source.write_bytes(assemble_page(publication.body, publication.slots, 0, publication.bits))
    DOCUMENT_ATTACKS[attack](source, out)
    with pymupdf.open(source) as before, pymupdf.open(out) as after:
        inks = [
            255 - np.frombuffer(file[0].get_pixmap(dpi=50, colorspace=pymupdf.csGRAY).samples, np.uint8).mean()
            for file in (before, after)
        ]
    assert inks[1] == pytest.approx(inks[0], rel=0.4)


@pytest.mark.slow
@pytest.mark.parametrize("attack", ["fax", "photocopy of a photocopy", "quarter, phone 1800 px"])
def test_the_hardest_attacks_on_a_page_of_text_name_the_reader(publication, tmp_path: Path, attack: str) -> None:
    """The short form of the measurement: through the door, with the bound."""
    picture = PICTURE_ATTACKS[attack](publication.page(1, 200), np.random.default_rng(5))
    leak = tmp_path / "leak.png"
    assert cv2.imwrite(str(leak), picture)
    verdict = trace([leak], [publication.known], publication.everyone)
    assert verdict.outcome == "identified"
    assert [one.identity for one in verdict.accused] == [publication.leaker]

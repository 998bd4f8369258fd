"""The measurement itself: attacks do what they say, rows are kept, and tables do not flatter."""

from __future__ import annotations

import ast
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np
import pymupdf
import pytest
from PIL import Image

from bench.trace import report, worn
from bench.trace.catalogue import PICTURE_ATTACKS
from bench.trace.coalitions import Coalition, coalition_table
from bench.trace.documents import DOCUMENT_ATTACKS
from bench.trace.goals import goals_table
from bench.trace.joint_table import JointLeak, joint_table
from bench.trace.leaks import Leak
from bench.trace.results import Results, Row
from bench.trace.rows import append_row, read_rows
from bench.trace.shares import interval
from bench.trace.shelf import Sample
from bench.trace.table import tables
from bench.trace.versions import fingerprint
from bench.trace.viewers import VIEWER_ATTACKS
from watermark.single_page import assemble_page
from watermark.trace.tracing import trace

ROW = Row("text", "a.pdf 1", "fax", "1-1-1", "identified", True, 0, 0, -20.0, 100, 90, 0.95, True, 4.0, 5.0)
TOOLS = {"qpdf": "qpdf", "Ghostscript": "gs", "printed": "gs", "pdftocairo": "pdftocairo", "Chromium": "chromium"}


def test_the_interval_is_that_of_clopper_and_pearson() -> None:
    """Values of a textbook table, and the ends: all of few is not everything."""
    assert interval(0, 10) == pytest.approx((0.0, 0.3085), abs=1e-4)
    assert interval(5, 10) == pytest.approx((0.1871, 0.8129), abs=1e-4)
    assert interval(3, 3) == pytest.approx((0.2924, 1.0), abs=1e-4)


def test_rows_are_kept_and_not_measured_again(tmp_path: Path) -> None:
    """A run that was stopped goes on where it was, and so does another process beside it."""
    first = Results(tmp_path / "rows", "rows-1-of-2", tmp_path / "measured")
    first.add(ROW)
    again = Results(tmp_path / "rows", "rows-2-of-2", tmp_path / "measured")
    assert again.rows() == [ROW]
    assert again.has(ROW.key)
    assert not again.has(("text", "a.pdf 2", "fax"))


def test_a_row_of_other_code_is_known_as_such_and_gives_way_to_a_newer_one(tmp_path: Path) -> None:
    """What is measured again replaces the old row in the collected files."""
    first = Results(tmp_path / "rows", collected=tmp_path / "measured")
    first.add(ROW)
    first.collect()
    again = Results(tmp_path / "rows", collected=tmp_path / "measured")
    assert not again.has(ROW.key, "2-1-1")
    newer = replace(ROW, version="2-1-1", log10_bound=-30.0)
    again.add(newer)
    again.collect()
    assert list((tmp_path / "rows").iterdir()) == []
    assert Results(tmp_path / "rows", collected=tmp_path / "measured").rows() == [newer]


def test_every_damage_of_others_is_one_that_the_process_beside_it_knows() -> None:
    """The two programs share nothing but these names: a name that one of them lacks would end a run of hours."""
    script = Path(worn.__file__).with_name("others_damage.py")
    [known] = [
        node.value
        for node in ast.walk(ast.parse(script.read_text("utf-8")))
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Dict)
    ]
    names = [key.value for key in known.keys if isinstance(key, ast.Constant)]
    assert [f"others: {name}" for name in names] == list(worn.WORN_ATTACKS)


def test_pages_that_leak_together_are_attacked_one_by_one(tmp_path: Path) -> None:
    """Three pages of one reader's copy make three files, each of its own page."""

    class Drawn(Sample):
        def picture(self, account: str, dpi: int = 200) -> np.ndarray:
            assert account.startswith("account:")
            return np.full((40, 40), 10 * self.page, np.uint8)

    nothing = cast("Any", None)
    leak = Leak(Drawn("three table pages", "a.pdf", nothing, nothing, 3, tmp_path, (5, 9)), "rasterised 200 dpi")
    files = leak.make(tmp_path)
    assert [int(np.asarray(Image.open(file)).max()) for file in files] == [30, 50, 90]


def test_a_promise_counts_its_own_leaks_and_names_the_attacks_below_it() -> None:
    """Quarters, scripts and innocent leaks are no part of what is promised for whole pages."""
    lost = replace(ROW, page="a.pdf 2", outcome="nobody", right=False)
    rows = [ROW, lost, replace(ROW, attack="JPEG 20"), replace(lost, attack="quarter, screenshot")]
    rows += [replace(lost, attack="innocent: unmarked original"), replace(ROW, attack="script: all at once, printed")]
    lines = {line.split(" | ")[0].strip("| "): line for line in goals_table(rows).splitlines()}
    assert "| ≥ 99 % | 2/3 = 66.7 % | 9.4–99.2 % | 2 of 30 | fax 1/2 |" in lines["text, whole, every attack"]
    assert "| 0/1 = 0.0 % |" in lines["text, a quarter"]
    assert "| 1/1 = 100.0 % |" in lines["the same, all at once"]
    assert lines["the same, all at once"].endswith("| none |")
    assert "| – | – | 0 | – |" in lines["table, whole, every attack"]


def test_damage_modelled_by_others_is_a_table_of_its_own() -> None:
    """It is harder than what is promised, and would make a share of that say something else."""
    rows = [ROW, replace(ROW, attack="others: fax", outcome="nobody", right=False)]
    ours, others = tables(rows).split("\n\n")[:2]
    assert "1/1 = 100 %" in ours
    assert "0/1 = 0 %" in others


def test_what_viewers_drew_is_a_table_of_its_own_and_no_part_of_a_promise() -> None:
    """A promise that was measured before there were such attacks still says the same."""
    rows = [ROW, replace(ROW, attack="quarter, screenshot by PDFium, 96 dpi", outcome="nobody", right=False)]
    ours, viewed = tables(rows).split("\n\n")[:2]
    assert "1/1 = 100 %" in ours
    assert "0/1 = 0 %" in viewed
    assert goals_table(rows) == goals_table([ROW])


@pytest.mark.parametrize("attack", VIEWER_ATTACKS)
def test_a_viewer_draws_the_page_and_only_the_part_that_is_asked_for(publication, tmp_path: Path, attack: str) -> None:
    """Below the window's bar the ink of the drawing is that of the page, at the viewer's own resolution."""
    if "Poppler" in attack and shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not installed")
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(assemble_page(publication.body, publication.slots, 0, publication.bits))
    seen = VIEWER_ATTACKS[attack](copy)[60:-24, 90:-140]
    page = publication.page(0, int(attack.split()[-2]))
    if attack.startswith("quarter"):
        page = page[: page.shape[0] // 2, : page.shape[1] // 2]
    assert seen.shape == pytest.approx(page.shape, abs=1)
    assert 255 - seen.mean() == pytest.approx(255 - page.mean(), rel=0.15)


def test_a_line_that_was_cut_off_is_left_out(tmp_path: Path) -> None:
    """A run that is killed while it writes loses that row alone."""
    path = tmp_path / "rows.tsv"
    for _ in range(2):
        append_row(path, ROW)
    path.write_bytes(path.read_bytes()[:-9])
    assert read_rows(Row, path) == [ROW]


def test_a_fingerprint_changes_with_the_code_and_not_with_its_comments(tmp_path: Path) -> None:
    """Days of measuring are not lost over a better sentence."""
    path = tmp_path / "a.py"
    found = []
    for source in ('"""Old."""\nA = 1\n', '"""New."""\nA = 1  # why\n', "A = 2\n"):
        path.write_text(source)
        found.append(fingerprint([path]))
    assert found[0] == found[1] != found[2]


def test_the_document_shows_the_rows_that_are_kept() -> None:
    """`docs/bench-trace.md` is what `bench.trace --collect` makes of the collected rows."""
    assert report.written() == report.measured()


def test_coalitions_are_counted_once_a_run() -> None:
    """A run that was made again counts once; wrong names are told."""
    row = Coalition(3, "majority", 7000, 0.5, 0, "1", 0, 0, 0.0, 9.0)
    said = coalition_table([row, replace(row, right=3, log10_bound=-90.0), replace(row, run=1, wrong=1)])
    assert "| 3 | majority | 7000 | 0.5 | 1/2 |" in said
    assert said.endswith("| 1.5 | 1 | 10^0 |")


def test_a_leak_of_several_readers_counts_as_named_only_where_one_of_them_is() -> None:
    """A wrong name is told and is no hit; a leak that was made again counts once."""
    row = JointLeak(3, "minority", "a.pdf", 0, "1", 30, 8000, 12, 2900, 0, 1, 0.0, 60.0)
    better = replace(row, run=1, read_pages=24, read=5000, right=2, wrong=0, log10_bound=-9.4)
    said = joint_table([replace(better, right=0), row, better])
    assert "| 3 | minority | 1/2 | 1.0 | 1 | 12–24 | 2900–5000 | 10^-9 | 60 |" in said


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
@pytest.mark.parametrize(
    "attack",
    [
        "fax",
        pytest.param("photocopy of a photocopy", marks=pytest.mark.long),
        pytest.param("quarter, phone 1800 px", marks=pytest.mark.long),
    ],
)
def test_the_hardest_attacks_on_a_page_of_text_name_the_reader(publication, tmp_path: Path, attack: str) -> None:
    """The short form of the measurement: through the door, with the bound."""
    picture = PICTURE_ATTACKS[attack](publication.page(1, 200), np.random.default_rng(5))
    leak = tmp_path / "leak.png"
    assert cv2.imwrite(str(leak), picture)
    verdict = trace([leak], [publication.known], publication.everyone)
    assert verdict.outcome == "identified"
    assert [one.identity for one in verdict.accused] == [publication.leaker]

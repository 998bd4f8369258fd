"""The evidence report shows what it says and survives hostile names."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pymupdf
from reportlab.pdfbase.pdfmetrics import stringWidth

from watermark.trace.report import wrapped, write_report
from watermark.trace.verdict import Accused, PageEvidence, TracedPage, Verdict

HOSTILE = "<font color='red'>x</font>&nbsp;" + "A" * 400 + "\n\x00 印尼"


def verdict_of(identity: str) -> Verdict:
    """An identified verdict with one page of evidence."""
    grey = np.full((300, 200), 240, np.uint8)
    evidence = PageEvidence(
        "leak.png, page 1", grey, grey // 2, np.array([[10.0, 10, 60, 30]] * 2), np.array([True, False])
    )
    accused = Accused(
        identity, "angka", "1", "key-1", 1e-12, -12.0, 40.0, "single 1", -3.0, 100_000, 200, 190, "page 1"
    )
    page = TracedPage(HOSTILE, 1, "angka", "1", 61, 200, 190)
    return Verdict("identified", "It fits.", (page,), (accused,), 3, 10_000, 1.5, (evidence,))


def test_the_report_names_verdict_bound_records_and_version(tmp_path: Path) -> None:
    """Everything a person needs to check the claim."""
    out = tmp_path / "report.pdf"
    records = {"account:1": [("Request", "R-17"), ("SHA-256 of the copy", "ab" * 32)]}
    write_report(verdict_of("account:1"), out, version="9.9", names={"account:1": "Siti"}, records=records)
    with pymupdf.open(out) as document:
        text = "".join(page.get_text() for page in document)
        drawings = document[-1].get_images()  # the original stands there twice
    for expected in ("Identified", "Siti", "10^-12", "R-17", "9.9", "key-1", "190 of 200", "100000", "10000"):
        assert expected in text
    assert len(drawings) == 3


def test_hostile_names_are_printed_as_text_and_never_as_markup(tmp_path: Path) -> None:
    """Tags stay letters, endless words are cut, control characters do no harm."""
    out = tmp_path / "report.pdf"
    write_report(
        verdict_of(HOSTILE), out, version="1", names={HOSTILE: HOSTILE}, records={HOSTILE: [(HOSTILE, HOSTILE)]}
    )
    with pymupdf.open(out) as document:
        assert "<font color='red'>" in "".join(page.get_text() for page in document)


def test_a_verdict_of_nobody_has_a_report_too(tmp_path: Path) -> None:
    """The reason is what a person needs then."""
    out = tmp_path / "report.pdf"
    write_report(Verdict("nobody", "The picture is blank.", (), (), 0, 10, 0.1), out, version="1")
    with pymupdf.open(out) as document:
        assert "The picture is blank." in document[0].get_text()


def test_wrapped_lines_fit_and_lose_nothing() -> None:
    """Words are kept whole unless they are wider than the line."""
    text = "satu dua tiga " * 30 + "x" * 300
    lines = wrapped(text, "Helvetica", 10, 200)
    assert all(stringWidth(line, "Helvetica", 10) <= 200 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")

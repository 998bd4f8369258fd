"""The evidence report shows what it says, in both languages, and survives hostile names."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path
from string import Formatter

import numpy as np
import pymupdf
import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from library.typeface import BOLD, REGULAR, register_typeface
from watermark.trace.report import write_report
from watermark.trace.report_indonesian import INDONESIAN
from watermark.trace.report_sheet import Look, spelled, wrapped
from watermark.trace.report_words import ENGLISH, ReportWords
from watermark.trace.verdict import Accused, PageEvidence, TracedPage, Verdict

HOSTILE = "<font color='red'>x</font>&nbsp;" + "A" * 400 + "\n\x00 印尼"
BOXES = np.array([[10.0, 10, 60, 30], [10, 40, 60, 60], [np.inf, np.inf, -np.inf, -np.inf]])
REASONS = (
    "The picture is blank.",
    "No page of the library was recognised.",
    "The page has no slot that could be read.",
    "leak.pdf: The file is empty.",
    "leak.pdf: The PDF asks for a password; remove it first.",
    "leak.pdf: The PDF has no pages.",
    "leak.pdf: The picture has more than 260 megapixels; shrink it first.",
    "leak.pdf: The file is larger than 1 GiB; give the pages in question alone.",
    "leak.pdf: The file needs more memory than a leak may take.",
    "Decoding leak.pdf takes too long.",
    "leak.pdf is damaged: decoding it broke off.",
    "leak.pdf: The file is damaged or of an unknown kind (ValueError).",
    "There is no file leak.pdf.",
)
"""What the engine says of pages and files (`picture.py`, `intake.py`, `leak.py`)."""


def verdict_of(identity: str) -> Verdict:
    """An identified verdict with one page of evidence."""
    grey = np.full((300, 200), 240, np.uint8)
    evidence = PageEvidence("leak.png, page 1: angka, page 61", grey, grey // 2, BOXES, np.array([True, False, True]))
    accused = Accused(
        identity, "angka", "1", "key-1", 1e-12, -12.0, 40.0, "single 1", -3.0, 100_000, 200, 190, "page 1"
    )
    pages = (TracedPage(HOSTILE, 1, "angka", "1", 61, 200, 190), TracedPage("leak.png", 1, "angka", "1", 61, 200, 190))
    return Verdict("identified", "It fits.", pages, (accused,), 3, 10_000, 1.5, (evidence,))


def pages_of(report: Path) -> list[str]:
    """The words of each page, single spaces between them."""
    with pymupdf.open(report) as document:
        return [" ".join(page.get_text().split()) for page in document]


def fixed(words: ReportWords) -> set[str]:
    """The parts of all phrases that are the same in every report."""
    told = [getattr(words, field.name) for field in fields(words)]
    phrases = [one for one in told if isinstance(one, str)] + [*words.outcomes.values(), *words.reasons.values()]
    parts = {text.strip(" ,.:;()–-") for phrase in phrases for text, *_ in Formatter().parse(phrase)}
    return {part for part in parts if len(part) > 2}


def test_the_report_names_verdict_bound_records_and_version(tmp_path: Path) -> None:
    """Everything a person needs to check the claim."""
    out = tmp_path / "report.pdf"
    records = {"account:1": [("Request", "R-17"), ("SHA-256 of the copy", "ab" * 32)]}
    write_report(verdict_of("account:1"), out, version="9.9", names={"account:1": "Siti"}, records=records)
    text = "".join(pages_of(out))
    for expected in ("Identified", "Siti", "10^-12", "R-17", "9.9", "key-1", "190 of 200", "100,000", "10,000"):
        assert expected in text
    with pymupdf.open(out) as document:
        assert len(document[-1].get_images()) == 3  # the original stands there twice


def test_hostile_names_are_printed_as_text_and_never_as_markup(tmp_path: Path) -> None:
    """Tags stay letters, endless words are cut, control characters do no harm, and braces are no phrases."""
    out, name = tmp_path / "report.pdf", "{verdict} {0} {" + HOSTILE
    write_report(
        verdict_of(name), out, version="1", names={name: name}, records={name: [(name, name)]},
        sections=[(name, [name])],
    )  # fmt: skip
    text = "".join(pages_of(out))
    assert "{verdict} {0} {<font color='red'>" in text
    assert "印" not in text


def test_what_only_the_leak_shows_is_red_and_what_only_the_original_shows_is_cyan(tmp_path: Path) -> None:
    verdict = verdict_of("A-1")
    leak, original = np.full((2, 300, 200), 255, np.uint8)
    leak[40:140, 20:180] = 0
    original[180:280, 20:180] = 0
    evidence = replace(verdict.evidence[0], leak=leak, original=original, boxes=BOXES[2:], agrees=np.array([True]))
    write_report(replace(verdict, evidence=(evidence,)), tmp_path / "report.pdf", version="1.0")
    with pymupdf.open(tmp_path / "report.pdf") as document:
        pixmap = document[-1].get_pixmap(dpi=36)
        seen = np.frombuffer(pixmap.samples, np.uint8).reshape(-1, 3)
        colours, counts = np.unique(
            seen[(seen.max(axis=1) > 200) & (seen.min(axis=1) < 60)], axis=0, return_counts=True
        )
    assert {tuple(colour) for colour in colours[counts > 500].tolist()} == {(255, 0, 0), (0, 255, 255)}
    rows = [int(np.flatnonzero((seen == colour).all(axis=1)).mean()) for colour in ((255, 0, 0), (0, 255, 255))]
    assert rows[0] < rows[1]  # the leak's stands above the original's


@pytest.mark.parametrize("scores", [(194.0, -708.0), (-11.0, -76.0), (40.0, 10.0)])
def test_the_bar_of_this_copy_is_the_longer_one(tmp_path: Path, scores: tuple[float, float]) -> None:
    verdict = verdict_of("A-1")
    accused = replace(verdict.accused[0], score=scores[0], innocent_best=scores[1])
    write_report(replace(verdict, accused=(accused,), evidence=()), tmp_path / "report.pdf", version="1.0")
    with pymupdf.open(tmp_path / "report.pdf") as document:
        mine, best = (drawing["rect"].width for drawing in document[1].get_drawings())
    assert mine > 3 * best >= 3


def test_no_bound_is_told_as_lower_than_it_is() -> None:
    assert ENGLISH.power(-6.04, 1) == "10^-6.0"
    assert ENGLISH.power(-5.96, 1) == "10^-5.9"
    assert INDONESIAN.power(-99.449, 2) == "10^-99,44"
    assert ENGLISH.power(-6.0) == "10^-6"


def test_a_verdict_of_nobody_has_a_report_too(tmp_path: Path) -> None:
    """The reason is what a person needs then."""
    out = tmp_path / "report.pdf"
    nobody = Verdict("nobody", "", (TracedPage("a.png", 1, reason="The picture is blank."),), (), 0, 10, 0.1)
    write_report(nobody, out, version="1")
    assert "Verdict: Nobody The picture is blank." in pages_of(out)[0]
    write_report(nobody, out, version="1", look=Look(INDONESIAN))
    assert "Hasil: Tidak seorang pun ditemukan Gambarnya kosong." in pages_of(out)[0]
    write_report(replace(nobody, pages=()), out, version="1", look=Look(INDONESIAN))
    assert INDONESIAN.why_nothing in pages_of(out)[0]


def test_marks_that_fit_nobody_are_told_with_their_number(tmp_path: Path) -> None:
    out = tmp_path / "report.pdf"
    page = TracedPage("a.png", 1, "angka", "1", 61, 1_234)
    write_report(Verdict("nobody", "", (page,), (), 3, 10, 0.1), out, version="1", look=Look(INDONESIAN))
    assert "1.234 tanda terbaca, tetapi tidak cocok" in pages_of(out)[0]


def test_the_indonesian_report_has_no_english_phrase(tmp_path: Path) -> None:
    """The decoder alone is a technical term; everything else that the report says is Indonesian."""
    out = tmp_path / "report.pdf"
    one = verdict_of("id")
    unread = tuple(TracedPage("leak.pdf", number, reason=reason) for number, reason in enumerate(REASONS, 1))
    together = replace(one.accused[0], identity="lain", region="all pages")
    verdict = replace(one, pages=(*one.pages, *unread), accused=(*one.accused, together))
    write_report(verdict, out, version="1", made_at="2026-11-24", look=Look(INDONESIAN))
    text = re.sub(r"Dekoder: \S+ \d+|key-1", "", " ".join(pages_of(out)))
    for phrase in fixed(ENGLISH) - fixed(INDONESIAN):
        assert not re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text), phrase
    for told in (
        "Hasil: Salinan teridentifikasi", "10^-12,00", "10^-6 atau lebih rendah", "10^-3 atau lebih rendah", "100.000",
        "Bagian kebocoran: halaman 1", "Bagian kebocoran: semua halaman", "halaman 1: angka, halaman 61",
        "bukan pelaku", "kode tak diberikan", "2 cocok (biru), 1 tidak cocok (jingga)", "PDF ini meminta kata sandi",
    ):  # fmt: skip
        assert told in text, told
    with pymupdf.open(out) as document:
        assert document.metadata is not None
        assert document.metadata["title"] == INDONESIAN.title
        assert document.xref_get_key(document.pdf_catalog(), "Lang")[1] == "id"


@pytest.mark.parametrize("field", [field.name for field in fields(ReportWords)])
def test_both_languages_are_given_the_same_values(field: str) -> None:
    """A phrase that lacks one of them would keep it from its reader."""
    english, indonesian = getattr(ENGLISH, field), getattr(INDONESIAN, field)
    if isinstance(english, str):
        put_in = [sorted(name for _, name, *_ in Formatter().parse(one) if name) for one in (english, indonesian)]
        assert put_in[0] == put_in[1]
    if field == "outcomes":
        assert english.keys() == indonesian.keys()


@pytest.mark.parametrize("said", REASONS)
def test_every_reason_of_the_engine_has_its_sentence(said: str) -> None:
    assert ENGLISH.reason(said, "leak.pdf") == said
    assert INDONESIAN.reason(said, "leak.pdf") in INDONESIAN.reasons.values()


def test_a_file_s_name_is_not_taken_for_a_reason() -> None:
    """And what the engine has no sentence for is not told in English."""
    said = "picture is blank.pdf: The file is empty."
    assert INDONESIAN.reason(said, "picture is blank.pdf") == "Berkasnya kosong."
    assert INDONESIAN.reason("Something new.", "a.pdf") == INDONESIAN.other_reason
    assert INDONESIAN.reason("", "a.pdf") == ""


def test_letters_that_a_font_has_are_shown_and_others_are_spelled(tmp_path: Path) -> None:
    """A question mark would make two names one."""
    register_typeface()
    for name in ("Nguyễn", "Łukasz Đinh", "Müller"):
        assert spelled(name, REGULAR) == name
    assert spelled("Łukasz", "Helvetica") == "[U+0141]ukasz"
    assert spelled("Nguye\u0302\u0303n", REGULAR) == "Nguyễn"  # composed, as most typefaces have it
    assert spelled("م印\u202e\U0001f600", REGULAR) == "[U+0645][U+5370][U+202E][U+1F600]"
    assert spelled("a\u00a0b\nc\x00\udcff", REGULAR) == "a b c[U+0000][U+DCFF]"
    out = tmp_path / "report.pdf"
    names = {"id": "Nguyễn Łukasz Đinh <م@example.org>"}
    write_report(verdict_of("id"), out, version="1", names=names, look=Look(INDONESIAN, REGULAR, BOLD))
    for page in pages_of(out)[:2]:
        assert "Nguyễn Łukasz Đinh <[U+0645]@example.org>" in page


@pytest.mark.parametrize("font", ["Helvetica", REGULAR])
@pytest.mark.parametrize("word", ["x" * 300, "W" * 300, "印" * 40, HOSTILE])
def test_wrapped_lines_fit_and_lose_nothing(font: str, word: str) -> None:
    """Words are kept whole unless they are wider than the line."""
    register_typeface()
    text = "satu dua tiga " * 30 + word
    lines = wrapped(text, font, 10, 200)
    assert all(stringWidth(line, font, 10) <= 200 for line in lines)
    assert "".join(lines).replace(" ", "") == spelled(text, font).replace(" ", "")

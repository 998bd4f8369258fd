"""What a reading and a picture say should be done to a page."""

from __future__ import annotations

import numpy as np
import pikepdf
import pymupdf
import pytest
from PIL import Image

from ingest.ocr.facts import PageFacts, facts_of
from ingest.ocr.specks import is_speckled, without_specks
from ingest.repair.drawing import draw, straightened
from ingest.repair.grafting import graft
from ingest.repair.measuring import native_dpi, plan_for
from ingest.repair.plan import Plan, confidence_of, is_better
from tests.ingest.makers import text_pdf
from tests.ingest.repair.sheets import DPI, askew, open_book, save, sheet, specked


def hocr(*words: tuple[str, int, int, int, int, int], slope: float = 0.0) -> str:
    """One line a word, on a page of 1000 × 600 px: text, x0, y0, x1, y1 and how sure."""
    lines = [
        f"<span class='ocr_line' title=\"bbox {x0} {y0} {x1} {y1}; baseline {slope} -3; x_size 20\">"
        f"<span class='ocrx_word' title='bbox {x0} {y0} {x1} {y1}; x_wconf {sure}'>{text}</span></span>"
        for text, x0, y0, x1, y1, sure in words
    ]
    return "<div class='ocr_page' title='image \"x\"; bbox 0 0 1000 600; ppageno 0'>" + "".join(lines) + "</div>"


def halves(left: str = "", right: str = "") -> list[tuple[str, int, int, int, int, int]]:
    rows = [(30 * "a", x, 50 + 40 * row, x + 380, 70 + 40 * row, 95) for row in range(3) for x in (50, 560)]
    numbers = [(text, x, 570, x + 20, 590, 95) for text, x in ((left, 240), (right, 750)) if text]
    return rows + numbers


def test_the_skew_of_a_page_is_that_of_its_long_lines():
    long = [("kata", 50, 40 * row, 800, 40 * row + 20, 90) for row in range(5)]
    assert facts_of(hocr(*long, slope=0.0349)).skew == pytest.approx(2.0, abs=0.01)
    assert facts_of(hocr(*long[:2], slope=0.0349)).skew is None, "two lines may stand askew on purpose"


def test_a_gap_in_the_middle_is_a_gutter_only_where_no_word_crosses_it():
    assert facts_of(hocr(*halves())).gutter == pytest.approx(0.495, abs=0.01)
    assert facts_of(hocr(*halves(), ("Judul", 300, 10, 700, 30, 95))).gutter is None
    assert not facts_of(hocr(*halves())).numbered
    assert facts_of(hocr(*halves("12", "13"))).numbered
    assert not facts_of(hocr(*halves("12", "14"))).numbered


def test_a_page_of_garbage_has_no_facts():
    assert facts_of("") == PageFacts(None, 0)
    assert facts_of("<div class='ocr_page' title='bbox 0 0 0 0'>").skew is None


def test_more_sureness_over_half_of_the_letters_is_no_better_reading():
    before = [PageFacts(0.80, 1000)]
    assert is_better([PageFacts(0.80, 1000)], before)
    assert is_better([PageFacts(0.90, 500), PageFacts(0.90, 480)], before)
    assert not is_better([PageFacts(0.99, 500)], before)
    assert not is_better([PageFacts(0.79, 1200)], before), "a page whose confidence falls keeps its form"
    assert not is_better([PageFacts(None, 0)], [PageFacts(None, 0)])
    assert confidence_of([PageFacts(0.9, 300), PageFacts(0.6, 100)]) == pytest.approx(0.825)


def page_of(path) -> pymupdf.Page:
    from ingest.inspect.images import image_to_pdf
    from ingest.limits import Limits

    image_to_pdf(path, "image/tiff", path.with_suffix(".pdf"), Limits())
    return pymupdf.open(path.with_suffix(".pdf"))[0]


def test_a_wide_page_is_parted_at_its_fold_or_by_its_numbers_and_else_left_whole(tmp_path):
    half = sheet(10, width=430, height=620)
    sure = PageFacts(0.95, 900, gutter=0.48)
    folded = page_of(save(tmp_path / "a.tif", open_book(half, half)))
    plain = page_of(save(tmp_path / "b.tif", open_book(half, half, fold=False)))
    assert plan_for(folded, Plan(), sure, tmp_path).gutter == pytest.approx(0.5, abs=0.01)
    assert plan_for(plain, Plan(), sure, tmp_path) == Plan(), "two columns on a wide page are no open book"
    numbered = PageFacts(0.95, 900, gutter=0.48, numbered=True)
    assert plan_for(plain, Plan(), numbered, tmp_path).gutter == 0.48
    tall = page_of(save(tmp_path / "c.tif", half))
    assert plan_for(tall, Plan(), numbered, tmp_path) == Plan()


def test_a_page_that_is_read_well_and_lies_straight_is_left_alone(tmp_path):
    page = page_of(save(tmp_path / "a.tif", sheet()))
    assert plan_for(page, Plan(), PageFacts(0.95, 300, skew=0.3), tmp_path) == Plan()
    assert plan_for(page, Plan(), PageFacts(0.95, 300, skew=-1.2), tmp_path).skew == -1.2
    assert plan_for(page, Plan(), PageFacts(0.95, 300, skew=40.0), tmp_path) == Plan()


def test_straightening_takes_away_the_skew_that_was_measured():
    page = sheet()
    straight = straightened(askew(page, 4), 4)
    differing = (np.abs(straight.astype(int) - page)[60:-60, 60:-60] > 100).mean()
    assert differing < 0.005


def test_specks_are_seen_and_taken_away_and_dots_of_letters_are_not():
    page = sheet()
    assert is_speckled(specked(page), DPI)
    assert not is_speckled(page, DPI)
    fine = Image.fromarray(page).resize((2 * page.shape[1], 2 * page.shape[0]), Image.Resampling.LANCZOS)
    fine.info["dpi"] = (300, 300)
    cleaned = np.array(without_specks(fine))
    assert cleaned.shape == (2 * page.shape[0], 2 * page.shape[1])
    assert abs((cleaned < 128).mean() / (np.array(fine) < 128).mean() - 1) < 0.1


def test_a_black_and_white_page_stays_black_and_white_and_as_fine_as_it_was(tmp_path):
    page = page_of(save(tmp_path / "a.tif", askew(sheet(), 2), mode="1"))
    assert native_dpi(page) == pytest.approx(DPI, abs=1)
    (made,) = draw(page, Plan(skew=2.0))
    with pymupdf.open(stream=made, filetype="pdf") as document:
        image = document[0].get_image_info()[0]
        assert (image["bpc"], image["width"]) == (1, sheet().shape[1])
        assert document[0].rect.width == pytest.approx(page.rect.width, abs=0.5)


def test_bookmarks_and_page_labels_follow_the_pages_that_were_parted(tmp_path):
    source = text_pdf(tmp_path / "a.pdf", pages=4)
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        with pdf.open_outline() as outline:
            outline.root += [pikepdf.OutlineItem("dua", 1), pikepdf.OutlineItem("empat", 3)]
        runs = pikepdf.Array([0, pikepdf.Dictionary(S=pikepdf.Name.r), 2, pikepdf.Dictionary(S=pikepdf.Name.D)])
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=runs)
        pdf.save()
    halves = text_pdf(tmp_path / "b.pdf", lines=("paruh",))
    graft(source, {2: (halves, [0, 1])}, tmp_path / "c.pdf")
    with pymupdf.open(tmp_path / "c.pdf") as document:
        assert document.page_count == 5
        assert [page.get_text().startswith("paruh") for page in document] == [False, True, True, False, False]
        assert [(title, number) for _, title, number in document.get_toc()] == [("dua", 2), ("empat", 5)]
        assert [page.get_label() for page in document] == ["i", "ii", "iii", "1", "2"]

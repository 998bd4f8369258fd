"""Books that share a page: each of them stays in the running, whatever is left of the page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from reportlab.lib.pagesizes import A5
from reportlab.pdfgen.canvas import Canvas

from tests.watermark.trace.conftest import KEY, Publication
from watermark.prepare import prepare
from watermark.trace import recognise as recognising
from watermark.trace.locate import ENOUGH, LOCATE_DPI, Described, Placement, describe_page, place
from watermark.trace.masters import KnownMaster
from watermark.trace.recognise import recognise
from watermark.trace.views import MasterPages


def test_every_book_that_has_the_page_is_a_rival(publication: Publication) -> None:
    """Of a quarter, drawn finely, a page's points are found again at a smaller size of the picture only."""
    known = publication.known
    assert known.index is not None
    twin = replace(known, work="twin", index=known.index.with_name("twin.npz"))
    sheet = publication.page(0, 200)
    rows, columns = sheet.shape
    rivals = recognise(sheet[: rows // 2, : columns // 2], [known, twin])
    assert rivals is not None
    assert {one.master for one in (*rivals.found, *rivals.waiting)} == {0, 1}


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> KnownMaster:
    """Prepare ten tables of one form, which stand a little higher or lower and differ in their figures."""
    folder = tmp_path_factory.mktemp("forms")
    coin = np.random.default_rng(4)
    canvas = Canvas(str(folder / "source.pdf"), pagesize=A5, invariant=1)
    for page in range(10):
        top = 500 - 4 * (page % 3)
        canvas.setFont("Helvetica-Bold", 11)
        canvas.drawString(50, 540, f"Lanjutan Tabel 4.6.{17 + page}")
        canvas.setFillColorRGB(0.4, 0.68, 0.25)
        canvas.rect(45, top - 8, 320, 40, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setFont("Helvetica", 9)
        for row, village in enumerate(("Mangaran", "Sukamakmur", "Klompangan", "Pancakarya", "Ajung", "Wirowongso")):
            canvas.drawString(50, top - 22 - 15 * row, f"{row + 1}. {village}")
            for column, figure in enumerate(coin.integers(0, 40, 4)):
                canvas.drawRightString(190 + 50 * column, top - 22 - 15 * row, str(figure))
        canvas.drawString(50, 60, "Sumber: Kementerian Agama, data administrasi kecamatan")
        canvas.showPage()
    canvas.save()
    master = prepare(folder / "source.pdf", folder)
    return KnownMaster("tables", "1", MasterPages(master.body, master.slots), (("key-1", KEY),), folder / "index.npz")


def test_a_table_is_told_from_others_of_its_form_that_got_more_votes(
    forms: KnownMaster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a poor copy the page shown may not be on the shortlist; the pages that look like those on it are tried."""
    picture = np.where(forms.pages.drawing(6, 150) > 150, 255, 0).astype(np.uint8)
    shortlist = recognising._shortlist

    def without_it(*asked: Any) -> list[Any]:
        return [guess for guess in shortlist(*asked) if guess.page != 6]

    monkeypatch.setattr(recognising, "_shortlist", without_it)
    rivals = recognise(picture, [forms])
    assert rivals is not None
    assert rivals.first.page == 6


def test_a_mirrored_page_is_laid_before_pages_that_share_few_points(
    forms: KnownMaster, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To lay a page by few points takes a second and more, and a picture shares a few with many pages."""
    picture = forms.pages.drawing(6, 150)[:, ::-1].copy()
    by_chance = Placement(np.array([[2.0, 0, 9], [0, 2, 9], [0, 0, 1]]), np.zeros((0, 2)), np.zeros((0, 2)), 22, 700)
    placed, lay, laid = recognising._placed, recognising._lay, []

    def with_a_few(guesses: Any, masters: Any) -> Any:
        found = placed(guesses, masters)
        return found or [recognising._Placed(recognising._Guess(Described(picture), 0, 0), by_chance)]

    def watched(one: Any, masters: Any) -> Any:
        laid.append((one.guess.master, one.guess.page))
        return lay(one, masters)

    monkeypatch.setattr(recognising, "_placed", with_a_few)
    monkeypatch.setattr(recognising, "_lay", watched)
    rivals = recognise(picture, [publication.known, forms])
    assert rivals is not None
    assert (rivals.first.master, rivals.first.page) == (1, 6)
    assert laid
    assert (0, 0) not in laid


def test_a_page_far_less_alike_than_a_clear_one_is_not_asked_for_all_its_points(
    forms: KnownMaster, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To find them takes five times longer than to lay it by those that are kept."""
    picture = Described(forms.pages.drawing(6, 150))
    where = place(picture, forms.points.of(6), forms.pages.sizes[6])
    assert where is not None
    poor = [  # as of a bad copy: some points of the page that it shows, by chance nearly as many of another
        recognising._Placed(recognising._Guess(picture, 1, 6), replace(where, inliers=ENOUGH - 1)),
        recognising._Placed(recognising._Guess(picture, 0, 0), replace(where, inliers=ENOUGH - 2)),
    ]
    asked: list[int] = []
    monkeypatch.setattr(
        recognising,
        "describe_page",
        lambda drawing, most: (asked.append(len(drawing)), describe_page(drawing, most))[1],
    )
    rough = recognising._rough(poor, [publication.known, forms])
    assert [(one.master, one.page) for one in rough] == [(1, 6)]
    assert asked == [len(forms.pages.drawing(6, LOCATE_DPI))]

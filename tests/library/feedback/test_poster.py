"""The poster says what the scores say, in both languages, and its texts are texts."""

from __future__ import annotations

import re
from dataclasses import replace

import pymupdf
import pytest

from library.feedback.instruments import load_instruments
from library.feedback.poster import draw_poster
from library.feedback.scores import scores
from library.feedback.tallies import Filled
from library.offices import Words, load_offices
from library.periods import Period
from library.settings import Settings
from tests.library.feedback.filled import alike

CATALOG = Settings().catalog
METRO = load_offices(CATALOG / "offices")[0]
SKM, SKD = (next(each for each in load_instruments(CATALOG) if each.code == code) for code in ("skm", "skd"))
GROUPINGS = ("gender", "age", "education")


def read(pdf: bytes) -> str:
    with pymupdf.open(stream=pdf, filetype="pdf") as opened:
        assert opened.page_count == 1
        spans = [s for block in opened[0].get_text("dict")["blocks"] for line in block["lines"] for s in line["spans"]]
        assert {span["font"].partition("-")[0] for span in spans} == {"SourceSansPro"}
        return re.sub(r"\s+", " ", opened[0].get_text())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", ["Indeks Kepuasan Masyarakat", "November 2026", "84,38", "Baik", "Perempuan 8", "Jumlah responden 8"]),
        ("en", ["Community Satisfaction Index", "November 2026", "84.38", "Good", "Female 8", "Respondents 8"]),
    ],
)
def test_the_poster_shows_index_class_and_respondents(language: str, words: list[str]) -> None:
    rows = [Filled("1872", "consultation", "2026-11", alike(3 + (n > 4)), "female", "17_25", "s2") for n in range(8)]
    pdf = draw_poster(scores(SKM, rows, 20, GROUPINGS), METRO, Period(2026, 11), language, CATALOG)
    text = read(pdf)
    assert [each for each in words if each not in text] == []
    assert pdf == draw_poster(scores(SKM, rows, 20, GROUPINGS), METRO, Period(2026, 11), language, CATALOG)


def test_the_other_survey_has_a_poster_on_its_own_scale_and_no_class() -> None:
    rows = [Filled("1872", "library", "2026-11", {code: [9, 8] for code in SKD.codes}, "", "", "") for _ in range(5)]
    text = read(draw_poster(scores(SKD, rows, 5, GROUPINGS), METRO, Period(2026), "id", CATALOG))
    assert "8,00 dari 10" in text
    assert "Sangat baik" not in text


def test_a_name_that_looks_like_markup_or_is_very_long_is_drawn_as_it_is() -> None:
    unit = Words("<b>Pelayanan</b> & " + "panjang " * 30, "x")
    identity = replace(METRO.standard.office, unit=unit)
    odd = replace(METRO, standard=replace(METRO.standard, office=identity))
    rows = [Filled("1872", "library", "2026-11", alike(1), "", "", "") for _ in range(5)]
    text = read(draw_poster(scores(SKM, rows, 5, GROUPINGS), odd, Period(2026), "id", CATALOG))
    assert "<b>Pelayanan</b> & panjang" in text
    assert "25,00" in text

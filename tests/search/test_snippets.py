"""The piece of a page that is shown of a hit."""

from __future__ import annotations

import pytest

from search.marks import wanted_by
from search.snippets import snippet

CONTENTS = (
    "Daftar Isi\nLuas Panen Padi ................................ 12\nLuas Panen Jagung .... . . . . . . . . . . 14\n"
)
PROSE = "Luas panen padi tahun 2021 mencapai 4.321,5 hektare, naik dibanding tahun sebelumnya. "


@pytest.mark.parametrize("leader", ["." * 40, ". " * 30, "·" * 20, "_" * 20, "…" * 12, "… . . ."])
def test_a_dot_leader_is_shown_as_one_ellipsis(leader: str) -> None:
    assert snippet(f"Produksi kedelai {leader} 12", wanted_by("kedelai")) == "Produksi <mark>kedelai</mark> … 12"


@pytest.mark.parametrize("text", ["Jumlah 1.234,5 jiwa", "dan lain-lain... Lalu", "s.d. 2021", "a_b_c"])
def test_numbers_abbreviations_and_pauses_stay_as_they_are(text: str) -> None:
    assert snippet(text, wanted_by("lain")).replace("<mark>", "").replace("</mark>", "") == text


def test_a_sentence_is_shown_rather_than_the_table_of_contents_before_it() -> None:
    page = CONTENTS + "Kata lain berdiri di sini. " * 20 + PROSE
    shown = snippet(page, wanted_by("luas panen padi"))
    assert "4.321,5 hektare" in shown
    assert "12" not in shown


def test_a_table_of_contents_with_more_of_the_words_is_still_shown() -> None:
    page = CONTENTS + "Kata lain berdiri di sini. " * 20 + "Hanya padi di sini."
    assert "<mark>Luas</mark> <mark>Panen</mark> <mark>Padi</mark> … 12" in snippet(page, wanted_by("luas panen padi"))

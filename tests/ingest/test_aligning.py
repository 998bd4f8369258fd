"""Corrected words take the places of the recognised words for which they stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.text.aligning import align

WORDS = st.lists(st.sampled_from(["padi", "sawah", "1.234", "desa", "di", "Desa", "jagung", "-"]), max_size=30)


def test_a_misread_word_is_where_it_was_read():
    assert align(["Luas", "panen", "padl", "sawah"], ["Luas", "panen", "padi", "sawah"]) == [
        (0, 1),
        (1, 2),
        (2, 3),
        (3, 4),
    ]


def test_broken_and_joined_words_take_the_places_of_their_letters():
    assert align(["Ke", "camatan", "Metro"], ["Kecamatan", "Metro"]) == [(0, 2), (2, 3)]
    assert align(["luaspanen", "padi"], ["luas", "panen", "padi"]) == [(0, 1), (0, 1), (1, 2)]


def test_an_added_word_has_no_place_and_a_removed_one_takes_none_away():
    assert align(["satu", "tiga"], ["satu", "dua", "tiga"]) == [(0, 1), None, (1, 2)]
    assert align(["satu", "~;", "dua"], ["satu", "dua"]) == [(0, 1), (2, 3)]


def test_words_that_share_no_letters_are_not_each_others():
    assert align(["12.345", "67.890"], ["rumah", "tangga"]) == [None, None]


def test_columns_that_were_drawn_in_another_order_keep_their_places():
    places = align(["kiri", "atas", "kanan", "bawah"], ["kanan", "bawah", "kiri", "atas"])
    assert places == [(2, 3), (3, 4), (0, 1), (1, 2)]


def test_a_page_of_absurd_length_is_left_without_places():
    assert align(["a"] * 7_000, ["a"]) == [None]


@given(WORDS, WORDS)
def test_every_place_is_on_the_page_and_unchanged_words_keep_theirs(recognised: list[str], corrected: list[str]):
    places = align(recognised, corrected)
    assert len(places) == len(corrected)
    assert all(0 <= place[0] < place[1] <= len(recognised) for place in places if place)
    assert align(recognised, recognised) == [(at, at + 1) for at in range(len(recognised))]

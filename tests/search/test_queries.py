"""The syntax: what is typed, what is meant, what is refused."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import BadQuery, mark_terms
from search.language.folding import printable
from search.marks import wanted_by
from search.queries.nodes import Between, Phrase, Prefix, Value, Word
from search.queries.parser import MOST_CHOICES, MOST_CLAUSES, MOST_EXCLUDED, parse
from search.snippets import LENGTH, snippet

PIECES = st.sampled_from(
    [
        '"',
        "-",
        "OR",
        "ATAU",
        "NOT",
        "tahun:",
        "judul:",
        "..",
        "2019",
        "padi",
        "kebun*",
        "*",
        ":",
        "bahasa:id",
        "|",
        "(",
        "\x00",
        "e-mail",
        "1.234,5",
    ]
)
TYPED = st.lists(PIECES, max_size=40).map(" ".join) | st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200)


def parts(words: str) -> list[object]:
    return [clause.choices[0].part for clause in parse(words).clauses]


def test_stop_words_count_only_when_there_is_nothing_else():
    assert parts("jumlah dan panen") == [Word("jumlah", "jumlah"), Word("panen", "panen")]
    assert parts("dan yang") == [Word("dan", ""), Word("yang", "")]


def test_quotes_of_any_kind_make_a_phrase_and_may_stay_open():
    assert parts("“luas panen”") == parts('"luas panen"') == parts('"luas panen') == [Phrase(("luas", "panen"))]


def test_a_field_that_does_not_exist_is_a_plain_word():
    assert parts("catatan:kaki") == [Word("catatan", "catat"), Word("kaki", "kaki")]


def test_fields_have_indonesian_and_english_names():
    assert parse("judul:ajung").clauses == parse("title:ajung").clauses
    assert parse("tahun:2019..2021").conditions == parse("year:2019-2021").conditions == (Between("year", 2019, 2021),)
    assert parse("-kantor:1872 padi").conditions == (Value("office", "1872", wanted=False),)


def test_a_star_after_three_letters_is_a_beginning():
    assert parts("keb* k*") == [Prefix("keb"), Word("k", "k")]


def test_what_is_joined_by_or_is_one_clause():
    (clause,) = parse("padi OR jagung ATAU tebu").clauses
    assert [choice.part for choice in clause.choices] == [
        Word("padi", "padi"),
        Word("jagung", "jagung"),
        Word("tebu", "tebu"),
    ]


@given(TYPED)
def test_whatever_is_typed_is_a_bounded_tree_or_a_bad_query(words):
    try:
        tree = parse(words)
    except BadQuery:
        return
    assert len(tree.clauses) <= MOST_CLAUSES
    assert len(tree.excluded) <= MOST_EXCLUDED
    assert all(0 < len(clause.choices) <= MOST_CHOICES + 1 for clause in tree.clauses)
    assert tree.clauses or tree.conditions


@given(TYPED, st.text(max_size=300))
def test_marks_lie_in_the_text_in_order_and_hold_letters_or_digits(words, text):
    end = 0
    for start, stop in mark_terms(words, text):
        assert end <= start < stop <= len(text)
        assert any(letter.isalnum() for letter in text[start:stop])
        end = stop


@given(TYPED, st.text(max_size=600))
def test_a_snippet_is_the_escaped_text_with_marks_alone(words, text):
    plain = snippet(text, wanted_by(words)).replace("<mark>", "").replace("</mark>", "")
    assert "<" not in plain
    assert ">" not in plain
    shown = [word for word in unescape(plain).split() if word != "…"]
    assert all(word in printable(text) for word in shown)
    assert len(unescape(plain)) <= LENGTH + 80


def test_marks_cover_all_forms_of_the_words_and_not_the_excluded_ones():
    text = "Perkebunan: kebun tebu, bukan padi."
    assert [text[a:b] for a, b in mark_terms("kebun -padi", text)] == ["Perkebunan", "kebun"]
    assert [text[a:b] for a, b in mark_terms(["tebu", "padi"], text)] == ["tebu", "padi"]
    assert [text[a:b] for a, b in mark_terms("teb*", text)] == ["tebu"]
    assert mark_terms("tahun:dua", text) == []


def test_a_snippet_shows_the_place_with_most_of_the_words():
    text = "luas di sini. " + "isi " * 200 + "luas panen padi di sana " + "isi " * 200
    assert "<mark>luas</mark> <mark>panen</mark> <mark>padi</mark>" in snippet(text, wanted_by("luas panen padi"))


@pytest.mark.parametrize("text", ["", "   ", "x" * 5_000, "<" * 1_000, "\x00" * 50])
def test_a_snippet_without_a_match_is_the_beginning(text):
    assert "<mark>" not in snippet(text, wanted_by("padi"))


def test_numbers_are_marked_where_a_number_is_sought_and_passed_over_where_none_is():
    text = "Desa 1.234,5 dan 3.2.4 pada 2021, juga 2x"
    assert [text[a:b] for a, b in mark_terms("desa 1,234.5", text)] == ["Desa", "1.234,5"]
    assert [text[a:b] for a, b in mark_terms("202*", text)] == ["2021"]
    assert [text[a:b] for a, b in mark_terms("desa", text)] == ["Desa"]


def test_a_space_after_the_name_of_a_number_changes_nothing():
    assert parse("padi tahun: 2021 year: >=2019").conditions == parse("padi tahun:2021 year:>=2019").conditions
    assert not parse("tahun: lalu").conditions, "words after a colon are words"


@pytest.mark.parametrize("typed", ["bahasa:en", "language:English", "bahasa:Inggris"])
def test_a_language_is_also_that_of_works_in_both(typed):
    assert parse(typed).conditions == (Value("language", "en"), Value("language", "id+en"))
    assert parse("bahasa:ms").conditions == (Value("language", "ms"),)

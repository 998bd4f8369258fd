"""Words as a reader means them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language.folding import LONGEST_TERM, fold
from search.language.lists import abbreviations, stop_words, synonyms
from search.language.numbers import value_of
from search.language.stemming import indonesian_stem, stem
from search.language.words import stem_of, tokens
from search.marks import inside_of

SENTENCE = st.text(alphabet=st.characters(codec=None), max_size=300) | st.text(
    alphabet="ab1.,-'\n _é\u0301\u00ad2", max_size=80
)


def exact(text: str) -> list[str]:
    return [form.exact for token in tokens(text) for form in token.forms]


@pytest.mark.corpus
def test_indonesian_stems_are_snowballs_own(corpus):
    words = (corpus / "lang" / "snowball_indonesian_voc.txt").read_text(encoding="utf-8").split()
    stems = (corpus / "lang" / "snowball_indonesian_output.txt").read_text(encoding="utf-8").split()
    assert len(words) > 60_000
    assert [(word, indonesian_stem(word)) for word in words] == list(zip(words, stems, strict=True))


@pytest.mark.parametrize(
    ("form", "other"), [("perkebunan", "kebun"), ("households", "household"), ("statistics", "statistic")]
)
def test_forms_of_a_word_share_a_stem_in_both_languages(form, other):
    assert stem(form) == stem(other)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.234", "1234"),
        ("1,234", "1234"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567.89", "1234567.89"),
        ("3,25", "3.25"),
        ("0.125", "0.125"),
        ("3.2.4", "3.2.4"),
        ("1102001.3509110", "1102001.3509110"),
        ("2022", "2022"),
    ],
)
def test_a_number_has_one_value_however_it_is_written(written, value):
    assert value_of(written) == value


def test_words_are_folded_alike():
    assert exact("PENDUDUK Penduduk ＰＥＮＤＵＤＵＫ pendu\u00adduk pen\u200bduduk") == ["penduduk"] * 5
    assert exact("naïve nai\u0308ve Ǆ ß") == ["naive", "naive", "dz", "ss"]


def test_a_hyphenated_word_is_known_by_its_parts_and_as_one():
    assert exact("anak-anak") == ["anak", "anak"]
    assert exact("Tapaktuan-Singkil") == ["tapaktuan", "singkil", "tapaktuansingkil"]
    assert exact("covid_19") == ["covid", "19", "covid19"]


def test_positions_count_words_so_that_phrases_hold_over_hyphens():
    assert [token.position for token in tokens("luas e-mail panen 2019,2020,2021 akhir")] == [0, 1, 3, 4, 7]


def test_the_word_lists_are_folded_and_agree():
    assert all(word == fold(word) for word in stop_words())
    assert all(abbreviations()[phrase] in synonyms() for phrases in synonyms().values() for phrase in phrases)
    assert not stop_words() & synonyms().keys()


@given(SENTENCE)
def test_tokens_lie_in_the_text_in_order(text):
    end = position = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert token.position >= position
        end, position = token.end, token.position
        for form in token.forms:
            assert 0 < len(form.exact) <= LONGEST_TERM
            assert form.shift >= 0


@given(SENTENCE)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(SENTENCE)
def test_the_terms_of_a_text_do_not_depend_on_its_case(text):
    if text.isascii():
        assert exact(text.upper().replace("\n", " ")) == exact(text.lower().replace("\n", " "))


@pytest.mark.corpus
def test_a_word_holds_the_inside_of_its_stem_so_that_others_can_be_passed_over(corpus):
    words = (corpus / "lang" / "snowball_indonesian_voc.txt").read_text(encoding="utf-8").split()[::8]
    words += [
        "cities",
        "skies",
        "dying",
        "abilities",
        "organizations",
        "happily",
        "gently",
        "hoping",
        "ties",
        "generally",
        "relational",
    ]
    plain = [word for word in words if word.isascii() and word.isalpha()]
    assert [word for word in plain if inside_of(stem_of(word)) not in word] == []

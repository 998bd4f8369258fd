"""The index is exact, the sample size is the printed table's, and no small group is given away."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from library.feedback.groups import LEAST, may_be_published, may_be_shown
from library.feedback.importance import survey_of
from library.feedback.instruments import load_instruments
from library.feedback.rounding import half_up
from library.feedback.sampling import confidence, krejcie_morgan
from library.feedback.scores import scores
from library.feedback.skm import SCALE, grade_of, index_of, own_index
from library.feedback.tallies import Filled
from library.settings import Settings
from tests.library.feedback.filled import ELEMENTS, alike

CATALOG = Settings().catalog


def test_no_start_of_a_command_waits_for_the_statistics_library() -> None:
    asked = "import sys, library.feedback.desk; print('scipy' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


def test_the_index_of_the_best_answers_is_exactly_one_hundred() -> None:
    index = index_of([alike(4)], ELEMENTS)
    assert index is not None
    assert (index.exact, str(index.value), index.grade) == (Fraction(100), "100.00", "A")


def test_the_index_is_the_sum_of_means_by_exact_ninths_times_25() -> None:
    # Means 3, 3, 3, 4, 3.5, 3.5, 4, 3, 2.5: their sum is 29.5, so 29.5 / 9 × 25 = 1475/18 = 81.9444…
    first = dict(zip(ELEMENTS, (3, 3, 3, 4, 3, 4, 4, 3, 2), strict=True))
    second = dict(zip(ELEMENTS, (3, 3, 3, 4, 4, 3, 4, 3, 3), strict=True))
    index = index_of([first, second], ELEMENTS)
    assert index is not None
    assert index.exact == Fraction(1475, 18)
    assert (str(index.value), index.grade) == ("81.94", "B")


def test_weights_of_eleven_hundredths_are_not_used() -> None:
    index = index_of([alike(3)], ELEMENTS)
    assert index is not None
    assert index.value == Decimal("75.00")  # with 0.11 for a ninth it would be 74.25


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        (Fraction(88305, 1000), "88.31"),
        (Fraction(8830499, 100000), "88.30"),
        (Fraction(76605, 1000), "76.61"),
        (Fraction(1, 3), "0.33"),
        (Fraction(-1, 200), "0.00"),
    ],
)
def test_half_goes_up_from_exact_fractions(exact: Fraction, rounded: str) -> None:
    assert half_up(exact, 2) == Decimal(rounded)


@pytest.mark.parametrize(
    ("value", "grade"),
    [
        *(("100.00", "A"), ("88.31", "A"), ("88.30", "B"), ("76.61", "B"), ("76.60", "C"), ("65.00", "C")),
        *(("64.99", "D"), ("25.00", "D")),
    ],
)
def test_the_rounded_index_is_classed_at_the_published_limits(value: str, grade: str) -> None:
    assert grade_of(Decimal(value)) == grade


@settings(max_examples=40)
@given(st.lists(st.lists(st.integers(1, 4), min_size=9, max_size=9), min_size=1, max_size=30))
def test_the_index_is_the_mean_of_each_persons_own(rows: list[list[int]]) -> None:
    filled = [dict(zip(ELEMENTS, row, strict=True)) for row in rows]
    index = index_of(filled, ELEMENTS)
    assert index is not None
    assert index.exact == sum((own_index(each, ELEMENTS) for each in filled), Fraction()) / len(filled)
    assert Fraction(25) <= index.exact <= Fraction(100)


def test_nobody_has_no_index() -> None:
    assert index_of([], ELEMENTS) is None


@pytest.mark.parametrize(
    ("population", "sample"),
    [
        *((10, 10), (15, 14), (20, 19), (55, 48), (100, 80), (200, 132), (500, 217), (1000, 278), (3000, 341)),
        *((10_000, 370), (75_000, 382), (1_000_000, 384), (1, 1), (0, 0)),
    ],
)
def test_the_sample_size_is_that_of_the_authors_table(population: int, sample: int) -> None:
    assert krejcie_morgan(population) == sample


def test_the_limits_of_a_mean_are_students() -> None:
    # 2, 4, 6 of very many: mean 4, s = 2, t(0.975; 2) = 4.302653: 4 ± 4.302653 · 2 / √3
    limits = confidence([Fraction(2), Fraction(4), Fraction(6)], 10**9, (-100, 100))
    assert limits is not None
    assert (limits.low, limits.high) == pytest.approx((4 - 4.968276, 4 + 4.968276), abs=1e-5)


def test_whoever_has_asked_everybody_is_sure() -> None:
    limits = confidence([Fraction(50), Fraction(75)], 2, SCALE)
    assert limits is not None
    assert limits.low == limits.high == 62.5


def test_limits_stay_on_the_scale_and_one_answer_has_none() -> None:
    wide = confidence([Fraction(25), Fraction(100)], 1000, SCALE)
    assert wide is not None
    assert (wide.low, wide.high) == SCALE
    assert confidence([Fraction(100)], 1000, SCALE) is None


def test_the_survey_stays_on_its_own_scale() -> None:
    # Importance 10 and 5: (10·8 + 5·5) / 15 = 7 exactly.
    survey = survey_of([{"a": (10, 8), "b": (5, 5)}], ("a", "b"))
    assert survey is not None
    assert survey.satisfaction == 7
    assert survey.items["a"].gap == -2


def test_a_group_of_four_is_hidden_and_with_it_the_smallest_from_which_it_could_be_had() -> None:
    assert may_be_shown({"male": 20, "female": 4}) == frozenset()
    assert may_be_shown({"s1": 20, "s2": 9, "s3": 4}) == {"s1"}
    assert may_be_shown({"s1": 20, "s2": 9, "s3": 3, "d3": 3}) == {"s1", "s2"}
    assert may_be_shown({"male": 5, "female": 5}) == {"male", "female"}


@settings(max_examples=40)
@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 12), max_size=7))
def test_what_is_hidden_can_never_be_had_by_subtraction(counts: dict[str, int]) -> None:
    shown = may_be_shown(counts)
    hidden = sum(count for name, count in counts.items() if name not in shown)
    assert all(counts[name] >= LEAST for name in shown)
    assert hidden == 0 or hidden >= LEAST or not shown


@settings(max_examples=60)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=12))
def test_no_small_month_can_be_had_from_the_year_and_nothing_is_taken_back(
    months: list[int],
) -> None:
    counts: dict[str, int] = {}
    before: frozenset[str] = frozenset()
    for n, count in enumerate(months):
        counts[f"{n:02}"] = count
        now = may_be_published(counts, is_whole=False)
        assert before <= now
        before = now
    whole = may_be_published(counts, is_whole=True)
    assert before <= whole
    hidden = sum(count for name, count in counts.items() if name not in whole)
    assert hidden == 0 or hidden >= LEAST or not whole


def test_scores_are_told_apart_by_office_service_month_and_group() -> None:
    skm = next(each for each in load_instruments(CATALOG) if each.kind == "skm")
    rows = [Filled("1872", "consultation", "2026-01", alike(4), "female", "17_25", "s2") for _ in range(6)]
    rows += [Filled("1674", "library", "2026-02", alike(3), "male", "26_34", "s2") for _ in range(5)]
    rows += [Filled("1674", "library", "2026-02", alike(1), "", "26_34", "s3") for _ in range(1)]
    found = scores(skm, rows, 40, ("gender", "age", "education"))
    assert found.total.answers == 12
    assert found.total.exact == Fraction(6 * 100 + 5 * 75 + 25, 12)
    assert {office: score.answers for office, score in found.by_office.items()} == {"1674": 6, "1872": 6}
    assert found.by_service["consultation"].exact == 100
    assert found.by_month["2026-02"].exact == Fraction(5 * 75 + 25, 6)
    assert set(found.groups["gender"]) == {"female"}
    assert found.hidden == {"gender": 6, "age": 0, "education": 12}
    assert found.needed == krejcie_morgan(40) == 36

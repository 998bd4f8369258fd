"""Pages that a leak may show are read one after another, and a name is paid for as if all had been read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from watermark.accusation import IDENTIFIED, LEAD
from watermark.bound import Terms, log_chernoff
from watermark.codes import codes
from watermark.trace.case import Case
from watermark.trace.masters import KnownMaster
from watermark.trace.readings import SlotReadings
from watermark.trace.regions import PageReading
from watermark.trace.shares import by_rank
from watermark.trace.tracing import accused_by
from watermark.trace.views import MasterPages

PAGES = 4
SLOTS = np.arange(80)
EVERYONE = tuple(f"account:{i}" for i in range(100))
NOWHERE = MasterPages(Path("no body"), Path("no slots"))  # scoring draws nothing


def case_of(values: list[np.ndarray], seed: int) -> tuple[Case, list[int]]:
    """A leak whose page may be one of several books, read as `values`; and which of them have been read."""
    keys = [bytes([seed % 256, seed // 256, book]) + bytes(29) for book in range(len(values))]
    masters = [KnownMaster(f"book {book}", "1", NOWHERE, (("key", key),)) for book, key in enumerate(keys)]
    read = [
        PageReading(0, i, 0, SlotReadings(SLOTS, value, np.full(80, 0.5)), share)
        for i, (value, share) in enumerate(zip(values, by_rank(len(values)), strict=True))
    ]
    turned: list[int] = [0]

    def unread() -> Iterator[list[PageReading]]:
        for one in read[1:]:
            turned.append(one.master)
            yield [one]

    return Case(masters, EVERYONE, alone=True, readings=read[:1], unread=unread(), possible=len(values)), turned


def shown(book: int) -> np.ndarray:
    """What a page of account 7's copy shows where the seed is 1."""
    return np.asarray(2.0 * codes(bytes([1, 0, book]) + bytes(29), [EVERYONE[7]], SLOTS)[0] - 1)


@pytest.mark.parametrize("right", range(PAGES))
def test_reading_ends_at_the_page_that_names(right: int) -> None:
    """The others say nothing; those before it are read in vain, those behind it not at all."""
    coin = np.random.default_rng(right)
    misread = np.where(SLOTS % 10 == 3, -1.0, 1.0)
    values = [shown(i) * misread if i == right else coin.choice([-1.0, 1.0], 80) for i in range(PAGES)]
    case, turned = case_of(values, 1)
    named = accused_by(case, 1)
    assert [(one.identity, one.work) for one in named] == [(EVERYONE[7], f"book {right}")]
    assert named[0].bound <= IDENTIFIED
    assert turned == list(range(right + 1))
    assert case.trials == PAGES


def test_a_page_that_only_leads_to_somebody_does_not_end_the_reading() -> None:
    """A lead may be wrong once in a thousand: the other pages are asked, too."""
    faint = np.where(SLOTS < 26, shown(0), 0.0)
    case, turned = case_of([faint, *np.random.default_rng(2).choice([-1.0, 1.0], (3, 80))], 1)
    named = accused_by(case, 1)
    assert [one.identity for one in named] == [EVERYONE[7]]
    assert IDENTIFIED < named[0].bound <= LEAD
    assert turned == [0, 1, 2, 3]


def test_pages_of_noise_are_all_asked_and_name_nobody() -> None:
    """Four pages of noise and a hundred accounts, six times: no lead, and every page is asked."""
    for seed in range(6):
        case, turned = case_of(list(np.random.default_rng(seed).normal(0, 1, (PAGES, 80))), seed)
        assert accused_by(case, 1) == []
        assert turned == [0, 1, 2, 3]


@pytest.mark.parametrize("limit", [0.3, 0.1, 0.01, 0.001])
def test_stopping_at_the_first_page_that_names_costs_innocents_nothing_beyond_the_bound(limit: float) -> None:
    """Two hundred thousand innocents pass four pages in turn: the 99.9 % lower limit of their share stays below."""
    coin, innocents = np.random.default_rng(5), 200_000
    named = np.zeros(innocents, np.bool_)
    for share in by_rank(PAGES):
        p = np.where(coin.random(30) < 0.5, 0.5, coin.uniform(0.05, 0.95, 30))
        r = np.tanh(coin.normal(0, 1.5, 30))
        terms = Terms(-r * np.sqrt(p / (1 - p)), r * np.sqrt((1 - p) / p), p)
        asked = np.flatnonzero(~named)
        scores = terms.score((coin.random((len(asked), 30), np.float32) < p).astype(np.uint8))
        named[asked] = scores >= least_score(terms, np.log(limit * share))
    reached = int(named.sum())
    assert reached > 0
    assert stats.beta.ppf(0.001, reached, innocents - reached + 1) <= limit


def least_score(terms: Terms, log_bound: float) -> float:
    """The score from which on the bound is at or below a limit."""
    low, high = 0.0, float(np.abs(terms.g1 - terms.g0).sum())
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if log_chernoff(terms, middle) <= log_bound else (middle, high)
    return high

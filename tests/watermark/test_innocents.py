"""Innocent readers go through all that accuses, and come out named no more often than the bound promises."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from watermark import accusation
from watermark.accusation import IDENTIFIED, LEAD, Suspects, accuse
from watermark.codes import biases, codes
from watermark.scores import Readings

SLOTS = np.arange(0, 160, 2)  # of a page that is half read
READERS = tuple(f"account:{i}" for i in range(2_000))
RECEIVED = READERS[700:760]

Values = Callable[[bytes], np.ndarray]


def copy_of(key: bytes, *readers: str) -> np.ndarray:
    """What the mean of some copies shows, −1 … 1."""
    return 2.0 * codes(key, readers, SLOTS).mean(axis=0) - 1


READ: dict[str, tuple[float, Values]] = {
    "noise": (1.0, lambda _: np.zeros(len(SLOTS))),
    "half way between A and B": (0.2, lambda _: np.zeros(len(SLOTS))),
    "the unmarked original": (0.3, lambda _: np.full(len(SLOTS), -1.0)),
    "the copy of a leaker who is no suspect": (0.5, lambda key: copy_of(key, "stranger")),
    "the mean of two such copies": (0.4, lambda key: copy_of(key, "stranger", "other")),
}
"""The noise of a leak, and what it shows: nothing that a suspect has made."""

BESIDE: dict[str, tuple[str, ...]] = {
    "one leaker": READERS[:1],
    "two whose copies were averaged": READERS[:2],
    "three, of whom one is no suspect": (*READERS[:2], "stranger"),
}
"""Leakers who are suspects, so that others are sought beside them."""

STATED = 0.4
"""The noise that the accusation is told: also where that is wrong the innocent must be safe."""


@pytest.fixture(autouse=True)
def the_bound_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the second safeguard out, which would hide most of what the bound lets through: one code for 100,000."""
    monkeypatch.setattr(accusation, "NEVER_ISSUED", 1)


def bounds_of_innocents(kind: str, runs: int) -> np.ndarray:
    """Give the bounds of all innocents who are named in so many leaks, each of a publication with a key of its own.

    Every bound pays for names and decoders as it always does; `trials` then takes the number of readers out again, so
    that one innocent in a thousand may be a lead, and not one in two million.
    """
    noise, shown = READ[kind]
    found: list[float] = []
    for run in range(runs):
        coin = np.random.default_rng([run, len(kind)])
        key = coin.bytes(32)
        value = shown(key) + coin.normal(0, noise, len(SLOTS))
        readings = Readings(SLOTS, biases(key, SLOTS), value, np.full(len(SLOTS), STATED))
        suspects = Suspects(READERS, RECEIVED if run % 2 else ())
        found += [one.bound for one in accuse(readings, key, suspects, 1 / len(READERS))]
    return np.array(found)


def bounds_beside(leakers: tuple[str, ...], runs: int) -> np.ndarray:
    """Give the bounds of all innocents who are named beside real leakers, of so many leaks."""
    found: list[float] = []
    for run in range(runs):
        coin = np.random.default_rng([run, len(leakers)])
        key = coin.bytes(32)
        slots = np.arange(1_500)
        shown = 2.0 * codes(key, leakers, slots).mean(axis=0) - 1 + coin.normal(0, STATED, len(slots))
        readings = Readings(slots, biases(key, slots), shown, np.full(len(slots), STATED))
        named = accuse(readings, key, Suspects(READERS), 1 / len(READERS))
        assert {one.identity for one in named} & set(leakers), "nobody was sought beside a leaker"
        found += [one.bound for one in named if one.identity not in leakers]
    return np.array(found)


def promise_is_kept(bounds: np.ndarray, runs: int) -> None:
    """At no bound does the 99.9 % Clopper–Pearson lower limit of the share that fell below it exceed that bound."""
    innocents = runs * len(READERS)
    for promised in (LEAD, LEAD / 10, LEAD / 100, IDENTIFIED):
        reached = int((bounds <= promised).sum())
        lower = stats.beta.ppf(0.001, reached, innocents - reached + 1) if reached else 0.0
        assert lower <= promised, f"{reached} of {innocents} innocents at {promised:g}"


@pytest.mark.slow
@pytest.mark.parametrize("kind", READ)
def test_innocents_are_named_no_more_often_than_the_bound_promises(kind: str) -> None:
    """Drawn codes, real biases, all decoders with their prices, and readers of whom some received the work.

    Of what is promised about a tenth comes true: the error is shared out among decoders that mostly agree, and above
    10⁻⁴ the bound is Chernoff's.
    """
    promise_is_kept(bounds_of_innocents(kind, 5), 5)


@pytest.mark.slow
@pytest.mark.parametrize("leakers", BESIDE.values(), ids=BESIDE)
def test_innocents_beside_real_leakers_are_named_no_more_often_than_the_bound_promises(
    leakers: tuple[str, ...],
) -> None:
    """Whoever is accused first is taken as known, and the next is asked for beside him, again and again."""
    promise_is_kept(bounds_beside(leakers, 3), 3)


@pytest.mark.long
@pytest.mark.parametrize("kind", READ)
def test_a_million_innocents_are_named_no_more_often_than_the_bound_promises(kind: str) -> None:
    """Two hundred thousand for each kind of leak."""
    promise_is_kept(bounds_of_innocents(kind, 100), 100)

"""Names come with a bound, colluders are found, and the innocent never are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from watermark.accusation import IDENTIFIED, LEAD, NEVER_ISSUED, Suspects, accuse, never_issued
from watermark.codes import biases, codes
from watermark.master import SLOTS_ALONE
from watermark.scores import Readings

KEY = bytes(range(32))
EVERYONE = tuple(f"account:{i}" for i in range(2000))


def read(bits: np.ndarray, noise: float, seed: int) -> Readings:
    """Readings of a leak that shows `bits` (0 … 1), with Gaussian noise."""
    slots = np.arange(len(bits))
    value = 2.0 * bits - 1 + np.random.default_rng(seed).normal(0, noise, len(bits))
    return Readings(slots, biases(KEY, slots), value, np.full(len(bits), noise))


@pytest.mark.parametrize("seed", range(4))
def test_one_page_names_its_reader(seed: int) -> None:
    """150 slots of which one in ten is misread."""
    name = EVERYONE[100 + seed]
    found = accuse(read(codes(KEY, [name], np.arange(150))[0], 0.78, seed), KEY, Suspects(EVERYONE), 1.0)
    assert [one.identity for one in found] == [name]
    assert found[0].bound <= IDENTIFIED
    assert found[0].innocent_best < found[0].score
    assert found[0].agree >= 120


def test_a_page_that_is_said_to_name_a_reader_alone_does() -> None:
    """Exactly a tenth misread, 10,000 accounts, keys by chance; with a fifth less than so many slots most do not."""
    everyone = Suspects(tuple(f"account:{i}" for i in range(10_000)))
    assert [named_alone(everyone, SLOTS_ALONE, seed) for seed in range(3)] == [True] * 3
    assert sum(named_alone(everyone, int(0.8 * SLOTS_ALONE), seed) for seed in range(3)) < 2


def named_alone(everyone: Suspects, n: int, seed: int) -> bool:
    """Tell whether a leak of one page of n slots identifies its reader."""
    coin = np.random.default_rng([seed, n])
    key, slots = coin.bytes(32), np.arange(n) + int(coin.integers(5000))
    name = f"account:{coin.integers(10_000)}"
    value = 2.0 * codes(key, [name], slots)[0] - 1
    value[coin.permutation(n)[: round(0.1 * n)]] *= -1
    found = accuse(Readings(slots, biases(key, slots), value, np.full(n, 0.78)), key, everyone, 1.0)
    return any(one.identity == name and one.bound <= IDENTIFIED for one in found)


@pytest.mark.parametrize("seed", range(6))
def test_a_reader_who_is_not_among_the_suspects_makes_nobody_guilty(seed: int) -> None:
    """The leak is clear, the leaker unknown: nobody is named, not even as a lead."""
    bits = codes(KEY, [f"stranger:{seed}"], np.arange(300))[0]
    assert accuse(read(bits, 0.1, seed), KEY, Suspects(EVERYONE), 1.0) == ()


def test_trials_weaken_a_verdict_until_no_name_is_left() -> None:
    """The same reading, asked in a library a billion billion times as large."""
    reading = read(codes(KEY, [EVERYONE[5]], np.arange(70))[0], 0.3, 1)
    bounds = [accuse(reading, KEY, Suspects(EVERYONE), trials) for trials in (1.0, 1e6, 1e18)]
    assert bounds[0][0].bound <= IDENTIFIED
    assert bounds[1][0].log_bound == pytest.approx(bounds[0][0].log_bound + np.log(1e6), abs=2.0)
    assert bounds[2] == ()


def test_a_small_circle_needs_less_evidence() -> None:
    """Half of the error goes to the candidates; the others stay possible."""
    reading = read(codes(KEY, [EVERYONE[5]], np.arange(80))[0], 0.3, 1)
    alone = accuse(reading, KEY, Suspects(EVERYONE), 1.0)[0]
    circle = accuse(reading, KEY, Suspects(EVERYONE, EVERYONE[3:8]), 1.0)[0]
    outside = accuse(reading, KEY, Suspects(EVERYONE, EVERYONE[10:20]), 1.0)[0]
    assert circle.log_bound < alone.log_bound < outside.log_bound
    assert circle.identity == alone.identity == outside.identity


def test_prices_share_out_no_more_than_one_error() -> None:
    """Whatever the candidates are, listed twice or unknown to the office."""
    for candidates in ((), ("a",), ("a", "a", "z"), EVERYONE):
        suspects = Suspects(EVERYONE, candidates)
        assert len(suspects.prices()) == len(suspects.all()) == len(set(suspects.all()))
        assert np.sum(1 / suspects.prices()) <= 1 + 1e-9


def collude(bits: np.ndarray, strategy: str, seed: int) -> np.ndarray:
    """Mix the copies of c colluders, bits of shape (c, n), to what the leak shows (0 … 1)."""
    c, n = bits.shape
    coin = np.random.default_rng(seed)
    ones = bits.sum(axis=0)
    tie = coin.random(n) < 0.5
    mixed = {
        "average": ones / c,
        "majority": np.where(2 * ones == c, tie, 2 * ones > c),
        "minority": np.where(ones % c == 0, ones == c, np.where(2 * ones == c, tie, 2 * ones < c)),
        "interleave": bits[coin.integers(0, c, n), np.arange(n)],
    }
    return mixed[strategy].astype(np.float64)


@pytest.mark.parametrize("strategy", ["average", "majority", "minority", "interleave"])
def test_colluders_are_named_and_nobody_else_is(strategy: str) -> None:
    """Three copies mixed by every strategy, 1,500 slots."""
    guilty = list(EVERYONE[7:10])
    shown = collude(codes(KEY, guilty, np.arange(1500)), strategy, 3)
    named = {one.identity for one in accuse(read(shown, 0.3, 4), KEY, Suspects(EVERYONE[:400]), 1.0)}
    assert named
    assert named <= set(guilty)


def test_random_noise_names_nobody_in_a_hundred_tries() -> None:
    """Pure noise with a hundred suspects: leads may come once in a thousand, identified ones never."""
    leads = 0
    for seed in range(100):
        noise = np.random.default_rng(seed).normal(0, 1, 60)
        reading = Readings(np.arange(60), biases(KEY, np.arange(60)), noise, np.full(60, 0.5))
        found = accuse(reading, KEY, Suspects(EVERYONE[:100]), 1.0)
        leads += len(found)
        assert all(one.bound > IDENTIFIED for one in found)
    assert leads <= 2


def test_erasures_neither_help_nor_harm() -> None:
    """Readings with erased slots accuse as those without them do, in any order of asking."""
    suspects = Suspects(EVERYONE)
    clear = read(codes(KEY, [EVERYONE[7]], np.arange(150))[0], 0.5, 2)
    erased = np.arange(150) % 3 == 0
    holed = replace(clear, noise=np.where(erased, np.inf, clear.noise))
    short = clear.take(~erased)
    assert accuse(holed, KEY, suspects, 1.0) == accuse(short, KEY, suspects, 1.0) == accuse(holed, KEY, suspects, 1.0)
    assert accuse(clear, KEY, suspects, 1.0)[0].slots == 150


def test_never_issued_codes_are_many_fixed_and_drawn_like_readers() -> None:
    """The same 100,000 at every trace, with the slots' own biases."""
    p = biases(KEY, np.arange(40))
    blocks = list(never_issued(KEY, p))
    assert sum(len(block) for block in blocks) == NEVER_ISSUED
    assert np.abs(np.concatenate(blocks).mean(axis=0) - p).max() < 0.01
    assert np.array_equal(next(iter(never_issued(KEY, p))), blocks[0])


def test_erasures_and_empty_pages_accuse_nobody() -> None:
    """Nothing read, nobody named; no suspects, nobody named."""
    blind = read(np.ones(50), np.inf, 0)
    assert accuse(blind, KEY, Suspects(EVERYONE), 1.0) == ()
    assert accuse(read(np.ones(50), 0.1, 0), KEY, Suspects(()), 1.0) == ()
    assert LEAD > IDENTIFIED

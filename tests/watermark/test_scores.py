"""Decoders speak for the guilty, are zero in the mean for the innocent, and pay for being many."""

from __future__ import annotations

import numpy as np
import pytest

from watermark.codes import biases, codes
from watermark.scores import MOST_COLLUDERS, Decoder, Readings, bank, joint_bank

KEY = bytes(32)


def readings_of(bits: np.ndarray, noise: float, seed: int = 0) -> Readings:
    """A leak that shows the given bits with Gaussian noise."""
    slots = np.arange(len(bits))
    value = 2.0 * bits - 1 + np.random.default_rng(seed).normal(0, noise, len(bits))
    return Readings(slots, biases(KEY, slots), value, np.full(len(bits), noise))


def test_the_price_of_all_decoders_adds_up_to_one_error() -> None:
    """Union bound: reciprocals of the trials sum to one, over the bank and all steps that may follow an accusation."""
    alone, beside = (sum(1 / decoder.trials for decoder in decoders) for decoders in (bank(), joint_bank()))
    assert alone + (MOST_COLLUDERS - 1) * beside == pytest.approx(1.0)
    assert len({decoder.name for decoder in bank()}) == len(bank())


@pytest.mark.parametrize("decoder", bank(), ids=lambda decoder: decoder.name)
def test_terms_are_finite_and_speak_for_a_single_leaker(decoder: Decoder) -> None:
    """No reading, however extreme, is infinite or undefined; minority decoders expect the opposite of one copy."""
    bits = codes(KEY, ["guilty"], np.arange(600))[0]
    readings = readings_of(bits, 0.3)
    readings.value[:4] = [1e9, -1e9, 0.0, 3.0]
    readings.noise[4:8] = [np.inf, 1e-9, 1e9, np.inf]
    terms = decoder.terms(readings)
    assert np.isfinite(terms.g0).all()
    assert np.isfinite(terms.g1).all()
    assert decoder.strategy == "minority" or terms.score(bits) > (terms.p * terms.g1 + (1 - terms.p) * terms.g0).sum()


@pytest.mark.parametrize("decoder", bank(), ids=lambda decoder: decoder.name)
def test_an_erasure_adds_nothing(decoder: Decoder) -> None:
    """A slot that cannot be read speaks neither for nor against anyone."""
    readings = readings_of(np.ones(200, np.uint8), np.inf)
    terms = decoder.terms(Readings(readings.slots, readings.p, np.ones(200), readings.noise))
    assert np.allclose(terms.g0, 0)
    assert np.allclose(terms.g1, 0)


def test_a_soft_reading_tells_how_sure_it_is() -> None:
    """Clear slots near ±1, doubtful ones near 0, erased ones exactly 0."""
    value = np.array([-1.0, 1.0, 1.0, 0.0, 1.0])
    noise = np.array([0.2, 0.2, 3.0, 0.2, np.inf])
    soft = Readings(np.arange(5), np.full(5, 0.5), value, noise).soft()
    assert soft[0] < -0.9 < 0.9 < soft[1] < 1
    assert 0 < soft[2] < 0.3
    assert soft[3] == pytest.approx(0)
    assert soft[4] == 0


def test_symmetric_scores_have_mean_zero_and_unit_variance_for_the_innocent() -> None:
    """Škorić's normalisation, with readings without noise."""
    readings = readings_of(codes(KEY, ["x"], np.arange(500))[0], 0.01)
    terms = next(d for d in bank() if d.name == "symmetric 1, all slots").terms(readings)
    mean = terms.p * terms.g1 + (1 - terms.p) * terms.g0
    variance = terms.p * terms.g1**2 + (1 - terms.p) * terms.g0**2
    assert np.allclose(mean, 0)
    assert np.allclose(variance, readings.soft() ** 2)


def test_joint_decoding_asks_only_for_what_the_first_colluder_does_not_explain() -> None:
    """Where two copies were averaged, the second reader's bits fit the rest exactly."""
    slots = np.arange(400)
    pair = codes(KEY, ["first", "second"], slots)
    value = pair.sum(axis=0) - 1.0
    readings = Readings(slots, biases(KEY, slots), value, np.full(400, 0.2))
    decoder = next(d for d in joint_bank() if d.name == "average 2, all slots")
    terms = decoder.terms(readings, pair[:1])
    better = np.where(pair[1] == 1, terms.g1 - terms.g0, terms.g0 - terms.g1)
    assert (better > 0).all()

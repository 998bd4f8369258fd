"""Slots explained by what the page tells."""

from __future__ import annotations

import numpy as np

from watermark.trace.fit import SlotFit

SHAPE = (40, 60)


def page(coin: np.random.Generator) -> tuple[np.ndarray, tuple[np.ndarray, ...]]:
    """Six slots of ten columns each, whose planes are noise, and a margin that belongs to none."""
    labels = np.repeat(np.arange(6, dtype=np.int32), 10)[None].repeat(SHAPE[0], axis=0)
    labels[:5] = -1
    return labels, tuple(coin.normal(size=SHAPE).astype(np.float32) for _ in range(3))


def test_the_multiple_of_the_step_is_read_over_the_contrast_of_the_page() -> None:
    coin = np.random.default_rng(1)
    labels, (step, middle, halo) = page(coin)
    stands = np.array([1, -1, -1, 1, 1, -1])
    leak = 0.3 + 0.5 * (middle + np.append(stands, 0)[labels] * step) + 0.1 * halo + coin.normal(0, 0.01, SHAPE)
    value, noise = SlotFit(labels, 6, (step, middle, halo)).of(leak.astype(np.float32), np.ones(SHAPE, bool))
    assert np.abs(value - stands).max() < 0.02
    assert noise.max() < 0.01


def test_what_a_leak_does_not_show_counts_nothing() -> None:
    """As if the pixels that are not seen belonged to no slot; one that is not seen at all is not read."""
    coin = np.random.default_rng(2)
    labels, planes = page(coin)
    leak = coin.normal(size=SHAPE).astype(np.float32)
    seen = coin.random(SHAPE) < 0.5
    seen[:, :10] = False
    fit = SlotFit(labels, 6, planes)
    whole = fit.of(leak, np.ones(SHAPE, bool))
    value, noise = fit.of(leak, seen)
    alone = SlotFit(np.where(seen, labels, -1), 6, planes).of(leak, np.ones(SHAPE, bool))
    assert np.array_equal(value, alone[0])
    assert np.array_equal(noise, alone[1])
    assert np.isinf(noise[0])
    assert not np.array_equal(value, whole[0])
    assert all(np.array_equal(*pair) for pair in zip(fit.of(leak, np.ones(SHAPE, bool)), whole, strict=True))

"""Collusion at the level of codes: ``python -m bench.trace.collusion [--slots 7000] [--runs 5]``.

Readings are drawn as a leak of many pages gives them: what the colluders' copies show, plus Gaussian noise. The
accusation is the real one: 10,000 accounts, all decoders, joint decoding, 100,000 never-issued codes.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from bench.trace.mixing import STRATEGIES, mixed_bits
from watermark.accusation import IDENTIFIED, Suspects, accuse
from watermark.codes import biases, codes
from watermark.scores import Readings

ACCOUNTS = tuple(f"account:{i}" for i in range(10_000))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--slots", type=int, default=7000)
    parser.add_argument("--noise", type=float, default=0.5)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--colluders", default="2,3,5,8")
    options = parser.parse_args()
    print(f"{options.slots} slots, noise {options.noise}, {len(ACCOUNTS)} accounts, {options.runs} runs each")
    print("| copies | strategy | one named | named in the mean | wrong | worst bound |\n|---|---|---|---|---|---|")
    for count in (int(c) for c in options.colluders.split(",")):
        for strategy in STRATEGIES:
            print(_line(count, strategy, options), flush=True)


def _line(count: int, strategy: str, options: argparse.Namespace) -> str:
    start = time.process_time()
    results = [_run(count, strategy, options.slots, options.noise, seed) for seed in range(options.runs)]
    one = sum(right > 0 for right, _, _ in results)
    mean = np.mean([right for right, _, _ in results])
    wrong = sum(bad for _, bad, _ in results)
    worst = max(bound for _, _, bound in results)
    spent = (time.process_time() - start) / options.runs
    return f"| {count} | {strategy} | {one}/{options.runs} | {mean:.1f} | {wrong} | 10^{worst:.0f} | {spent:.1f} s"


def _run(count: int, strategy: str, slots: int, noise: float, seed: int) -> tuple[int, int, float]:
    """Right names, wrong names, and log10 of the lowest bound (0 if nobody)."""
    coin = np.random.default_rng([seed, count, len(strategy)])
    key, where = coin.bytes(32), np.arange(slots)
    guilty = [ACCOUNTS[i] for i in coin.choice(len(ACCOUNTS), count, replace=False)]
    shown = 2 * mixed_bits(codes(key, guilty, where), strategy, coin) - 1
    value = shown + coin.normal(0, noise, slots)
    readings = Readings(where, biases(key, where), value, np.full(slots, noise))
    named = [one for one in accuse(readings, key, Suspects(ACCOUNTS), 1.0) if one.bound <= IDENTIFIED]
    right = sum(one.identity in guilty for one in named)
    best = min((one.log_bound for one in named), default=0.0) / np.log(10)
    return right, len(named) - right, best


if __name__ == "__main__":
    main()

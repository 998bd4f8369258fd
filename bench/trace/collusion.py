"""Collusion at the level of codes: ``python -m bench.trace.collusion [--slots 7000] [--runs 5] [--minutes 60]``.

Readings are drawn as a leak of many pages gives them: what the colluders' copies show, plus Gaussian noise. The
accusation is the real one: 10,000 accounts, all decoders, joint decoding, 100,000 never-issued codes. A run that is
kept is not made again unless the code that accuses has changed; `bench.trace --collect` writes the table.
"""

from __future__ import annotations

import argparse
import time
import zlib
from collections.abc import Iterator

import numpy as np

from bench.trace import versions
from bench.trace.coalitions import Coalition
from bench.trace.mixing import STRATEGIES, mixed_bits
from bench.trace.results import COLLECTED
from bench.trace.rows import append_row, read_rows
from watermark.accusation import IDENTIFIED, Suspects, accuse
from watermark.codes import biases, codes
from watermark.scores import Readings

ACCOUNTS = tuple(f"account:{i}" for i in range(10_000))
KEPT = COLLECTED / "collusion" / "rows.tsv"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--slots", type=int, default=7000)
    parser.add_argument("--noise", type=float, default=0.5)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--colluders", default="2,3,5,8")
    parser.add_argument("--minutes", type=float, default=600, help="start no run after so many minutes")
    options = parser.parse_args()
    version = versions.accusing()
    known = {row.key for row in read_rows(Coalition, KEPT) if row.version == version}
    end = time.monotonic() + options.minutes * 60
    for copies, strategy, run in _plan(options):
        key = (copies, strategy, options.slots, options.noise, run)
        if key not in known and time.monotonic() < end:
            row = made(key, version)
            append_row(KEPT, row)
            print(*key, f"{row.right} right, {row.wrong} wrong, 10^{row.log10_bound:.0f}, {row.cpu:.0f} s", flush=True)


def _plan(options: argparse.Namespace) -> Iterator[tuple[int, str, int]]:
    """Every case once before any case twice."""
    for run in range(options.runs):
        for copies in (int(c) for c in options.colluders.split(",")):
            for strategy in STRATEGIES:
                yield copies, strategy, run


def made(key: tuple[int, str, int, float, int], version: str) -> Coalition:
    """Draw a coalition and accuse."""
    copies, strategy, slots, noise, run = key
    coin = np.random.default_rng([run, copies, zlib.crc32(strategy.encode())])
    start = time.process_time()
    secret, where = coin.bytes(32), np.arange(slots)
    guilty = [ACCOUNTS[i] for i in coin.choice(len(ACCOUNTS), copies, replace=False)]
    shown = 2 * mixed_bits(codes(secret, guilty, where), strategy, coin) - 1
    value = shown + coin.normal(0, noise, slots)
    readings = Readings(where, biases(secret, where), value, np.full(slots, noise))
    named = [one for one in accuse(readings, secret, Suspects(ACCOUNTS), 1.0) if one.bound <= IDENTIFIED]
    right = sum(one.identity in guilty for one in named)
    best = min((one.log_bound for one in named), default=0.0) / np.log(10)
    return Coalition(*key, version, right, len(named) - right, best, time.process_time() - start)


if __name__ == "__main__":
    main()

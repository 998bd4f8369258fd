"""Measure identification: ``PUSTAKA_CORPUS=… python -m bench.trace [--pages 0,1] [--only WORD] [--minutes 20]``.

Every attack goes through the door of tracing: one picture or PDF in, the work not named, 10,000 accounts, a bound
of 1e-6 after all multiplication. Rows are printed as they are done, so that a run may be stopped at any time.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from bench.trace.catalogue import PICTURE_ATTACKS
from bench.trace.documents import DOCUMENT_ATTACKS
from bench.trace.samples import ACCOUNTS, Sample, samples
from watermark.trace.tracing import trace
from watermark.trace.verdict import Verdict


@dataclass(frozen=True)
class Row:
    """One attack on one page."""

    attack: str
    kind: str
    right: bool
    wrong: int
    log10_bound: float
    agree: float
    seconds: float
    why: str


def main() -> None:
    options = _options()
    corpus = Path(os.environ["PUSTAKA_CORPUS"])
    with tempfile.TemporaryDirectory(prefix="bench-trace-") as folder:
        chosen = samples(corpus, Path(folder), [int(i) for i in options.pages.split(",")])
        for one in chosen:
            slots = one.known.pages.map.per_page()[one.page]
            print(f"# {one.known.work}, {one.kind} page: {slots} slots", flush=True)
        rows = _within(_rows(chosen, Path(folder), options.only.split(",")), options.minutes * 60)
    _table(rows)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", default="0,1", help="rows of bench.trace.samples.PAGES")
    parser.add_argument("--only", default="", help="attacks whose name holds one of these, comma-separated")
    parser.add_argument("--minutes", type=float, default=30, help="start no attack after so many minutes")
    return parser.parse_args()


def _within(rows: Iterator[Row], seconds: float) -> list[Row]:
    """Print rows as they come until time is up."""
    end, done = time.monotonic() + seconds, []
    for row in rows:
        said = f"10^{row.log10_bound:.1f}" if row.right else "not named"
        print(f"{row.kind:6} {row.attack:32} {said:12} agree {row.agree:4.2f} wrong {row.wrong} "
              f"{row.seconds:5.1f} s CPU {row.why}", flush=True)  # fmt: skip
        done.append(row)
        if time.monotonic() > end:
            break
    return done


def _rows(chosen: list[Sample], folder: Path, words: list[str]) -> Iterator[Row]:
    library = list({one.known.work: one.known for one in chosen}.values())
    named = [name for name in (*PICTURE_ATTACKS, *DOCUMENT_ATTACKS) if any(word in name for word in words)]
    for attack in named:
        for number, sample in enumerate(chosen):
            seed = zlib.crc32(f"{attack} {number}".encode())
            coin = np.random.default_rng(seed)
            account = ACCOUNTS[int(coin.integers(len(ACCOUNTS)))]
            leak = _leak(attack, sample, account, coin, folder)
            start = time.process_time()
            verdict = trace([leak], library, ACCOUNTS)
            yield _row(attack, sample, account, verdict, time.process_time() - start)


def _leak(attack: str, sample: Sample, account: str, coin: np.random.Generator, folder: Path) -> Path:
    if attack in PICTURE_ATTACKS:
        out = folder / "leak.png"
        cv2.imwrite(str(out), PICTURE_ATTACKS[attack](sample.picture(account), coin))
        return out
    out = folder / "leak.pdf"
    DOCUMENT_ATTACKS[attack](sample.pdf(account, folder / "copy.pdf"), out)
    return out


def _row(attack: str, sample: Sample, account: str, verdict: Verdict, seconds: float) -> Row:
    named = {one.identity: one for one in verdict.accused} if verdict.outcome == "identified" else {}
    wrong = sum(name != account for name in named)
    mine = named.get(account)
    agree = mine.agree / mine.slots if mine else 0.0
    why = "" if mine else f"({verdict.outcome}: {verdict.reason[:70]})"
    return Row(attack, sample.kind, mine is not None, wrong, mine.log10_bound if mine else 0.0, agree, seconds, why)


def _table(rows: list[Row]) -> None:
    kinds = list(dict.fromkeys(row.kind for row in rows))
    print("\n| attack | " + " | ".join(kinds) + " |\n|---|" + "---|" * len(kinds))
    for attack in dict.fromkeys(row.attack for row in rows):
        cells = []
        for kind in kinds:
            mine = [row for row in rows if row.attack == attack and row.kind == kind]
            bounds = ", ".join(f"10^{row.log10_bound:.0f}" for row in mine if row.right)
            cells.append(f"{sum(row.right for row in mine)}/{len(mine)} {bounds}")
        print(f"| {attack} | " + " | ".join(cells) + " |")
    print(f"\n{len(rows)} leaks, {sum(row.wrong for row in rows)} wrong names, "
          f"{np.mean([row.seconds for row in rows]):.1f} s CPU a leak")  # fmt: skip


if __name__ == "__main__":
    main()

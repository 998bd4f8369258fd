"""Measure identification: ``PUSTAKA_CORPUS=… python -m bench.trace [--pages 3] [--kinds text,scan] [--minutes 20]``.

Every attack goes through the door of tracing: one picture or PDF in, the work not named, all publications of the
kinds measured to choose from, 10,000 accounts, a bound of 1e-6 after all multiplication. A leak's seed is a function
of its name, each row is kept as soon as it is done, and what is kept is not measured again: a run may be stopped at
any time, and the next one goes on. ``--table`` prints what has been measured so far.
"""

from __future__ import annotations

import argparse
import os
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from bench.trace.catalogue import INNOCENT, PICTURE_ATTACKS
from bench.trace.documents import DOCUMENT_ATTACKS
from bench.trace.results import Results, Row
from bench.trace.shelf import ACCOUNTS, FILES, Sample, Shelf
from bench.trace.table import tables
from watermark.trace.masters import KnownMaster
from watermark.trace.tracing import trace
from watermark.trace.verdict import Verdict


def main() -> None:
    options = _options()
    results = Results(options.folder / "rows.jsonl")
    if options.table:
        print(tables(results.rows()))
        return
    corpus = Path(os.environ["PUSTAKA_CORPUS"])
    shelf = Shelf(corpus, options.folder, prepared_only=options.prepared, share=not options.apart)
    kinds = options.kinds.split(",")
    library = [shelf.known(file) for file in dict.fromkeys(file for kind in kinds for file in shelf.files(kind))]
    end = time.monotonic() + options.minutes * 60
    for sample, attack in _plan(shelf, kinds, options.pages, options.only.split(",")):
        if time.monotonic() > end:
            break
        if (sample.kind, sample.name, attack) not in results:
            row = _measured(sample, attack, library, options.folder)
            results.add(row)
            print(row.told(), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("var/bench/trace"), help="keeps masters and results")
    parser.add_argument("--kinds", default=",".join(FILES), help="kinds of page, comma-separated")
    parser.add_argument("--pages", type=int, default=1, help="pages of each kind")
    parser.add_argument("--only", default="", help="attacks whose name holds one of these, comma-separated")
    parser.add_argument("--minutes", type=float, default=600, help="start no leak after so many minutes")
    parser.add_argument("--prepared", action="store_true", help="only publications that are prepared already")
    parser.add_argument("--apart", action="store_true", help="draw pages anew for every leak: times of whole traces")
    parser.add_argument("--table", action="store_true", help="measure nothing, print what is kept")
    return parser.parse_args()


def _plan(shelf: Shelf, kinds: list[str], count: int, words: list[str]) -> Iterator[tuple[Sample, str]]:
    """Page by page of every kind, so that a run that is stopped has measured all kinds alike."""
    attacks = [*PICTURE_ATTACKS, *DOCUMENT_ATTACKS, *INNOCENT]
    named = [name for name in attacks if any(word in name for word in words)]
    by_kind = [shelf.samples(kind, count) for kind in kinds]
    for turn in range(count):
        for samples in by_kind:
            if turn < len(samples):
                yield from ((samples[turn], attack) for attack in named if not _endless(samples[turn], attack))


def _endless(sample: Sample, attack: str) -> bool:
    """A browser takes minutes over a scan that came as a drawing."""
    return attack == "printed by Chromium" and sample.kind in {"scan", "bilevel"}


def _measured(sample: Sample, attack: str, library: list[KnownMaster], folder: Path) -> Row:
    coin = np.random.default_rng(zlib.crc32(f"{attack} {sample.name}".encode()))
    account = ACCOUNTS[int(coin.integers(len(ACCOUNTS)))]
    leak = _leak(attack, sample, account, coin, folder)
    start, wall = time.process_time(), time.monotonic()
    verdict = trace([leak], library, ACCOUNTS)
    spent = (time.process_time() - start, time.monotonic() - wall)
    return _row(attack, sample, "" if attack in INNOCENT else account, verdict, spent)


def _leak(attack: str, sample: Sample, account: str, coin: np.random.Generator, folder: Path) -> Path:
    if attack in DOCUMENT_ATTACKS:
        out = folder / "leak.pdf"
        DOCUMENT_ATTACKS[attack](sample.pdf(account, folder / "copy.pdf"), out)
        return out
    out = folder / "leak.png"
    picture = INNOCENT[attack](sample) if attack in INNOCENT else sample.picture(account)
    cv2.imwrite(str(out), picture if attack in INNOCENT else PICTURE_ATTACKS[attack](picture, coin))
    return out


def _row(attack: str, sample: Sample, account: str, verdict: Verdict, spent: tuple[float, float]) -> Row:
    """Tell what came of a leak; of an innocent one (`account` empty) every name is wrong."""
    named = {one.identity: one for one in verdict.accused}
    mine = named.get(account)
    sure = verdict.outcome == "identified"
    page = next((one for one in verdict.pages if one.work == sample.file and one.page == sample.page + 1), None)
    return Row(
        kind=sample.kind,
        page=sample.name,
        attack=attack,
        outcome=verdict.outcome,
        right=mine is not None,
        wrong=sum(name != account for name in named) if sure else 0,
        wrong_leads=0 if sure else sum(name != account for name in named),
        log10_bound=mine.log10_bound if mine else 0.0,
        slots=int(sample.pages.map.per_page()[sample.page]),
        read=page.slots if page else 0,
        agree=mine.agree / mine.slots if mine else 0.0,
        found=page is not None,
        cpu=spent[0],
        wall=spent[1],
        reason=verdict.reason[:90],
    )


if __name__ == "__main__":
    main()

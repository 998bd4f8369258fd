"""Collusion through pictures: ``PUSTAKA_CORPUS=… python -m bench.trace.joint [--runs 2] [--minutes 60]``.

Several readers lay their real copies of a yearbook together, print what comes of it, scan it, and put the pages on the
web as one PDF. The trace knows neither the work nor how many copies there were. A strategy by slots is that of
colluders who know where every slot is; "average" is that of pictures; "interleave by page" takes every page from
one copy. With one copy every page is attacked in another way. Rows are kept and gone on with as those of `bench.trace`.
"""

from __future__ import annotations

import argparse
import io
import os
import time
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import pymupdf

from bench.trace import paper, versions
from bench.trace.catalogue import PICTURE_ATTACKS
from bench.trace.joint_table import JointLeak
from bench.trace.mixing import STRATEGIES, mixed_bits
from bench.trace.pictures import Grey
from bench.trace.results import COLLECTED
from bench.trace.rows import append_row, read_rows
from bench.trace.shelf import ACCOUNTS, FILES, KEY, THREE_TABLES, Shelf
from watermark.codes import codes
from watermark.rendering import render_page
from watermark.trace.masters import KnownMaster
from watermark.trace.tracing import MOST_PAGES, trace
from watermark.trace.verdict import Verdict
from watermark.trace.views import MasterPages

KEPT = COLLECTED / "collusion" / "leaks.tsv"
BOOKS = FILES[THREE_TABLES]
BY_PAGE, EACH_OTHERWISE = "interleave by page", "every page attacked in another way"
SLOTS = 8000
"""Slots of the pages that leak: 7,000 are to be readable."""

_LEAST_SLOTS = 50
_DPI = 150


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("var/bench/trace"), help="keeps masters")
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--colluders", default="1,2,3,5,8")
    parser.add_argument("--minutes", type=float, default=600, help="start no leak after so many minutes")
    options = parser.parse_args()
    shelf = Shelf(Path(os.environ["PUSTAKA_CORPUS"]), options.folder / versions.carriers())
    library = [shelf.known(file) for file in dict.fromkeys(file for files in FILES.values() for file in files)]
    version = versions.version()
    known = {row.key for row in read_rows(JointLeak, KEPT) if row.version == version}
    end = time.monotonic() + options.minutes * 60
    for key in _plan(options.runs, [int(c) for c in options.colluders.split(",")]):
        if key not in known and time.monotonic() < end:
            row = measured(key, shelf, library, options.folder / "joint")
            append_row(KEPT, row)
            print(row.told(), flush=True)


def _plan(runs: int, colluders: Sequence[int]) -> Iterator[tuple[int, str, str, int]]:
    """Every case once before any case twice; the books take turns."""
    cases = [(c, how) for c in colluders for how in ((*STRATEGIES, BY_PAGE) if c > 1 else (EACH_OTHERWISE,))]
    for run in range(runs):
        for i, (copies, how) in enumerate(cases):
            yield copies, how, BOOKS[(i + run) % len(BOOKS)], run


def measured(key: tuple[int, str, str, int], shelf: Shelf, library: Sequence[KnownMaster], scratch: Path) -> JointLeak:
    """Make one leak and trace it."""
    copies, how, book, run = key
    coin = np.random.default_rng([run, copies, zlib.crc32(f"{how} {book}".encode())])
    guilty = [ACCOUNTS[i] for i in coin.choice(len(ACCOUNTS), copies, replace=False)]
    pages = MasterPages(shelf.master(book) / "master.body", shelf.master(book) / "master.slots")
    numbers = leaked_pages(pages)
    scratch.mkdir(exist_ok=True)
    file = scratch / "leak.pdf"
    as_pdf(damaged(mixed_pages(pages, numbers, guilty, how, coin), how, coin), file)
    start = time.process_time()
    verdict = trace([file], library, ACCOUNTS)
    return _row(key, verdict, guilty, int(pages.map.per_page()[numbers].sum()), len(numbers), start)


def leaked_pages(pages: MasterPages) -> list[int]:
    """Take pages spread over the book until they have `SLOTS` slots, or as many as a trace reads."""
    per_page = pages.map.per_page()
    numbers = np.flatnonzero(per_page >= _LEAST_SLOTS)
    spread = numbers[np.argsort((np.arange(len(numbers)) * 0.6180339887) % 1)]
    enough = int(np.searchsorted(np.cumsum(per_page[spread]), SLOTS)) + 1
    return sorted(spread[: min(enough, MOST_PAGES)].tolist())


def mixed_pages(
    pages: MasterPages, numbers: Sequence[int], guilty: Sequence[str], how: str, coin: np.random.Generator
) -> Iterator[Grey]:
    """Draw what the colluders make of their copies, at 200 dpi."""
    bits = codes(KEY, guilty, np.arange(len(pages.map)))
    shown = bits[:1] if how in {BY_PAGE, EACH_OTHERWISE} else mixed_bits(bits, how, coin)[None].astype(np.uint8)
    for number in numbers:
        if how == "average":
            drawn = [render_page(pages.body, pages.slots, number, 200, one) for one in bits]
            yield np.mean(drawn, axis=0).round().astype(np.uint8)
        else:
            mine = bits[coin.integers(len(bits))] if how == BY_PAGE else shown[0]
            yield render_page(pages.body, pages.slots, number, 200, mine)


def damaged(pages: Iterator[Grey], how: str, coin: np.random.Generator) -> Iterator[Grey]:
    """Print and scan each page, or attack each in a way of its own."""
    whole = [attack for name, attack in PICTURE_ATTACKS.items() if not name.startswith(("quarter", "half"))]
    for i, page in enumerate(pages):
        if how == EACH_OTHERWISE:
            yield whole[i % len(whole)](page, coin)
        else:
            yield paper.print_scan(page, coin, _DPI)


def as_pdf(pages: Iterator[Grey], file: Path) -> None:
    """Write pictures as JPEGs, a page each."""
    with pymupdf.open() as document:
        for picture in pages:
            height, width = picture.shape[:2]
            page = document.new_page(width=width * 72 / _DPI, height=height * 72 / _DPI)
            coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 85])[1]
            page.insert_image(page.rect, stream=io.BytesIO(coded.tobytes()))
        document.save(file)


def _row(
    key: tuple[int, str, str, int], verdict: Verdict, guilty: Sequence[str], slots: int, leaked: int, start: float
) -> JointLeak:
    sure = [one for one in verdict.accused if verdict.outcome == "identified"]
    read = [one for one in verdict.pages if one.work == key[2]]
    return JointLeak(
        *key,
        version=versions.version(),
        leaked=leaked,
        slots=slots,
        read_pages=len(verdict.pages),
        read=sum(one.slots for one in read),
        right=sum(one.identity in guilty for one in sure),
        wrong=sum(one.identity not in guilty for one in sure),
        log10_bound=min((one.log10_bound for one in sure), default=0.0),
        cpu=time.process_time() - start,
    )


if __name__ == "__main__":
    main()

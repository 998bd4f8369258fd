"""Measure identification: ``PUSTAKA_CORPUS=… python -m bench.trace [--pages 3] [--kinds text,scan] [--minutes 20]``.

Every attack goes through the door of tracing: one picture or PDF in, the work not named, all publications of the
kinds measured (of all kinds with ``--whole-shelf``) to choose from, 10,000 accounts, a bound of 1e-6 after all
multiplication. A leak's seed is a function of its name, each row is kept as soon as it is done, and what is kept is
not measured again: a run may be stopped at any time, and the next one goes on, on another day, too. Several processes
share the work with ``--part 1/2`` and ``--part 2/2``. ``--collect`` puts what all runs have measured into
`bench/trace/measured` and `docs/bench-trace.md`.

Each row carries fingerprints of the code that made it. Rows of other code are told apart in the tables and stay until
``--again`` measures them anew, after what has never been measured.
"""

from __future__ import annotations

import argparse
import os
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

from bench.trace import versions
from bench.trace.catalogue import INNOCENT, PICTURE_ATTACKS
from bench.trace.documents import DOCUMENT_ATTACKS
from bench.trace.leaks import Leak, traced
from bench.trace.report import write_document
from bench.trace.results import Results, Row
from bench.trace.shelf import FILES, THREE_TABLES, Sample, Shelf
from bench.trace.table import tables
from bench.trace.viewers import VIEWER_ATTACKS
from bench.trace.worn import WORN_ATTACKS
from watermark.trace.masters import KnownMaster


def main() -> None:
    options = _options()
    folder = options.folder / versions.carriers()
    results = Results(options.folder / "rows", f"rows-{options.part.replace('/', '-of-')}")
    if options.collect:
        results.collect()
        write_document()
    elif options.table:
        print(tables(results.rows(), versions.version()))
    else:
        shelf = Shelf(
            Path(os.environ["PUSTAKA_CORPUS"]), folder, prepared_only=options.prepared, share=not options.apart
        )
        _measure(shelf, results, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("var/bench/trace"), help="keeps masters and new rows")
    parser.add_argument("--kinds", default=",".join(FILES), help="kinds of page, comma-separated")
    parser.add_argument("--whole-shelf", action="store_true", help="publications of all kinds to choose from")
    parser.add_argument("--pages", type=int, default=1, help="pages of each kind")
    parser.add_argument("--only", default="", help="attacks whose name holds one of these, comma-separated")
    parser.add_argument("--minutes", type=float, default=600, help="start no leak after so many minutes")
    parser.add_argument("--part", default="1/1", help="the share of this process, such as 1/2")
    parser.add_argument("--again", action="store_true", help="measure rows of other code anew, after all missing ones")
    parser.add_argument("--prepared", action="store_true", help="only publications that are prepared already")
    parser.add_argument("--worn", action="store_true", help="damage modelled by others as well (fetches Augraphy)")
    parser.add_argument("--apart", action="store_true", help="draw pages anew for every leak: times of whole traces")
    parser.add_argument("--table", action="store_true", help="measure nothing, print what is kept")
    parser.add_argument("--collect", action="store_true", help="measure nothing, write tables and documents")
    return parser.parse_args()


def _measure(shelf: Shelf, results: Results, options: argparse.Namespace) -> None:
    kinds = options.kinds.split(",")
    shown = FILES if options.whole_shelf else kinds
    library = [shelf.known(file) for file in dict.fromkeys(file for kind in shown for file in shelf.files(kind))]
    for master in library:
        master.describe()  # as the website does before anybody traces: no leak's seconds count it
    plan = list(_plan(shelf, kinds, options))
    end = time.monotonic() + options.minutes * 60
    for again in (False, True)[: 1 + options.again]:
        for sample, attack in plan:
            if time.monotonic() > end:
                return
            wanted = Leak(sample, attack).version if again else None
            if not results.has((sample.kind, sample.name, attack), wanted):
                row = _measured(sample, attack, library, options)
                results.add(row)
                print(row.told(), flush=True)


def _plan(shelf: Shelf, kinds: list[str], options: argparse.Namespace) -> Iterator[tuple[Sample, str]]:
    """Page by page of every kind, so that a run that is stopped has measured all kinds alike."""
    attacks = [*PICTURE_ATTACKS, *DOCUMENT_ATTACKS, *VIEWER_ATTACKS, *INNOCENT, *(WORN_ATTACKS if options.worn else ())]
    named = [name for name in attacks if any(word in name for word in options.only.split(","))]
    by_kind = [shelf.samples(kind, options.pages // 3 if kind == THREE_TABLES else options.pages) for kind in kinds]
    mine, parts = (int(number) for number in options.part.split("/"))
    for turn in range(options.pages):
        for samples in by_kind:
            if turn < len(samples) and zlib.crc32(samples[turn].name.encode()) % parts == mine - 1:
                yield from ((samples[turn], attack) for attack in named if not _endless(samples[turn], attack))


def _endless(sample: Sample, attack: str) -> bool:
    """A browser takes minutes over a scan that came as a drawing."""
    return attack == "printed by Chromium" and sample.kind in {"scan", "bilevel"}


def _measured(sample: Sample, attack: str, library: list[KnownMaster], options: argparse.Namespace) -> Row:
    scratch = options.folder / f"part-{options.part.replace('/', '-of-')}"
    scratch.mkdir(exist_ok=True)
    return traced(Leak(sample, attack), library, scratch)


if __name__ == "__main__":
    main()

"""How many pages are indexed in a second: by batch sizes, by several processes, and by the ways that the library goes.

The library writes in two ways: a work is one commit when it is released (`Indexer.handle`), and
`pustaka rebuild index` writes everything in batches of 2,000 (`care.rebuild`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bench.search.contestants import PAGES_OF_A_WORK, BareWhoosh, Ours
from bench.search.timing import Spent, measured
from library.care.rebuild import BATCH
from search import PageDocument

_SMALL = 500


def indexing(pages: list[PageDocument], folder: Path) -> None:
    """Print one row for each way of writing; ratios are to bare Whoosh in one process and one commit."""
    print(f"\nIndexing: {len(pages):,} pages\n")
    print("| way | pages/s | to bare | pages/s of processor | to bare |\n|---|---|---|---|---|", flush=True)
    base: Spent | None = None
    for name, fill in _ways(folder):
        _, spent = measured(fill, pages)
        base = base or spent
        print(
            f"| {name} | {len(pages) / spent.clock:,.0f} | {base.clock / spent.clock:.1f}× "
            f"| {len(pages) / spent.processor:,.0f} | {base.processor / spent.processor:.1f}× |",
            flush=True,
        )


def _ways(folder: Path) -> list[tuple[str, Callable[[list[PageDocument]], None]]]:
    return [
        ("bare Whoosh 2.7.4, one commit", BareWhoosh(folder / "bare").fill),
        ("bare Whoosh, two processes", BareWhoosh(folder / "bare-2", processes=2).fill),
        (f"bare Whoosh, commits of {_SMALL}", BareWhoosh(folder / "bare-small", batch=_SMALL).fill),
        (f"bare Whoosh, commits of {PAGES_OF_A_WORK}", BareWhoosh(folder / "bare-works", batch=PAGES_OF_A_WORK).fill),
        ("Pustaka, one commit", Ours(folder / "ours").fill),
        (f"Pustaka, commits of {BATCH:,} (`rebuild index`)", Ours(folder / "ours-rebuild", batch=BATCH).fill),
        (f"Pustaka, commits of {_SMALL}", Ours(folder / "ours-small", batch=_SMALL).fill),
        (
            f"Pustaka, a commit for each work of {PAGES_OF_A_WORK} pages (release)",
            Ours(folder / "ours-works").fill_by_works,
        ),
    ]

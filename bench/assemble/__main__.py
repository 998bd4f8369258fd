"""Measure assembly in one run and print two tables with ratios.

    PUSTAKA_CORPUS=… python -m bench.assemble [--rounds 5] [--slow] [--megabytes 100] [--keep FOLDER]

The first table stamps a real yearbook of 354 pages: ours carries the visible stamp and the invisible mark, is hashed
and synced to disk; the others lay one stamp page over all pages and do neither. PyMuPDF takes minutes and runs with
--slow. The second table assembles a scanned book against `cp` and fsync of the same file. `--keep` names a folder
where masters are kept between runs, since preparing them takes much longer than measuring.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from bench.assemble.book import scanned_book
from bench.assemble.contestants import Ours, plain_copy, pymupdf_overlay, pypdf_overlay, qpdf_overlay, stamp_page
from bench.assemble.timing import Contestant, table, timed

YEARBOOK = "born/ajung_dalam_angka_2022.pdf"


def main() -> None:
    """Run both parts."""
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--slow", action="store_true")
    options.add_argument("--megabytes", type=int, default=100)
    options.add_argument("--keep", type=Path)
    chosen = options.parse_args()
    corpus = Path(os.environ["PUSTAKA_CORPUS"])
    with tempfile.TemporaryDirectory() as scratch:
        keep = chosen.keep or Path(scratch) / "masters"
        yearbook(corpus / YEARBOOK, keep / "yearbook", Path(scratch), chosen)
        if chosen.megabytes:
            book(corpus, keep / "book", Path(scratch), chosen)


def yearbook(source: Path, folder: Path, scratch: Path, chosen: argparse.Namespace) -> None:
    """Stamp a yearbook in every way."""
    ours = Ours(source, folder)
    page = stamp_page(ours, scratch / "stamp.pdf")
    ways = [
        Contestant("pustaka (stamp and mark, sha256, fsync)", ours.assemble, scratch / "0.pdf"),
        Contestant("qpdf --overlay", lambda out: qpdf_overlay(source, page, out), scratch / "1.pdf"),
        Contestant("pypdf merge_page", lambda out: pypdf_overlay(source, page, out), scratch / "2.pdf"),
    ]
    if chosen.slow:
        slow = scratch / "3.pdf"
        ways.append(Contestant("PyMuPDF show_pdf_page", lambda out: pymupdf_overlay(source, page, out), slow, rounds=1))
    timed(ways, chosen.rounds)
    _print(source.name, ours, ways, source)


def book(corpus: Path, folder: Path, scratch: Path, chosen: argparse.Namespace) -> None:
    """Assemble a scanned book beside copying it."""
    folder.mkdir(parents=True, exist_ok=True)
    source = scanned_book(corpus, folder / "book.pdf", chosen.megabytes << 20)
    ours = Ours(source, folder)
    ways = [
        Contestant("cp and fsync", lambda out: plain_copy(source, out), scratch / "cp.pdf"),
        Contestant("pustaka, hashing not counted", ours.assemble, scratch / "a.pdf", without=ours.hashing),
        Contestant("pustaka, all counted", ours.assemble, scratch / "b.pdf"),
    ]
    timed(ways, chosen.rounds)
    _print("scanned book", ours, ways, source)


def _print(name: str, ours: Ours, ways: list[Contestant], source: Path) -> None:
    size = source.stat().st_size
    print(f"\n{name}: {ours.pages} pages, {size:,} bytes, {ours.slots:,} slots; load {os.getloadavg()[0]:.1f}")
    if ours.prepared:
        print(ours.prepared.told(ours.pages))
    print(table(ways, size), flush=True)


if __name__ == "__main__":
    main()

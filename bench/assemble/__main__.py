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
from bench.assemble.timing import Row, table, timed

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
    ways = {
        "pustaka (stamp and mark, sha256, fsync)": ours.assemble,
        "qpdf --overlay": lambda out: qpdf_overlay(source, page, out),
        "pypdf merge_page": lambda out: pypdf_overlay(source, page, out),
    }
    if chosen.slow:
        ways["PyMuPDF show_pdf_page"] = lambda out: pymupdf_overlay(source, page, out)
    rows = [
        Row(name, timed(way, scratch / f"{number}.pdf", chosen.rounds if number < 3 else 1), scratch / f"{number}.pdf")
        for number, (name, way) in enumerate(ways.items())
    ]
    print(f"\n{source.name}: {ours.pages} pages, {source.stat().st_size:,} bytes, {ours.slots:,} slots")
    if ours.prepared:
        print(f"prepared in {ours.prepared:.1f} s, {ours.prepared / ours.pages:.2f} s a page")
    print(table(rows, source.stat().st_size))


def book(corpus: Path, folder: Path, scratch: Path, chosen: argparse.Namespace) -> None:
    """Assemble a scanned book beside copying it."""
    folder.mkdir(parents=True, exist_ok=True)
    source = scanned_book(corpus, folder / "book.pdf", chosen.megabytes << 20)
    ours = Ours(source, folder)
    rows = [
        Row("cp and fsync", timed(lambda out: plain_copy(source, out), scratch / "cp.pdf", chosen.rounds), source),
        Row(
            "pustaka (hashing not counted)",
            timed(ours.assemble, scratch / "b.pdf", chosen.rounds, without=ours.hashing),
            scratch / "b.pdf",
        ),
    ]
    print(f"\nscanned book: {ours.pages} pages, {source.stat().st_size:,} bytes, {ours.slots:,} slots")
    if ours.prepared:
        print(f"prepared in {ours.prepared:.1f} s, {ours.prepared / ours.pages:.2f} s a page")
    print(table(rows, source.stat().st_size))


if __name__ == "__main__":
    main()

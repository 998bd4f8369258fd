"""Print, for each yearbook of `born/`, how many of the tables and figures it lists were found, and what else was.

PUSTAKA_CORPUS=… python -m bench.headings [--faults]
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from bench.headings.measure import ALIKE, Score, alike, compare, read
from bench.headings.printed_list import printed_list
from ingest.text.headings import book_headings
from ingest.text.order import to_text


def main() -> None:
    """Read every yearbook and print one row for each and kind."""
    options = argparse.ArgumentParser()
    options.add_argument("--faults", action="store_true", help="name what was missed, and what stands in no list")
    faults = options.parse_args().faults
    folder = Path(os.environ.get("PUSTAKA_CORPUS", "")) / "born"
    if not folder.is_dir():
        sys.exit("PUSTAKA_CORPUS must name the folder of real material (it has born/)")
    columns = ("book", "kind", "listed", "found", "recall", "precision", "titles alike", "CPU s")
    print(f"| {' | '.join(columns)} |\n{'|---' * len(columns)}|")
    for path in sorted(folder.glob("*dalam_angka*.pdf")):
        row(path, faults=faults)


def row(path: Path, *, faults: bool) -> None:
    """Measure one book."""
    rows = read(path)
    started = time.process_time()
    headings = book_headings(rows)
    seconds = time.process_time() - started
    texts = {page: to_text(each) for page, each in rows.items()}
    for kind in ("table", "figure"):
        score = compare(printed_list(kind, texts), [each for each in headings if each.kind == kind])
        listed, found = len(score.pairs) + len(score.missed), len(score.pairs) + len(score.unlisted)
        print(
            f"| {path.stem} | {kind} | {listed} | {found} | {score.recall:.3f} | {score.precision:.3f} "
            f"| {score.titles:.3f} | {seconds:.2f} |",
            flush=True,
        )
        if faults:
            tell(score)


def tell(score: Score) -> None:
    """Name what does not agree."""
    for each in score.missed:
        print(f"    missed {each.number} {each.title[:90]}")
    for caption in score.unlisted:
        print(f"    unlisted p. {caption.page} {caption.number} {caption.title[:90]}")
    for each, caption in score.pairs:
        if alike(each, caption) < ALIKE:
            print(f"    other title {each.number} {each.title[:80]} | {caption.title[:60]}")


if __name__ == "__main__":
    main()

"""Leaks of what is not on the shelf: ``PUSTAKA_CORPUS=… python -m bench.trace.foreign [--minutes 60]``.

Every page of the corpus that no publication of the shelf holds (other yearbooks' first pages, which share their
design and whole paragraphs with the shelf's; a report, scans, a photograph), and made pages without anything on them,
each traced among the whole shelf and 10,000 accounts. All must end *nobody*. A leak that is kept is not made again
unless the code has changed; `bench.trace --collect` writes the table.
"""

from __future__ import annotations

import argparse
import os
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import pymupdf

from bench.assemble.timing import processor_seconds
from bench.trace import paper, versions
from bench.trace.pictures import Grey
from bench.trace.results import COLLECTED
from bench.trace.rows import append_row, read_rows
from bench.trace.shelf import ACCOUNTS, FILES, Shelf
from bench.trace.strangers import Stranger
from watermark.trace.masters import KnownMaster
from watermark.trace.tracing import trace

KEPT = COLLECTED / "foreign" / "rows.tsv"
AS_IT_IS: Final = "as it is"
PHOTOGRAPHED: Final = "phone 1800 px"
_KINDS: Final = {
    "born": "another report",
    "front": "another yearbook",
    "scan": "another scan",
    "photo": "a photographed cookery book",
}
_NOTHING: Final = "nothing at all"
_A4: Final = (2339, 1654)  # px at 200 dpi
_MADE: Final[dict[str, Callable[[np.random.Generator], Grey]]] = {
    "white": lambda _: np.full(_A4, 255, np.uint8),
    "black": lambda _: np.zeros(_A4, np.uint8),
    "bare paper": lambda coin: np.asarray(coin.normal(238, 4, _A4).clip(0, 255), np.uint8),
    "noise": lambda coin: coin.integers(0, 256, _A4, np.uint8),
}


@dataclass(frozen=True)
class Foreign:
    """One page of a file (zero-based), or a made one without a file."""

    kind: str
    file: Path | None
    name: str
    page: int = 0

    def leak(self, form: str, folder: Path) -> Path:
        """Write it as somebody would hand it in."""
        coin = np.random.default_rng(zlib.crc32(f"{form} {self.name}".encode()))
        if self.file is not None and form == AS_IT_IS:
            return self._alone(self.file, folder)
        drawn = self._drawn(coin)
        out = folder / "leak.png"
        cv2.imwrite(str(out), paper.phone(drawn, coin, 1800, 80) if form == PHOTOGRAPHED else drawn)
        return out

    def _alone(self, file: Path, folder: Path) -> Path:
        """Give a picture as the file that it is, and of a PDF the page as a PDF, letters and all."""
        if file.suffix != ".pdf":
            return file
        out = folder / "leak.pdf"
        with pymupdf.open(file) as document:
            document.select([self.page])
            document.save(out, garbage=3)
        return out

    def _drawn(self, coin: np.random.Generator) -> Grey:
        if self.file is None:
            return _MADE[self.name](coin)
        if self.file.suffix != ".pdf":
            return np.asarray(cv2.imread(str(self.file), cv2.IMREAD_GRAYSCALE), np.uint8)
        with pymupdf.open(self.file) as document:
            drawn = document[self.page].get_pixmap(dpi=200, colorspace=pymupdf.csGRAY, alpha=False)
        return np.frombuffer(drawn.samples, np.uint8).reshape(drawn.height, drawn.stride)[:, : drawn.width].copy()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("var/bench/trace"), help="keeps masters")
    parser.add_argument("--minutes", type=float, default=600, help="start no leak after so many minutes")
    options = parser.parse_args()
    corpus, version = Path(os.environ["PUSTAKA_CORPUS"]), versions.version()
    known = {row.key for row in read_rows(Stranger, KEPT) if row.version == version}
    shelf = Shelf(corpus, options.folder / versions.carriers(), share=True)
    library = [shelf.known(file) for file in shelf_files()]
    end = time.monotonic() + options.minutes * 60
    scratch = options.folder / "foreign"
    scratch.mkdir(exist_ok=True)
    for one, form in plan(corpus):
        if (one.kind, one.name, form) not in known and time.monotonic() < end:
            row = traced(one, form, library, scratch)
            append_row(KEPT, row)
            print(row.told(), flush=True)


def plan(corpus: Path) -> Iterator[tuple[Foreign, str]]:
    """Every page once before any page twice."""
    pages = [*_made(), *_pages(corpus)]
    for form in (AS_IT_IS, PHOTOGRAPHED):
        yield from ((one, form) for one in pages)


def shelf_files() -> list[str]:
    """Name all publications that a leak is looked for in."""
    return list(dict.fromkeys(file for files in FILES.values() for file in files))


def _made() -> list[Foreign]:
    return [Foreign(_NOTHING, None, name) for name in _MADE]


def _pages(corpus: Path) -> Iterator[Foreign]:
    """Leave out what the shelf holds, also where it holds the whole book of which this is the beginning."""
    held = {Path(file).stem for file in shelf_files()}
    for file in sorted(path for folder in _KINDS for path in (corpus / folder).iterdir()):
        if file.stem not in held:
            kind, name = _KINDS[file.parent.name], f"{file.parent.name}/{file.name}"
            for page in range(_count(file)):
                yield Foreign(kind, file, f"{name} {page + 1}", page)


def _count(file: Path) -> int:
    if file.suffix != ".pdf":
        return 1
    with pymupdf.open(file) as document:
        return int(document.page_count)


def traced(
    one: Foreign, form: str, library: Sequence[KnownMaster], folder: Path, accounts: Sequence[str] = ACCOUNTS
) -> Stranger:
    """Trace a page among the whole library; whoever is named is named wrongly."""
    path = one.leak(form, folder)
    start = processor_seconds()
    verdict = trace([path], library, accounts)
    spent = processor_seconds() - start
    sure = verdict.outcome == "identified"
    laid = max((page for page in verdict.pages if page.work), key=lambda page: page.likeness, default=None)
    return Stranger(
        kind=one.kind,
        name=one.name,
        form=form,
        version=versions.version(),
        outcome=verdict.outcome,
        named=len(verdict.accused) if sure else 0,
        leads=0 if sure else len(verdict.accused),
        taken_for=f"{laid.work} {laid.page}" if laid else "",
        read=laid.slots if laid else 0,
        cpu=spent,
    )


if __name__ == "__main__":
    main()

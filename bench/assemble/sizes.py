"""How much a copy grows, and how evenly its pages are marked: every publication of the tracing bench.

    PUSTAKA_CORPUS=… python -m bench.assemble.sizes --folder var/bench/trace

Masters are those of `bench.trace` (made if they are missing, which takes an hour). Each publication is assembled with a
short stamp and with a long one, names and address included.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bench.assemble.contestants import STAMP
from bench.trace import versions
from bench.trace.shelf import FILES, Shelf
from watermark.assemble import assemble
from watermark.master import BODY_NAME, SLOTS_NAME
from watermark.slots import read_slots

_LONG = replace(
    STAMP,
    name="Raden Ajeng Siti Nurhaliza Kusumaningtyas Prawirodirdjo",
    office="BPS Kabupaten Penukal Abab Lematang Ilir",
    verify_url="HTTPS://PUSTAKA.PENUKALABABLEMATANGILIRKAB.BPS.GO.ID/V/7K3Q-9FTX-2MWD",
)


@dataclass(frozen=True)
class Size:
    """What became of one publication; slots are medians of pages."""

    file: str
    source: int
    pages: int
    slots: int
    first_tenth: float
    last_tenth: float
    growth: float
    growth_long: float

    def row(self) -> str:
        return (
            f"| {self.file} | {self.pages} | {self.source / self.pages / 1000:.1f} | {self.slots:,} "
            f"| {self.first_tenth:.0f} | {self.last_tenth:.0f} | {self.growth:+.1%} | {self.growth_long:+.1%} |"
        )


def sizes(file: str, source: Path, master: Path, scratch: Path) -> Size:
    """Assemble a copy of a publication with each stamp."""
    slots = read_slots(master / SLOTS_NAME)
    code = np.random.default_rng(1).integers(0, 2, len(slots)).astype(np.uint8)
    size, grown = source.stat().st_size, []
    for stamp in (STAMP, _LONG):
        out = scratch / "copy.pdf"
        made = assemble(master / BODY_NAME, master / SLOTS_NAME, code=code, stamp=stamp, out=out)
        grown.append(made.size / size - 1)
        out.unlink()
    tenths = np.array_split(slots.per_page(), min(10, len(slots.pages)))
    first, last = float(np.median(tenths[0])), float(np.median(tenths[-1]))
    return Size(file, size, len(slots.pages), len(slots), first, last, *grown)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--folder", type=Path, default=Path("var/bench/trace"))
    folder = options.parse_args().folder / versions.carriers()
    shelf = Shelf(Path(os.environ["PUSTAKA_CORPUS"]), folder)
    print("| publication | pages | kB a page | slots | a page, first tenth | last tenth | copy | copy, long stamp |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as scratch:
        for file in dict.fromkeys(file for files in FILES.values() for file in files):
            shelf.known(file)
            print(sizes(file, shelf.source(file), shelf.master(file), Path(scratch)).row(), flush=True)


if __name__ == "__main__":
    main()

"""Measure recognition on pages whose text is known: `python -m bench.ocr`.

PUSTAKA_CORPUS names the folder of real publications (it has born/). A number after the command takes so many pages of
each kind.
"""

# mypy: allow-untyped-calls
# PyMuPDF has no annotations.

from __future__ import annotations

import os
import resource
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pymupdf

from bench.ocr.distance import error_rates
from bench.ocr.scanning import Known, in_truths_order, known_pages, save, scanned
from ingest import OcrOptions, PageText, Reading, read_file
from ingest.rendering.words import page_words

PAGES = {
    "text": (
        ("ambulu_dalam_angka_2022.pdf", 41),
        ("ajung_dalam_angka_2022.pdf", 61),
        ("sukowono_dalam_angka_2024.pdf", 41),
        ("sukowono_dalam_angka_2024.pdf", 40),
        ("ambulu_dalam_angka_2022.pdf", 43),
        ("ajung_dalam_angka_2022.pdf", 63),
    ),
    "table": (
        ("ajung_dalam_angka_2020.pdf", 150),
        ("ajung_dalam_angka_2021.pdf", 30),
        ("puger_dalam_angka_2021.pdf", 40),
        ("ambulu_dalam_angka_2022.pdf", 100),
        ("sukowono_dalam_angka_2024.pdf", 80),
        ("ajung_dalam_angka_2022.pdf", 100),
    ),
}
"""pages of running text, and of tables"""
DAMAGED = 200
"""dpi of the damaged scans"""


@dataclass(frozen=True)
class Case:
    """One way in which pages come, and whether they are repaired."""

    name: str
    dpi: int
    damage: dict[str, Any]
    repair: bool


CASES = (
    *(Case("straight, clean", dpi, {}, repair=True) for dpi in (100, 150, 200, 300)),
    *(
        Case(name, DAMAGED, damage, repair=repair)
        for name, damage in (
            ("askew by 2°", {"skew": 2.0}),
            ("specks", {"specks": True}),
            ("on its head", {"turn": 180}),
        )
        for repair in (False, True)
    ),
)


def main() -> None:
    """Print the table."""
    folder = Path(os.environ.get("PUSTAKA_CORPUS", "")) / "born"
    if not folder.is_dir():
        sys.exit("PUSTAKA_CORPUS must name the folder of real publications (it has born/)")
    most = int(sys.argv[1]) if len(sys.argv) > 1 else None
    print("| pages | scan | dpi | repairs | CER | WER | confidence | kept | CPU s a page |")
    print("|---|---|---|---|---|---|---|---|---|", flush=True)
    for kind, places in PAGES.items():
        pages = known_pages([(folder / name, number) for name, number in places[:most]])
        for case in CASES:
            print(f"| {kind} {_measure(case, pages)}", flush=True)


def _measure(case: Case, pages: list[Known]) -> str:
    began = _cpu()
    with tempfile.TemporaryDirectory() as folder:
        drawn = [scanned(known.page, case.dpi, **case.damage) for known in pages]
        scan = save(drawn, case.dpi, Path(folder) / "scan.tif")
        reading = read_file(scan, Path(folder) / "work", ocr=OcrOptions(repair=case.repair))
        rates = list(_rates(case, pages, reading))
    letters, words = (sum(each) / len(rates) for each in zip(*rates, strict=True))
    sure = sum(page.confidence or 0.0 for page in reading.pages) / len(rates)
    kept = sum(any(each.kept for each in page.origin.repairs) for page in reading.pages if page.origin)
    seconds = (_cpu() - began) / len(rates)
    told = "on" if case.repair else "off"
    figures = f"{letters:.3f} | {words:.3f} | {sure:.3f} | {kept} of {len(rates)} | {seconds:.1f}"
    return f"| {case.name} | {case.dpi} | {told} | {figures} |"


def _rates(case: Case, pages: list[Known], reading: Reading) -> Iterator[tuple[float, float]]:
    with pymupdf.open(reading.pdf) as document:
        for known, read, page in zip(pages, reading.pages, document, strict=True):
            left = {} if _is_repaired(read) else case.damage
            found = in_truths_order(known.words, page_words(page), skew=left.get("skew", 0.0), turn=left.get("turn", 0))
            yield error_rates([word.word for word in known.words], found)


def _is_repaired(page: PageText) -> bool:
    return page.origin is not None and any(each.kept and each.kind != "despeckle" for each in page.origin.repairs)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()

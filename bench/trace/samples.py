"""Pages of real publications, prepared as masters, and the copies that leak."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pymupdf

from bench.trace.pictures import Grey
from watermark.assemble import assemble_page
from watermark.codes import code
from watermark.prepare import prepare
from watermark.rendering import render_page
from watermark.trace.masters import KnownMaster
from watermark.trace.views import MasterPages

KEY = bytes(range(32))
ACCOUNTS = tuple(f"account:{i}" for i in range(10_000))

# (kind, file, zero-based page)
PAGES = (
    ("text", "born/ajung_dalam_angka_2022.pdf", 60),
    ("table", "born/ajung_dalam_angka_2022.pdf", 103),
    ("text", "born/sukowono_dalam_angka_2024.pdf", 12),
    ("table", "born/puger_dalam_angka_2021.pdf", 60),
    ("text", "front/jelbuk_dalam_angka_2020.pdf", 4),
    ("text", "front/panti_dalam_angka_2020.pdf", 6),
    ("table", "born/us_fbi_nics_background_checks_2015-11.pdf", 0),
    ("cover", "front/ajung_dalam_angka_2022.pdf", 0),
)


@dataclass(frozen=True)
class Sample:
    """One page of a prepared publication."""

    kind: str
    known: KnownMaster
    body: Path
    slots: Path
    page: int

    def bits(self, account: str) -> np.ndarray:
        return code(KEY, account, len(self.known.pages.map))

    def picture(self, account: str, dpi: int = 200) -> Grey:
        """Draw the page of one account's copy."""
        return render_page(self.body, self.slots, self.page, dpi, self.bits(account))

    def pdf(self, account: str, out: Path) -> Path:
        """Write the page of one account's copy as a PDF."""
        out.write_bytes(assemble_page(self.body, self.slots, self.page, self.bits(account)))
        return out


def samples(corpus: Path, folder: Path, chosen: list[int]) -> list[Sample]:
    """Prepare the chosen pages; pages of one file become one master of just these pages."""
    found = []
    for file in dict.fromkeys(PAGES[i][1] for i in chosen):
        pages = [(PAGES[i][0], PAGES[i][2]) for i in chosen if PAGES[i][1] == file]
        place = folder / Path(file).stem
        place.mkdir(parents=True, exist_ok=True)
        with pymupdf.open(corpus / file) as whole, pymupdf.open() as part:
            for _, page in pages:
                part.insert_pdf(whole, from_page=page, to_page=page)
            part.save(place / "source.pdf", garbage=3, deflate=True)
        master = prepare(place / "source.pdf", place)
        views = MasterPages(master.body, master.slots)
        known = KnownMaster(Path(file).stem, "1", views, (("bench", KEY),), place / "index.npz")
        found += [Sample(kind, known, master.body, master.slots, i) for i, (kind, _) in enumerate(pages)]
    return found

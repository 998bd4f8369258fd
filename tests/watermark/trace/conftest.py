"""A small publication, prepared for real, and a leak of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from watermark.codes import code
from watermark.prepare import prepare
from watermark.rendering import render_page
from watermark.trace.masters import KnownMaster
from watermark.trace.views import MasterPages

KEY = bytes(range(32))
EVERYONE = tuple(f"account:{i}" for i in range(300))
LEAKER = EVERYONE[41]
_STEMS = """
penduduk wilayah kecamatan statistik angka tahun luas panen produksi tanaman sekolah guru murid desa curah hujan
suhu rata jumlah persen sumber data dinas kesehatan puskesmas bidan rumah tangga listrik jalan pasar hotel koperasi
industri pajak bank harga indeks ekspor impor laut hutan sungai gunung
""".split()  # noqa: SIM905  forty words read better so than as forty literals


def write_publication(path: Path, pages: int, seed: int) -> Path:
    """Write prose in Indonesian words, different on every page."""
    chooser = np.random.default_rng(seed)
    canvas = Canvas(str(path), pagesize=A4)
    for page in range(pages):
        canvas.setFont("Times-Bold", 17)
        canvas.drawString(70, 770, " ".join(chooser.choice(_STEMS, 4)).title())
        canvas.setFont("Times-Roman", 11)
        for line in range(40):
            canvas.drawString(70, 740 - 15.5 * line, " ".join(chooser.choice(_STEMS, chooser.integers(8, 11))))
        canvas.drawString(300, 40, f"{page + 1}")
        # A seal that does not compress: a page of ordinary weight may grow enough to carry ordinary many slots.
        seal = Image.fromarray(chooser.integers(200, 256, (160, 160), np.uint8))
        canvas.drawImage(ImageReader(seal), 480, 30, 40, 40)
        canvas.showPage()
    canvas.save()
    return path


@dataclass(frozen=True)
class Publication:
    """A prepared publication and the copy of one reader."""

    known: KnownMaster
    body: Path
    slots: Path
    bits: np.ndarray
    key: bytes = KEY
    everyone: tuple[str, ...] = EVERYONE
    leaker: str = LEAKER

    def of(self, reader: str) -> Publication:
        """Give the copy of another reader."""
        return replace(self, bits=code(KEY, reader, len(self.bits)))

    def page(self, number: int, dpi: int = 150) -> np.ndarray:
        """Draw a page of the leaker's copy, grey."""
        return render_page(self.body, self.slots, number, dpi, self.bits)


def make_publication(folder: Path, work: str, seed: int) -> Publication:
    """Prepare a publication of two pages and know it under one key."""
    folder.mkdir()
    master = prepare(write_publication(folder / "source.pdf", 2, seed), folder)
    pages = MasterPages(master.body, master.slots)
    known = KnownMaster(work, "1", pages, (("key-1", KEY),), folder / "index.npz")
    return Publication(known, master.body, master.slots, code(KEY, LEAKER, len(pages.map)))


@pytest.fixture(scope="session")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """Give the publication that leaks."""
    return make_publication(tmp_path_factory.mktemp("trace") / "a", "angka", 1)


@pytest.fixture(scope="session")
def neighbour(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """Give another publication in the same hand."""
    return make_publication(tmp_path_factory.mktemp("trace") / "b", "tetangga", 2)

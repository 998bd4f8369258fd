"""A book whose pages differ, as a reader's would: a tracer has to tell them apart."""

from __future__ import annotations

import random
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from tests.ingest.makers import A5, SENTENCES

TEXT = """angka penduduk kecamatan desa luas panen padi jagung kedelai ternak sapi kerbau kambing rumah tangga sekolah
murid guru puskesmas jalan jembatan pasar harga indeks inflasi upah pekerja industri listrik air hujan suhu curah wisata
hotel kamar tamu ekspor impor pelabuhan kapal nelayan ikan tambak hutan kebun karet sawit kopi lada anggaran belanja"""


def varied_book(path: Path, pages: int = 4, lines: int = 24, heading: str = SENTENCES[2]) -> Path:
    """Text pages of which no two say the same but for their heading; the same every time."""
    chance, words = random.Random(1945), TEXT.split()
    canvas = Canvas(str(path), pagesize=A5)
    for number in range(1, pages + 1):
        canvas.setFont("Helvetica", 10)
        canvas.drawString(40, 566, heading)
        for line in range(lines):
            canvas.drawString(40, 550 - 16 * line, " ".join(chance.choices(words, k=9)))
        canvas.drawString(40, 30, f"Halaman {number}")
        canvas.showPage()
    canvas.save()
    return path

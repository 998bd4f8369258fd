"""Small publications of our own, drawn for the tests."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A5
from reportlab.pdfgen import canvas

VILLAGES = ("Sukamaju", "Karangsari", "Wonorejo", "Tegalrejo", "Banjarsari", "Purwodadi", "Sidomulyo", "Rejosari")


def make_book(path: Path, title: str, year: int, catalogue: str, crops: tuple[str, ...]) -> Path:
    """Write a yearbook: cover, imprint page, and one page with a table for each crop."""
    sheet = canvas.Canvas(str(path), pagesize=A5)
    sheet.setTitle(f"{title} {year}")
    _cover(sheet, title, year)
    _imprint(sheet, title, year, catalogue)
    for number, crop in enumerate(crops, start=1):
        _table(sheet, number, crop, year)
    sheet.save()
    return path


def _cover(sheet: canvas.Canvas, title: str, year: int) -> None:
    sheet.setFont("Helvetica-Bold", 20)
    for row, text in enumerate((*title.upper().split(" DALAM ", 1), str(year))):
        sheet.drawString(40, 480 - 26 * row, ("DALAM " if row == 1 else "") + text)
    sheet.showPage()


def _imprint(sheet: canvas.Canvas, title: str, year: int, catalogue: str) -> None:
    sheet.setFont("Helvetica", 9)
    lines = (
        title.upper(),
        str(year),
        "Nomor Publikasi : 18720." + str(year)[2:] + "01",
        f"Katalog : {catalogue}",
        "Ukuran Buku : 14,8 cm x 21 cm",
        "Naskah : BPS Kota Metro",
        "Diterbitkan oleh : BPS Kota Metro",
    )
    for row, text in enumerate(lines):
        sheet.drawString(40, 520 - 16 * row, text)
    sheet.showPage()


def _table(sheet: canvas.Canvas, number: int, crop: str, year: int) -> None:
    sheet.setFont("Helvetica-Bold", 9)
    sheet.drawString(40, 540, f"Tabel {number}. Luas panen {crop} menurut desa, {year - 1}")
    sheet.setFont("Helvetica", 8)
    for row in range(28):
        village = VILLAGES[row % len(VILLAGES)]
        area, yield_ = (row * 137 + number * 41) % 991, (row * 71 + number * 17) % 97
        text = (
            f"Desa {village} {row + 1} memanen {crop} seluas {area} hektare dengan hasil {yield_} kuintal per hektare"
        )
        sheet.drawString(40, 520 - 16 * row, text)
    sheet.showPage()

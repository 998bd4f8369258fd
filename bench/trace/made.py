"""Publications that the corpus lacks: born-digital pages as an office scanner gives them, and pages of charts."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pymupdf
from reportlab.graphics import renderPDF
from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.charts.lineplots import LinePlot
from reportlab.graphics.charts.piecharts import Pie
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

BOOKS = ("ajung_dalam_angka_2020", "puger_dalam_angka_2021", "ambulu_dalam_angka_2022")
_SCAN_DPI = 200
_STEP = 45  # pages of the book between two pages that are scanned
_CHARTS = 12
_DISTRICTS = ("Ajung", "Ambulu", "Puger", "Sukowono", "Kencong", "Silo", "Panti", "Tanggul")


def scanned_pages(corpus: Path, out: Path, *, colour: bool) -> Path:
    """Draw pages of three yearbooks, lay them a little askew under a noisy scanner, and keep JPEGs alone."""
    coin = np.random.default_rng(7 + colour)
    with pikepdf.new() as scan:
        for name in BOOKS:
            with pymupdf.open(corpus / "born" / f"{name}.pdf") as book:
                for number in range(20, min(len(book), 20 + 5 * _STEP), _STEP):
                    _add_picture(scan, _scanned(book[number], coin, colour=colour), book[number].rect)
        scan.save(out)
    return out


def _scanned(page: pymupdf.Page, coin: np.random.Generator, *, colour: bool) -> bytes:
    space = pymupdf.csRGB if colour else pymupdf.csGRAY
    drawn = page.get_pixmap(dpi=_SCAN_DPI, colorspace=space, alpha=False)
    sheet = np.frombuffer(drawn.samples, np.uint8).reshape(drawn.height, drawn.width, -1)[:, :, ::-1]
    turn = cv2.getRotationMatrix2D((drawn.width / 2, drawn.height / 2), float(coin.normal(0, 0.4)), 1.0)
    askew = cv2.warpAffine(sheet, turn, (drawn.width, drawn.height), flags=cv2.INTER_CUBIC, borderValue=(255,) * 3)
    seen = cv2.GaussianBlur(askew, (0, 0), 0.6).astype(np.float32) * 0.94 + coin.normal(0, 2.5, askew.shape)
    done, data = cv2.imencode(".jpg", np.clip(seen, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 80])
    assert done
    return data.tobytes()


def _add_picture(pdf: pikepdf.Pdf, jpeg: bytes, size: pymupdf.Rect) -> None:
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_UNCHANGED)
    image = pikepdf.Stream(pdf, jpeg)
    space = pikepdf.Name.DeviceGray if picture.ndim == 2 else pikepdf.Name.DeviceRGB
    for key, value in {
        "/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": picture.shape[1],
        "/Height": picture.shape[0], "/ColorSpace": space, "/BitsPerComponent": 8, "/Filter": pikepdf.Name.DCTDecode,
    }.items():  # fmt: skip
        image[key] = value
    page = pdf.add_blank_page(page_size=(size.width, size.height))
    name = page.add_resource(image, pikepdf.Name.XObject)
    page.contents_add(f"q {size.width:.3f} 0 0 {size.height:.3f} 0 0 cm {name} Do Q".encode())


def chart_book(out: Path) -> Path:
    """Write pages with a title, one or two charts with their labels, a key, and a source line."""
    coin = np.random.default_rng(11)
    canvas = Canvas(str(out), pagesize=A4, invariant=1)
    for number in range(_CHARTS):
        canvas.setFont("Helvetica-Bold", 15)
        canvas.drawString(60, 780, f"Gambar {number + 1}. Jumlah Penduduk Menurut Kecamatan, {2010 + number}")
        for top in (470, 150):
            renderPDF.draw(_chart(number + top, coin), canvas, 60, top)
        canvas.setFont("Helvetica", 9)
        canvas.drawString(60, 90, "Sumber: Hasil Registrasi Penduduk; angka sementara menurut keadaan akhir tahun.")
        canvas.showPage()
    canvas.save()
    return out


def _chart(kind: int, coin: np.random.Generator) -> Drawing:
    drawing = Drawing(470, 290)
    values = coin.integers(12, 98, len(_DISTRICTS)).tolist()
    if kind % 3 == 0:
        pie = Pie()
        pie.x, pie.y, pie.width, pie.height = 130, 50, 200, 200
        pie.data, pie.labels = values, [f"{name} {value}" for name, value in zip(_DISTRICTS, values, strict=True)]
        drawing.add(pie)
    elif kind % 3 == 1:
        bars = VerticalBarChart()
        bars.x, bars.y, bars.width, bars.height = 40, 40, 400, 220
        bars.data, bars.categoryAxis.categoryNames = [values], list(_DISTRICTS)
        bars.barLabels.nudge, bars.barLabelFormat = 8, "%d"
        bars.bars[0].fillColor = Color(*coin.uniform(0.2, 0.8, 3))
        drawing.add(bars)
    else:
        lines = LinePlot()
        lines.x, lines.y, lines.width, lines.height = 40, 40, 400, 220
        lines.data = [list(enumerate(coin.integers(10, 90, 12).tolist())) for _ in range(3)]
        drawing.add(lines)
    return drawing

"""Covers that the corpus lacks: a photograph, shapes with gradients, half a picture, a picture with an alpha mask."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pymupdf
from reportlab.lib.colors import HexColor, white
from reportlab.pdfgen.canvas import Canvas

_WIDE, _TALL = 419.5, 595.3  # pt, A5 as the yearbooks are
_DPI = 150
_INK, _PALE, _SUN = "#12355b", "#7fb5d5", "#f2a541"


def cover_book(out: Path) -> Path:
    """Write four covers, one of each kind; equal in every run."""
    coin = np.random.default_rng(23)
    with pymupdf.open() as book:
        _photograph_cover(book, coin)
        with pymupdf.open("pdf", _shapes_cover()) as shapes:
            book.insert_pdf(shapes)
        _half_cover(book, coin)
        _mask_cover(book, coin)
        book.save(out, deflate=True, no_new_id=True)
    return out


def _photograph_cover(book: pymupdf.Document, coin: np.random.Generator) -> None:
    page = book.new_page(width=_WIDE, height=_TALL)
    page.insert_image(page.rect, stream=_jpeg(_landscape(_WIDE, _TALL, coin), 85))
    _titles(page, 70, ("KABUPATEN JEMBER", "DALAM ANGKA", "Jember Regency in Figures", "2025"), (1, 1, 1))


def _half_cover(book: pymupdf.Document, coin: np.random.Generator) -> None:
    page = book.new_page(width=_WIDE, height=_TALL)
    page.draw_rect(page.rect, color=None, fill=(0.93, 0.95, 0.9))
    page.draw_rect(pymupdf.Rect(0, 300, _WIDE, 312), color=None, fill=(0.95, 0.65, 0.25))
    page.insert_image(pymupdf.Rect(0, 312, _WIDE, _TALL), stream=_jpeg(_landscape(_WIDE, _TALL - 312, coin), 75))
    _titles(page, 80, ("STATISTIK DAERAH", "KECAMATAN SUKOWONO", "Katalog 1101002.3509", "2024"), (0.07, 0.2, 0.35))


def _mask_cover(book: pymupdf.Document, coin: np.random.Generator) -> None:
    page = book.new_page(width=_WIDE, height=_TALL)
    page.draw_rect(pymupdf.Rect(0, 0, _WIDE, 180), color=None, fill=(0.07, 0.2, 0.35))
    side = 360.0
    away = np.hypot(*np.meshgrid(*[np.linspace(-1, 1, _pixels(side), dtype=np.float32)] * 2))
    mask = np.clip((1.0 - away) * 1_600, 0, 255).astype(np.uint8)  # round, with a soft edge
    box = pymupdf.Rect(30, 200, 30 + side, 200 + side)
    page.insert_image(box, stream=_jpeg(_landscape(side, side, coin), 80), mask=_encoded(".png", mask, []))
    _titles(page, 60, ("INDIKATOR KESEJAHTERAAN", "RAKYAT", "Welfare Indicators", "2023"), (1, 1, 1))


def _shapes_cover() -> bytes:
    """Draw bands of colour that run into another, circles, and titles."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(_WIDE, _TALL), invariant=1)
    canvas.linearGradient(0, 0, _WIDE, _TALL, (HexColor(_INK), HexColor(_PALE)), (0, 1))
    for number, radius in enumerate((190, 130, 80)):
        canvas.saveState()
        path = canvas.beginPath()
        path.circle(330 - 60 * number, 210 + 40 * number, radius)
        canvas.clipPath(path, stroke=0)
        canvas.radialGradient(330, 210, 240, (HexColor(_SUN), HexColor(_PALE), white), (0, 0.5 + 0.1 * number, 1))
        canvas.restoreState()
    canvas.setFillColor(white)
    for size, height, words in (
        (26, 500, "PROYEKSI PENDUDUK"), (26, 468, "KABUPATEN LUMAJANG"), (13, 440, "Population Projection 2020–2035"),
        (10, 40, "BADAN PUSAT STATISTIK KABUPATEN LUMAJANG"), (10, 54, "Katalog: 2101018.3508"),
    ):  # fmt: skip
        canvas.setFont("Helvetica-Bold", size)
        canvas.drawString(36, height, words)
    canvas.save()
    return out.getvalue()


def _titles(page: pymupdf.Page, top: float, words: Sequence[str], colour: tuple[float, float, float]) -> None:
    for number, (text, size) in enumerate(zip(words, (24, 22, 13, 30), strict=True)):
        page.insert_text((36, top + 30 * number), text, fontsize=size, fontname="hebo", color=colour)
    page.insert_text((36, 30), "BADAN PUSAT STATISTIK", fontsize=10, fontname="hebo", color=colour)


def _landscape(width: float, height: float, coin: np.random.Generator) -> np.ndarray:
    """Make hills under a sky, with the grain of a camera; uint8 (H, W, 3) BGR, sizes in pt."""
    wide, tall = _pixels(width), _pixels(height)
    down = np.linspace(0, 1, tall, dtype=np.float32)[:, None]
    picture = np.empty((tall, wide, 3), np.float32)
    picture[:] = np.array([205, 170, 120]) + down[:, :, None] * np.array([10, 40, 90])
    for hill in range(4):
        line = 0.4 + 0.14 * hill + 0.1 * _rough(1, wide, coin)[0]
        inside = np.clip((down - line) * tall, 0, 1)[:, :, None]
        colour = np.array([90 - 18 * hill, 130 - 20 * hill, 95 - 12 * hill])
        picture += inside * (colour + 22 * _rough(tall, wide, coin)[:, :, None] - picture)
    return np.clip(picture + coin.normal(0, 2, picture.shape), 0, 255).astype(np.uint8)


def _rough(tall: int, wide: int, coin: np.random.Generator) -> np.ndarray:
    """Add up noise of several sizes, the finer the fainter; float32 (tall, wide)."""
    total = np.zeros((tall, wide), np.float32)
    for octave in range(1, 8):
        coarse = coin.standard_normal((max(2, tall * 2**octave // 600), max(2, wide * 2**octave // 600)), np.float32)
        total += cv2.resize(coarse, (wide, tall), interpolation=cv2.INTER_CUBIC) * np.float32(0.7**octave)
    return total


def _pixels(points: float) -> int:
    return round(points * _DPI / 72)


def _jpeg(picture: np.ndarray, quality: int) -> bytes:
    return _encoded(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])


def _encoded(form: str, picture: np.ndarray, settings: list[int]) -> bytes:
    done, data = cv2.imencode(form, picture, settings)
    assert done
    return data.tobytes()

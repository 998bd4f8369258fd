"""A typed report as a scanner sees it: page pictures, a little askew, speckled; no text layer."""

from __future__ import annotations

import hashlib
import io
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pymupdf as _pymupdf
from PIL import Image, ImageFilter
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from ingest.samples.sheets import Edition, Sheet, TypedPage

pymupdf: Any = _pymupdf  # its classes are made by SWIG and carry no types
DPI = 170
_SIZE, _LEADING, _LEFT, _TOP = 12.4, 19.5, 96.0, 84.0  # points
_CREAM, _GREEN_CARD = (1.0, 0.975, 0.9), (0.8, 0.9, 0.74)  # how paper reflects red, green and blue


def build_scan(path: Path, sheet: Sheet, edition: Edition) -> None:
    """Write the scanned work to `path`: one colour JPEG a page, as flatbed scanners make them."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1, lang="id")
    canvas.setTitle(f"{sheet.work.title.id} {edition.year}")
    canvas.setSubject("CONTOH · bukan data resmi")
    for number, page in enumerate(sheet.pages, 1):
        picture = io.BytesIO()
        tint = _GREEN_CARD if page.cover else _CREAM
        _photograph(_set(page), f"{sheet.work.slug}-{number}", tint).save(picture, "JPEG", quality=60, dpi=(DPI, DPI))
        picture.seek(0)
        canvas.drawImage(ImageReader(picture), 0, 0, *A4)
        canvas.showPage()
    canvas.save()


def _set(page: TypedPage) -> Image.Image:
    """Set the page in a typewriter face and render it, 8-bit grey at `DPI`."""
    with pymupdf.open() as document:
        leaf = document.new_page(width=A4[0], height=A4[1])
        if page.cover:
            _set_cover(leaf, page.lines)
        else:
            for n, line in enumerate(page.lines):
                leaf.insert_text((_LEFT, _TOP + n * _LEADING), line, fontname="cobo", fontsize=_SIZE)
        pixels = leaf.get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY)
        return Image.frombytes("L", (pixels.width, pixels.height), pixels.samples)


def _set_cover(leaf: Any, lines: tuple[str, ...]) -> None:
    """Set a cover of the time: a double frame, large typed letters, an ear of rice drawn with a pen."""
    for inset, line in ((46, 2.4), (53, 0.8)):
        leaf.draw_rect(pymupdf.Rect(inset, inset, A4[0] - inset, A4[1] - inset), color=(0, 0, 0), width=line)
    sizes = (44, 44, 26, 34, 13, 15)
    heights = (178, 228, 276, 600, 690, 752)
    for text, size, y in zip(lines, sizes, heights, strict=True):
        left = (A4[0] - 0.6 * size * len(text)) / 2  # a typewriter's letters are 0.6 em wide
        leaf.insert_text((left, y), text, fontname="cobo", fontsize=size)
    _draw_ear(leaf, A4[0] / 2, 540.0)


def _draw_ear(leaf: Any, x: float, bottom: float) -> None:
    """Draw three ears of rice that bend apart; `x` and `bottom` in points."""
    for bend in (-70.0, 0.0, 70.0):
        points = [pymupdf.Point(x + bend * t * t, bottom - 215 * t) for t in (n / 20 for n in range(21))]
        leaf.draw_polyline(points, color=(0, 0, 0), width=1.6)
        for n in range(9, 21):
            for side in (-1, 1):
                _draw_grain(leaf, points[n], side, lean=bend / 160)


def _draw_grain(leaf: Any, at: Any, side: int, *, lean: float) -> None:
    angle = math.pi / 2 - side * 0.62 - lean
    tip = pymupdf.Point(at.x + 15 * math.cos(angle), at.y - 15 * math.sin(angle))
    middle = pymupdf.Point((at.x + tip.x) / 2 + side * 5, (at.y + tip.y) / 2 + 1)
    leaf.draw_curve(at, middle, tip, color=(0, 0, 0), fill=(0, 0, 0), width=2.2, closePath=True)


def _photograph(page: Image.Image, seed: str, tint: tuple[float, float, float]) -> Image.Image:
    """Age the page: uneven ink, tinted paper, skew of about one degree, a dark edge, grain. Same seed, same page."""
    number = int.from_bytes(hashlib.blake2b(seed.encode(), digest_size=8).digest())
    random = np.random.default_rng(number)
    turned = page.filter(ImageFilter.GaussianBlur(0.8)).rotate(
        float(random.uniform(-1.1, 1.1)), Image.Resampling.BICUBIC, fillcolor=255
    )
    ink = 1 - np.asarray(turned, dtype=np.float32) / 255
    paper = _paper(random, (turned.height, turned.width))
    ribbon = 0.86 + 0.12 * _clouds(random, (turned.height, turned.width), 60)
    grey = paper - ink * ribbon * (paper - 40) + random.standard_normal(ink.shape, dtype=np.float32) * 2.6
    layers = [np.clip(grey * part, 0, 255).astype(np.uint8) for part in tint]
    return Image.fromarray(np.dstack(layers))


def _paper(random: np.random.Generator, shape: tuple[int, int]) -> NDArray[np.float32]:
    """Give the paper's grey, shape (height, width): clouds, specks, and the shadow of the binding on the left."""
    height, width = shape
    shadow = np.exp(-np.arange(width, dtype=np.float32) / (width * 0.02))
    paper = 240 + 4 * _clouds(random, shape, 220) - 95 * shadow[None, :]
    for _ in range(140):
        y, x = int(random.integers(0, height - 3)), int(random.integers(0, width - 3))
        paper[y : y + int(random.integers(1, 4)), x : x + int(random.integers(1, 4))] -= random.uniform(20, 90)
    aged: NDArray[np.float32] = paper.astype(np.float32)
    return aged


def _clouds(random: np.random.Generator, shape: tuple[int, int], grain: int) -> NDArray[np.float32]:
    """Give smooth noise in [-1, 1], shape (height, width), with features about `grain` pixels wide."""
    height, width = shape
    coarse = random.uniform(0, 255, (height // grain + 2, width // grain + 2)).astype(np.uint8)
    smooth = Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)
    field: NDArray[np.float32] = np.asarray(smooth, dtype=np.float32) / np.float32(127.5) - np.float32(1)
    return field

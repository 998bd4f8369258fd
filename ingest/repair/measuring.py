"""What a page's reading and its picture say should be done to it."""

# mypy: allow-untyped-calls
# PyMuPDF and OCRmyPDF have no annotations.

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pymupdf
from numpy.typing import NDArray
from ocrmypdf._exec import tesseract
from ocrmypdf.exceptions import SubprocessOutputError

from ingest.ocr.facts import PageFacts
from ingest.ocr.specks import is_speckled
from ingest.repair.plan import Plan
from ingest.repair.record import RepairKind

LEAST_SKEW, MOST_SKEW = 0.5, 15.0
"""degrees; less is not seen, more is no sheet that lay askew"""
_READ_BADLY = 0.7
"""a page that stands on its head is read with a confidence of about 0.45"""
_READ_WITH_EFFORT = 0.85
_DOUBLE_PAGE = (1.2, 1.75)
"""width by height of an open book, A5 to a square"""
_OSD_DPI = 200
_OSD_SURE = 1.0
_OSD_SECONDS = 30.0
_LARGEST_SIDE = 3_000  # px of the pictures that are measured
_FOLD_DARKER = 24
"""grey levels that the shadow of the fold is darker than the paper beside it"""
_FOLD_RUNS = 0.6
"""of the height"""

Grey = NDArray[np.uint8]


def plan_for(page: pymupdf.Page, plan: Plan, facts: PageFacts, folder: Path) -> Plan:
    """Give the plan that a page should have after what its last reading told; the same plan where nothing is to do.

    Args:
        page: of the source, as it came.
        plan: what has been done to it so far.
        facts: what the reading under `plan` told.
        folder: for a picture while Tesseract looks at it.
    """
    sure = facts.confidence or 0.0
    if sure < _READ_BADLY and not plan.turn:
        turn = _orientation(page, folder)
        if turn:
            return Plan(turn=turn, reasons=(("turn", "orientation"),))
    skew, gutter, despeckle = plan.skew, plan.gutter, plan.despeckle
    reasons = dict(plan.reasons)
    if facts.skew is not None and not skew and LEAST_SKEW <= abs(facts.skew) <= MOST_SKEW:
        skew, reasons["deskew"] = round(facts.skew, 2), "baselines"
    if gutter is None and facts.gutter is not None:
        gutter, why = _fold(page, plan.turn, facts.gutter, numbered=facts.numbered)
        if gutter is not None:
            reasons["split"] = why
    if not despeckle and sure < _READ_WITH_EFFORT and is_speckled(*native_grey(page, plan.turn)):
        despeckle, reasons["despeckle"] = True, "specks"
    told: tuple[tuple[RepairKind, str], ...] = tuple(reasons.items())
    return Plan(plan.turn, skew, gutter, despeckle, told)


def _orientation(page: pymupdf.Page, folder: Path) -> int:
    """Ask Tesseract how far the page has to be turned clockwise to stand upright; 0 where it cannot tell."""
    picture = folder / "orientation.png"
    cv2.imwrite(str(picture), drawn_grey(page, _OSD_DPI))
    try:
        found = tesseract.get_orientation(picture, None, _OSD_SECONDS)
    except SubprocessOutputError:
        return 0
    finally:
        picture.unlink(missing_ok=True)
    return -int(found.angle) % 360 if found.confidence >= _OSD_SURE else 0


def native_dpi(page: pymupdf.Page) -> float:
    """Give the resolution of the largest image on a page, 72 to 400 dpi; 300 where it has none."""
    images = [(pymupdf.Rect(image["bbox"]), image) for image in page.get_image_info()]
    if not images:
        return 300.0
    box, image = max(images, key=lambda each: each[0].get_area())
    sides = (float(box.width), float(box.height))
    across, down = sides[::-1] if _is_sideways(image["transform"]) else sides
    if across <= 0 or down <= 0:
        return 300.0
    finest = max(float(image["width"]) / across, float(image["height"]) / down) * 72
    return min(400.0, max(72.0, finest))


def _is_sideways(transform: tuple[float, ...]) -> bool:
    return abs(transform[1]) > abs(transform[0])


def native_grey(page: pymupdf.Page, turn: int) -> tuple[Grey, float]:
    """Draw a page in grey as finely as its scan is, and give its resolution (dpi)."""
    dpi = min(native_dpi(page), 300.0, _LARGEST_SIDE * 72 / max(page.rect.width, page.rect.height, 1))
    return np.ascontiguousarray(np.rot90(drawn_grey(page, dpi), -turn // 90)), dpi


def drawn_grey(page: pymupdf.Page, dpi: float) -> Grey:
    """Draw a page in grey (height × width)."""
    scale = min(dpi / 72, _LARGEST_SIDE / max(page.rect.width, page.rect.height, 1))
    pixels = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csGRAY, alpha=False)
    flat = np.frombuffer(pixels.samples, dtype=np.uint8).reshape(pixels.height, pixels.stride)
    return flat[:, : pixels.width].copy()


def _fold(page: pymupdf.Page, turn: int, gap: float, *, numbered: bool) -> tuple[float | None, str]:
    """Say where and by what one is sure that a wide page is an open book and no wide table; None where one is not.

    `gap` is where its words leave room (fraction of the width), `numbered` whether two page numbers follow each other.
    """
    grey = np.rot90(drawn_grey(page, 72), -turn // 90)
    height, width = grey.shape
    if not _DOUBLE_PAGE[0] <= width / max(height, 1) <= _DOUBLE_PAGE[1]:
        return None, ""
    reach, at = max(2, round(0.03 * width)), round(gap * width)
    first = max(0, at - reach)
    band = grey[:, first : at + reach].astype(np.int16)
    beside = grey[:, max(0, at - 3 * reach) : at + 3 * reach].astype(np.int16)
    darker = np.median(beside, axis=1)[:, None] - band >= _FOLD_DARKER
    if float(darker.any(axis=1).mean()) >= _FOLD_RUNS:
        dark = np.flatnonzero(darker.mean(axis=0) >= 0.9 * darker.mean(axis=0).max())
        return (first + float(dark.mean()) + 0.5) / width, "fold"
    return (gap, "page-numbers") if numbered else (None, "")

"""One look at each page: its own words, and whether they have to be recognised."""

# mypy: allow-untyped-calls
# PyMuPDF has no annotations.

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pymupdf

from ingest.text.lines import Line, page_lines
from ingest.text.stamps import own_lines, written

_FEW_LETTERS = 25
"""a page with fewer letters of its own says nothing: a page number, a running title"""
_SOME_LETTERS = 120
"""up to here the words may be a header over a scan"""
_MOST_OF_PAGE = 0.5
_ALMOST_ALL_OF_PAGE = 0.8
_MANY_OUTLINES = 150  # filled paths of a page whose letters were turned into outlines
_SURVEY_DPI = 36
_LEAST_SIDE = 16
"""px: the height of a line of small letters and its space, twice"""


@dataclass(frozen=True)
class PageSurvey:
    """What a page holds before anything is recognised."""

    lines: list[Line]
    """its own lines: in its reading direction, without what was stamped across it"""
    needs_ocr: str | None
    """"image" or "outlines": why the words have to be recognised"""
    has_ocr_layer: bool
    size: tuple[float, float]
    """width and height as shown, pt"""
    readable: bool = True
    """False where MuPDF gave the page up"""
    blank: bool = False
    """neither letters nor anything else to see"""


def survey_page(page: pymupdf.Page) -> PageSurvey:
    """Read the page's own lines and decide whether it has to be recognised."""
    lines = own_lines(page_lines(page))
    letters = sum(c.isalnum() for c in written(lines))
    hidden = sum(len(line.text) for line in lines if not line.visible)
    layered = letters >= _FEW_LETTERS and hidden * 2 > sum(len(line.text) for line in lines)
    reason = None if layered or letters >= _SOME_LETTERS else _reason(page, letters)
    blank = letters == 0 and reason is None and not _has_ink(page)
    return PageSurvey(lines, reason, layered, (page.rect.width, page.rect.height), blank=blank)


def _reason(page: pymupdf.Page, letters: int) -> str | None:
    covered = image_cover(page)
    if letters < _FEW_LETTERS:
        if covered >= _MOST_OF_PAGE:
            return "image" if _can_hold_letters(page) and _has_ink(page) else None
        return "outlines" if _outlines(page) >= _MANY_OUTLINES else None
    if covered >= _ALMOST_ALL_OF_PAGE and _looks_like_paper(page):
        return "image"
    return None


def image_cover(page: pymupdf.Page) -> float:
    """Give the share of the page that images cover, 0–1, on a grid of 32 × 32 points."""
    grid = np.zeros((32, 32), dtype=bool)
    area = page.rect
    for image in page.get_image_info():
        box = pymupdf.Rect(image["bbox"]) * page.rotation_matrix & area
        if box.is_empty:
            continue
        x0, x1 = ((x - area.x0) / area.width * 32 for x in (box.x0, box.x1))
        y0, y1 = ((y - area.y0) / area.height * 32 for y in (box.y0, box.y1))
        grid[round(y0) : round(y1), round(x0) : round(x1)] = True
    return float(grid.mean())


def _can_hold_letters(page: pymupdf.Page) -> bool:
    """Tell whether any image is fine enough for a word: a file may hold thousands that are not."""
    return any(min(image["width"], image["height"]) >= _LEAST_SIDE for image in page.get_image_info())


def _outlines(page: pymupdf.Page) -> int:
    return [kind for kind, _ in page.get_bboxlog()].count("fill-path")


def _grey(page: pymupdf.Page) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    pixels = page.get_pixmap(dpi=_SURVEY_DPI, colorspace=pymupdf.csGRAY, annots=False)
    return np.frombuffer(pixels.samples, dtype=np.uint8).reshape(pixels.height, pixels.stride)[:, : pixels.width]


def _has_ink(page: pymupdf.Page) -> bool:
    """An empty sheet that went through the scanner needs no recognition."""
    grey = _grey(page).astype(np.int16)
    return bool((np.abs(grey - np.median(grey)) > 24).mean() > 0.0005)


def _looks_like_paper(page: pymupdf.Page) -> bool:
    """Most of a sheet of text has one brightness, its paper's; a photograph has many."""
    grey = _grey(page).astype(np.int16)
    paper = int(np.bincount(grey.ravel().clip(0, 255)).argmax())
    return paper > 150 and bool((np.abs(grey - paper) <= 20).mean() > 0.55)

"""What a recognition tells of its page beside the words: how sure it is, how askew, where a double page would part."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise

from ingest.ocr.confidence import page_confidence

_PAGE = re.compile(r"class=['\"]ocr_page['\"][^>]*?bbox 0 0 (\d+) (\d+)")
_LINE = re.compile(
    r"class=['\"]ocr_(?:line|header|caption|textfloat)['\"][^>]*?"
    r"bbox (\d+) (\d+) (\d+) (\d+);(?! textangle)[^'\"]*?baseline (-?[\d.]+) "
)
_WORD = re.compile(
    r"class=['\"]ocrx_word['\"][^>]*?bbox (\d+) (\d+) (\d+) (\d+);[^'\"]*?x_wconf (\d+)[^>]*>(?:<[^>]*>)*([^<]*)"
)
_LONG_LINE = 0.15
"""of the page's width: shorter lines say little of its skew"""
_FEW_LINES = 4
_SURE_WORD = 40
"""x_wconf of a word that is more than a smudge"""
_CERTAIN = 60
"""x_wconf of a word that is hardly ever made of specks or of a page that stands on its head"""
_MIDDLE = (0.42, 0.58)
"""of the width: where the fold of an open book lies"""
_LEAST_GAP = 0.02
_HALF_LETTERS = 60
_EDGE = 0.1
"""of the height: where page numbers stand"""


@dataclass(frozen=True)
class PageFacts:
    """What was found on a page."""

    confidence: float | None
    """mean of the words', 0–1; None where no word was found"""
    letters: int
    """in words that Tesseract is surely right to see as words"""
    skew: float | None = None
    """degrees, positive where lines sink to the right; None where too few lines tell"""
    gutter: float | None = None
    """fraction of the width at which the page's words leave a gap near the middle"""
    numbered: bool = False
    """the two sides of the gap bear consecutive page numbers"""


@dataclass(frozen=True)
class _Word:
    text: str
    x0: float
    y0: float
    x1: float
    y1: float


def facts_of(hocr: str) -> PageFacts:
    """Read the facts of a page from its hOCR (version 1.2)."""
    size = _PAGE.search(hocr)
    words = _words(hocr, int(size[1]), int(size[2])) if size else []
    gutter = _gutter(words)
    return PageFacts(
        confidence=page_confidence(hocr),
        letters=sum(len(word[5].strip()) for word in _WORD.findall(hocr) if int(word[4]) >= _CERTAIN),
        skew=_skew(hocr, int(size[1])) if size else None,
        gutter=gutter,
        numbered=gutter is not None and _are_numbered(words, gutter),
    )


def _words(hocr: str, width: int, height: int) -> list[_Word]:
    found = []
    for x0, y0, x1, y1, sure, text in _WORD.findall(hocr):
        if int(sure) >= _SURE_WORD and text.strip():
            found.append(_Word(text.strip(), int(x0) / width, int(y0) / height, int(x1) / width, int(y1) / height))
    return found


def _skew(hocr: str, width: int) -> float | None:
    """Give the median of the lines' own slopes, weighted by their lengths: Tesseract has measured each."""
    lines = [(math.degrees(math.atan(float(line[4]))), int(line[2]) - int(line[0])) for line in _LINE.findall(hocr)]
    long = sorted((angle, length) for angle, length in lines if length >= _LONG_LINE * width)
    if len(long) < _FEW_LINES:
        return None
    half, passed = sum(length for _, length in long) / 2, 0
    for angle, length in long:
        passed += length
        if passed >= half:
            return angle
    return None


def _gutter(words: list[_Word]) -> float | None:
    """Find the widest gap near the middle that no word crosses, with text on either side of it."""
    low, high = _MIDDLE
    spans = sorted((max(word.x0, low), min(word.x1, high)) for word in words if word.x1 > low and word.x0 < high)
    edges, reached = [(low, low)], low
    for begin, end in spans:
        edges.append((reached, max(begin, reached)))
        reached = max(reached, end)
    edges.append((reached, max(high, reached)))
    begin, end = max(edges, key=lambda gap: gap[1] - gap[0])
    middle = (begin + end) / 2
    sides = [sum(len(word.text) for word in words if (word.x1 <= middle) == left) for left in (True, False)]
    return middle if end - begin >= _LEAST_GAP and min(sides) >= _HALF_LETTERS else None


def _are_numbered(words: list[_Word], gutter: float) -> bool:
    """Tell whether an even number at the edge of the left side is followed by the next one on the right."""
    edge = [word for word in words if word.text.isdecimal() and (word.y1 < _EDGE or word.y0 > 1 - _EDGE)]
    left = {int(word.text) for word in edge if word.x1 <= gutter and len(word.text) <= 4}
    right = {int(word.text) for word in edge if word.x0 >= gutter and len(word.text) <= 4}
    return any(after - before == 1 for before, after in pairwise(sorted(left | right)) if before in left - right)

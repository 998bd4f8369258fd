"""How sure Tesseract was of a page."""

from __future__ import annotations

import re

_WORD = re.compile(r"x_wconf (\d{1,3})[^>]*>(?:<[^>]*>)*([^<]*)")


def page_confidence(hocr: str) -> float | None:
    """Give the mean of the words' confidences (hOCR 1.2, x_wconf) weighted by their letters, 0–1.

    None where no word was found.
    """
    weighted = letters = 0
    for confidence, word in _WORD.findall(hocr):
        length = len(word.strip())
        weighted += min(int(confidence), 100) * length
        letters += length
    return weighted / letters / 100 if letters else None

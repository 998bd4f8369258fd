"""Labels that a narrow column broke in the middle of a word: "Tabe" over "l", "2.2." over "8"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ingest.text.lines import Box, Line

_WHOLE = ("tabel", "table", "gambar", "figure", "figures", "grafik", "peta")
_SHORTEST = 3  # letters of a beginning that can only be one of these words
_OPEN_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,3})*\.")
_NUMBER_END = re.compile(r"\d{1,3}(?:\.\d{1,3})*")
_BELOW = 1.9  # heights of a line, down to the next one's top
_ASIDE = 14.0  # pt


def mended(lines: list[Line]) -> list[Line]:
    """Join the two pieces of a broken label into one line; all other lines stay as they are."""
    kept = list(lines)
    for line in lines:
        if _is_open(line.text.strip()):
            end = next((other for other in kept if other is not line and _ends(line, other)), None)
            if end is not None:
                joined = replace(line, text=line.text.strip() + end.text.strip(), box=around((line.box, end.box)))
                kept = [joined if each is line else each for each in kept if each is not end]
    return kept


def around(boxes: Iterable[Box]) -> Box:
    """Give the smallest box around others."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _is_open(text: str) -> bool:
    return bool(_OPEN_NUMBER.fullmatch(text)) or any(_begins(text, whole) for whole in _WHOLE)


def _begins(text: str, whole: str) -> bool:
    return _SHORTEST <= len(text) < len(whole) and whole.startswith(text.lower())


def _ends(line: Line, other: Line) -> bool:
    """Tell whether `other` is the rest of `line` and stands right below it."""
    height = line.box[3] - line.box[1]
    if not 0 < other.box[1] - line.box[1] <= _BELOW * height or abs(other.box[0] - line.box[0]) > _ASIDE:
        return False
    start, rest = line.text.strip(), other.text.strip()
    if _OPEN_NUMBER.fullmatch(start):
        return bool(_NUMBER_END.fullmatch(rest))
    return (start + rest).lower() in _WHOLE

"""A page of the reader's own copy: its words, and the boxes of those that were sought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from ingest import IngestError
from ingest.rendering import WordBox
from ingest.text.aligning import align
from search import mark_terms
from webapp.drawing import renderer

Box = tuple[float, float, float, float]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Paper:
    """The words of a page in reading order; of a page that a person corrected hers, as far as they have a place."""

    words: tuple[WordBox, ...]

    def boxes(self, sought: str) -> list[Box]:
        """Give the boxes of the words that a search marks, in fractions of the page."""
        text, starts = _join(self.words)
        spans = mark_terms(sought, text) if sought else []
        return [
            (word.x0, word.y0, word.x1, word.y1)
            for word, start in zip(self.words, starts, strict=True)
            if any(start < end and begin < start + len(word.word) for begin, end in spans)
        ]


def read_paper(copy: Path, number: int, corrected: str | None = None) -> Paper:
    """Read the words of a page, or find the places of those that a person `corrected`.

    A page whose words cannot be read can still be looked at.
    """
    try:
        words = renderer().word_boxes(copy, number)
    except IngestError as error:
        log.warning("words-failed", page=number, code=error.code)
        return Paper(())
    if corrected is None:
        return Paper(tuple(words))
    return Paper(tuple(placed(words, corrected.split())))


def placed(words: Sequence[WordBox], corrected: Sequence[str]) -> list[WordBox]:
    """Give corrected words the boxes of the recognised ones for which they stand; those without are left out."""
    found = zip(corrected, align([box.word for box in words], corrected), strict=True)
    return [WordBox(word, *_around(words[span[0] : span[1]])) for word, span in found if span]


def _around(boxes: Sequence[WordBox]) -> Box:
    lefts, tops, rights, bottoms = zip(*((box.x0, box.y0, box.x1, box.y1) for box in boxes), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _join(words: Sequence[WordBox]) -> tuple[str, list[int]]:
    """Write the words as one text, and say where in it each begins."""
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word.word) + 1
    return " ".join(word.word for word in words), starts

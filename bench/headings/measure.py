"""What was found of what is listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import pymupdf

from bench.headings.printed_list import Listed
from ingest.reading import Caption
from ingest.text.book import book_rows
from ingest.text.lines import Line
from ingest.text.survey import survey_page

ALIKE = 0.8
"""Titles count as the same from this share of their letters on."""


@dataclass(frozen=True)
class Score:
    """What was listed and found: pairs of both, and what stands on one side only."""

    pairs: tuple[tuple[Listed, Caption], ...]
    missed: tuple[Listed, ...]
    unlisted: tuple[Caption, ...]

    @property
    def recall(self) -> float:
        return len(self.pairs) / max(1, len(self.pairs) + len(self.missed))

    @property
    def precision(self) -> float:
        return len(self.pairs) / max(1, len(self.pairs) + len(self.unlisted))

    @property
    def titles(self) -> float:
        return sum(alike(*pair) >= ALIKE for pair in self.pairs) / max(1, len(self.pairs))


def read(path: Path) -> dict[int, list[list[Line]]]:
    """Give each page's rows, as ingest reads them."""
    with pymupdf.open(path) as book:
        return book_rows({page.number + 1: survey_page(page) for page in book})


def compare(listed: Sequence[Listed], found: Sequence[Caption]) -> Score:
    """Pair what is listed with what was found: by number, the likest title first."""
    left, pairs, missed = list(found), [], []
    for each in listed:
        same = [caption for caption in left if caption.number == each.number]
        best = max(same, key=lambda caption: alike(each, caption), default=None)
        if best is None:
            missed.append(each)
        else:
            left.remove(best)
            pairs.append((each, best))
    return Score(tuple(pairs), tuple(missed), tuple(left))


def alike(listed: Listed, caption: Caption) -> float:
    """Compare the beginning of two titles, 0–1."""
    one, other = (_letters(text) for text in (listed.title, f"{caption.title} {caption.parallel_title}"))
    length = max(1, min(len(one), len(other), 60))
    return SequenceMatcher(None, one[:length], other[:length], autojunk=False).ratio()


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())

"""The words of a page as lines of print, each with its place."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.rendering import WordBox

Box = tuple[float, float, float, float]


def text_lines(words: Sequence[WordBox]) -> list[tuple[str, Box]]:
    """Join words, in reading order, to lines; each with the box around it in fractions of the page."""
    rows: list[list[WordBox]] = []
    for word in words:
        if not rows or _is_new_line(rows[-1][-1], word):
            rows.append([])
        rows[-1].append(word)
    return [(" ".join(word.word for word in row), _around(row)) for row in rows]


def _around(row: Sequence[WordBox]) -> Box:
    return min(w.x0 for w in row), min(w.y0 for w in row), max(w.x1 for w in row), max(w.y1 for w in row)


def _is_new_line(before: WordBox, word: WordBox) -> bool:
    middle = (word.y0 + word.y1) / 2
    return not before.y0 <= middle <= before.y1 or word.x0 < before.x0

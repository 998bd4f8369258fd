"""Titles of tables and figures, in Indonesian and in English.

BPS sets a caption as two columns: "Tabel", "Table" and the number below each other at the left, the title and its
translation at the right; or as one line: "Tabel 3.2.4 Jumlah Penduduk …". Both are read from where the lines stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.reading import Caption
from ingest.text.lines import Box, Line
from ingest.text.titles import is_english

_KINDS: dict[str, Literal["table", "figure"]] = {
    "tabel": "table",
    "table": "table",
    "gambar": "figure",
    "figure": "figure",
    "figures": "figure",
    "grafik": "figure",
    "peta": "figure",
}
_WORD = r"(?P<word>Tabel|Table|Gambar|Figures?|Grafik|Peta)"
_NUMBER = r"(?P<number>\d+(?:\s?\.\s?\d+)*[a-z]?)\.?"
_LABEL = re.compile(rf"^{_WORD}(?:\s*[/.:]?\s*(?:Table|Figures?))?(?:\s*[.:]?\s*{_NUMBER})?\s*:?$", re.IGNORECASE)
_NUMBER_ALONE = re.compile(rf"^{_NUMBER}$")
_IN_LINE = re.compile(rf"^{_WORD}\s*[.:]?\s*{_NUMBER}[.:]?\s+(?P<title>\D.{{4,}})$", re.IGNORECASE)
_DOTS = re.compile(r"\.{4,}|(?:\. ){4,}")
_FEWEST_DOTTED = 3  # rows with leaders make a page a list of contents
_REACH = 2.2  # heights of a line within which the parts of a label stand below each other
_MOST_TITLE_LINES = 8


@dataclass(frozen=True)
class _Label:
    """The word, its number, and the lines they stand on."""

    word: str
    number: str
    title: str
    lines: tuple[Line, ...]

    @property
    def box(self) -> Box:
        return _around(self.lines)


def page_captions(number: int, rows: Sequence[Sequence[Line]]) -> Iterator[Caption]:
    """Yield the captions of one page in reading order. Lists of contents and continued tables have none."""
    lines = [line for row in rows for line in row]
    if sum(bool(_DOTS.search(line.text)) for line in lines) >= _FEWEST_DOTTED:
        return
    found: dict[tuple[str, str], Caption] = {}
    for line in lines:
        label = _label(line, lines)
        if label is None or not label.number:
            continue
        caption = _caption(number, label, _title_lines(label, lines))
        key = (caption.kind, caption.number)
        # "Tabel" and "Table" each lead to the same caption; the one that sees more of its title is right.
        if caption.title and (key not in found or _length(caption) > _length(found[key])):
            found[key] = caption
    yield from found.values()


def _length(caption: Caption) -> int:
    return len(caption.title) + len(caption.parallel_title)


def _label(line: Line, lines: Sequence[Line]) -> _Label | None:
    text = " ".join(line.text.split())
    if match := _IN_LINE.match(text):
        parts = _near(line, lines)
        return _Label(match["word"], _tidy(match["number"]), match["title"], (line, *parts))
    match = _LABEL.match(text)
    if not match:
        return None
    parts = _near(line, lines)
    numbers = [match["number"] or "", *(_number_in(part) for part in parts)]
    return _Label(match["word"], _tidy(next(filter(None, numbers), "")), "", (line, *parts))


def _near(line: Line, lines: Sequence[Line]) -> list[Line]:
    """Find the other parts of a label: words and numbers that stand right below (or above) each other."""
    height = line.box[3] - line.box[1]
    return [
        other
        for other in lines
        if other is not line
        and abs(other.box[1] - line.box[1]) <= _REACH * height
        and other.box[0] < max(line.box[2], line.box[0] + 40) and other.box[2] > line.box[0] - 12
        and (_LABEL.match(_plain(other)) or _NUMBER_ALONE.match(_plain(other)))
    ]  # fmt: skip


def _number_in(line: Line) -> str:
    match = _LABEL.match(_plain(line)) or _NUMBER_ALONE.match(_plain(line))
    return (match["number"] or "") if match else ""


def _title_lines(label: _Label, lines: Sequence[Line]) -> list[Line]:
    """Follow the title to the right of a label, or below its own first line, down to the table's head."""
    x0, y0, x1, y1 = label.box
    height = label.lines[0].box[3] - label.lines[0].box[1]
    start = x0 + 8 if label.title else x1 - 3
    low, high = y0 - _REACH * height, y1 + _MOST_TITLE_LINES * height
    beside = [
        line
        for line in lines
        if line not in label.lines
        and ((low < line.box[1] < high and line.box[0] >= start and _has_words(line))
             or (y0 < line.box[1] < high and _is_year(line)))
    ]  # fmt: skip
    in_order = sorted(beside, key=lambda line: (line.box[1], line.box[0]))
    return _block(in_order, y0, y1 + (height if label.title else 0), height)


def _has_words(line: Line) -> bool:
    return sum(c.isalpha() for c in line.text) > 1


def _block(lines: list[Line], y0: float, y1: float, height: float) -> list[Line]:
    """Keep the lines that begin at one edge without a gap between them; the first touches the label."""
    block: list[Line] = []
    for line in lines:
        if not block:
            block += [line] if line.box[3] > y0 - height and line.box[1] < y1 else []
        elif line.box[1] - block[-1].box[3] > 0.9 * height:
            break
        elif abs(line.box[0] - block[0].box[0]) <= 1.3 * line.size or _continues(block[-1], line):
            block.append(line)
    return block[:_MOST_TITLE_LINES]


def _continues(before: Line, line: Line) -> bool:
    """Tell whether a line goes on where another ends, on the same baseline."""
    return abs(line.box[1] - before.box[1]) < 3 and 0 <= line.box[0] - before.box[2] < 3 * line.size


def _caption(page: int, label: _Label, title: list[Line]) -> Caption:
    texts = [label.title, *(_plain(line) for line in title)] if label.title else [_plain(line) for line in title]
    split = next((i for i, text in enumerate(texts) if i and is_english(text)), len(texts))
    own, parallel = " ".join(texts[:split]), " ".join(texts[split:])
    x0, y0, x1, y1 = (round(value, 1) for value in _around((*label.lines, *title)))
    return Caption(page, _KINDS[label.word.lower()], label.number, own.strip(), parallel.strip(), (x0, y0, x1, y1))


def _around(lines: Sequence[Line]) -> Box:
    boxes = [line.box for line in lines]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _is_year(line: Line) -> bool:
    return bool(re.fullmatch(r"\(?(?:19|20)\d\d(?:\s*[-–/]\s*(?:19|20)\d\d)?\)?", _plain(line)))


def _plain(line: Line) -> str:
    return " ".join(line.text.split())


def _tidy(number: str) -> str:
    return re.sub(r"\s", "", number)

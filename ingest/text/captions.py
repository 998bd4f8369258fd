"""Titles of tables and figures, in Indonesian and in English, from where the lines stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.reading import Caption
from ingest.text.bilingual import split_languages
from ingest.text.labels import TITLE_BEGINS, Label, is_called, is_label, labels, plain
from ingest.text.lines import Line
from ingest.text.mending import around, mended

_DOTS = re.compile(r"\.{4,}|(?:\. ){4,}|…{2,}")
_FEWEST_DOTTED = 3  # rows with leaders make a page a list of contents
_MOST_TITLE_LINES = 10
_WHOLE_LABEL = 3  # lines: the word in both languages, and the number
_ABOVE, _BELOW = 3.5, 8.0  # heights of a line by which a title may reach beyond its label
_GAP = 0.9  # of a line's height; a wider one parts the title from the table's head
_GAP_BESIDE = 1.8
_INDENT = 1.4  # of the type size, by which the lines of a title may begin apart
_FULL = 0.75  # of the text's width: a line that long may go on at the page's edge


def page_captions(number: int, rows: Sequence[Sequence[Line]]) -> Iterator[Caption]:
    """Yield the captions of one page from its top. Lists of contents have none."""
    lines = mended([line for row in rows for line in row])
    if is_list(lines):
        return
    found: dict[tuple[str, str], Caption] = {}
    for label in labels(lines):
        caption = _caption(number, label, _title_lines(label, lines))
        key = (caption.kind, caption.number)
        if not _is_title(caption.title, label):
            continue
        found[key] = _joined(found[key], caption, english=label.english) if key in found else caption
    yield from sorted(found.values(), key=lambda caption: caption.bbox[1] if caption.bbox else 0.0)


def _is_title(title: str, label: Label) -> bool:
    """Tell a title from a sentence that speaks of a table; beside a whole label even one in small letters is meant."""
    if not title or is_called(title):
        return False
    return bool(TITLE_BEGINS.match(title)) or len(label.lines) >= _WHOLE_LABEL


def is_list(lines: Sequence[Line]) -> bool:
    """Tell a page of contents by the dots that lead to page numbers."""
    return sum(bool(_DOTS.search(line.text)) for line in lines) >= _FEWEST_DOTTED


def _joined(first: Caption, second: Caption, *, english: bool) -> Caption:
    """Of a table that is called twice on a page, the second title is the translation or the fuller one."""
    if english and not first.parallel_title and not second.parallel_title and first.title != second.title:
        box = around(caption.bbox for caption in (first, second) if caption.bbox)
        return Caption(first.page, first.kind, first.number, first.title, second.title, box)
    return max(first, second, key=lambda caption: len(caption.title) + len(caption.parallel_title))


def _caption(page: int, label: Label, title: list[Line]) -> Caption:
    own, parallel = split_languages([*filter(None, [label.title]), *(plain(line) for line in title)])
    x0, y0, x1, y1 = (round(value, 1) for value in around(line.box for line in _all_lines(label, title)))
    return Caption(page, label.kind, label.number, own, parallel, (x0, y0, x1, y1))


def _all_lines(label: Label, title: list[Line]) -> list[Line]:
    return [*label.lines, *([label.title_line] if label.title_line else []), *title]


def _title_lines(label: Label, lines: Sequence[Line]) -> list[Line]:
    """Follow the title to the right of its label, or on from the label's own line."""
    others = [line for line in lines if line not in _all_lines(label, []) and not is_label(line)]
    if label.title_line:
        return _on_from(label.title_line, label, others)
    _, y0, x1, y1 = label.box
    height = label.height
    beside = [line for line in others if line.box[0] >= x1 - 3 and _says_something(line)]
    level = [line for line in beside if line.box[3] > y0 - height / 2 and line.box[1] < y1 + height / 2]
    if not level:
        return []
    seed = min(level, key=lambda line: (round(line.box[0] / 20), abs(line.box[1] - y0)))
    reach = [line for line in beside if y0 - _ABOVE * height < line.box[1] < y1 + _BELOW * height]
    return _block(seed, reach, y1)


def _block(seed: Line, lines: Sequence[Line], y1: float) -> list[Line]:
    """Keep the lines that begin at one edge without a gap between them, up and down from the seed.

    Beside the label, which ends at `y1`, the two languages may stand farther apart.
    """
    edge = [line for line in lines if line is seed or _same_edge(seed, line) or _goes_on(lines, line)]
    ordered = sorted(edge, key=lambda line: (round(line.box[1] / 3), line.box[0]))
    at = ordered.index(seed)
    first = last = at
    while first > 0 and _touches(ordered[first - 1], ordered[first]):
        first -= 1
    while last + 1 < len(ordered) and _touches(ordered[last], ordered[last + 1], y1):
        last += 1
    return ordered[first : last + 1][:_MOST_TITLE_LINES]


def _touches(upper: Line, lower: Line, label_end: float = 0.0) -> bool:
    allowed = _GAP_BESIDE if lower.box[1] < label_end else _GAP
    return lower.box[1] - upper.box[3] <= allowed * (lower.box[3] - lower.box[1])


def _same_edge(one: Line, other: Line) -> bool:
    return abs(other.box[0] - one.box[0]) <= _INDENT * max(one.size, other.size) and abs(one.size - other.size) < 2.5


def _goes_on(lines: Sequence[Line], line: Line) -> bool:
    """Tell whether a line goes on where another of the title ends, on the same baseline."""
    return any(
        abs(line.box[1] - before.box[1]) < 3 and 0 <= line.box[0] - before.box[2] < line.size
        for before in lines
        if before is not line
    )


def _on_from(start: Line, label: Label, others: Sequence[Line]) -> list[Line]:
    """Follow a title that begins in its label's line; it goes on under its first word, or at the line's edge."""
    right = max((line.box[2] for line in others), default=start.box[2])
    left = min((line.box[0] for line in others), default=start.box[0])
    full = start.box[2] - left >= _FULL * (right - left)
    follow: list[Line] = []
    last = start
    for line in sorted(others, key=lambda line: (line.box[1], line.box[0])):
        if line.box[1] <= last.box[1] + 1 or len(follow) >= _MOST_TITLE_LINES:
            continue
        if not _touches(last, line) or line.box[1] - start.box[3] > _BELOW * label.height:
            break
        hanging = start.box[0] + 8 < line.box[0] < start.box[2] and (not follow or _same_edge(follow[0], line))
        at_edge = full and not follow and abs(line.box[0] - start.box[0]) <= 3
        if _says_something(line) and (hanging or at_edge) and abs(line.size - start.size) < 1:
            follow.append(line)
            last = line
    return follow


def _says_something(line: Line) -> bool:
    return sum(c.isalpha() for c in line.text) > 1 or _is_year(line)


def _is_year(line: Line) -> bool:
    return bool(re.fullmatch(r"\(?(?:19|20)\d\d(?:\s*[-–/]\s*(?:19|20)\d\d)?\)?", plain(line)))

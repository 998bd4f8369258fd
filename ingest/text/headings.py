"""All headings of a file: chapters, tables and figures, with the pages on which they begin and end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.reading import Caption
from ingest.text.captions import page_captions
from ingest.text.chapters import Outline, chapters
from ingest.text.continued import continued_numbers, with_continuations
from ingest.text.lines import Box, Direction, Line

MOST = 5_000
_LONGEST = 500  # characters of a title


def book_headings(rows: Mapping[int, Sequence[Sequence[Line]]], outline: Outline = ()) -> tuple[Caption, ...]:
    """Give the headings of a file in the order of its pages.

    Args:
        rows: for each page its rows in reading order, boxes in pt as the page is shown.
        outline: the file's own outline.
    """
    upright = {page: _upright(each) for page, each in rows.items()}
    captions = [caption for page in sorted(upright) for caption in page_captions(page, upright[page])]
    marks = {page: found for page, each in upright.items() if (found := continued_numbers(each))}
    # Both are in order already: chapters by the contents, captions from the top of each page.
    whole = [*chapters(upright, outline), *with_continuations(captions, marks)]
    ordered = sorted(whole, key=lambda each: (each.page, each.kind != "chapter"))[:MOST]
    return tuple(_cut(replace(each, bbox=_shown(each.bbox, _direction(rows[each.page])))) for each in ordered)


def captions_of(headings: Sequence[Caption], page: int) -> Iterator[Caption]:
    """Yield the tables and figures that begin on a page."""
    yield from (each for each in headings if each.page == page and each.kind != "chapter")


def _cut(caption: Caption) -> Caption:
    number, title, parallel = caption.number[:20], caption.title[:_LONGEST], caption.parallel_title[:_LONGEST]
    return replace(caption, number=number, title=title, parallel_title=parallel)


def _direction(rows: Sequence[Sequence[Line]]) -> Direction:
    return rows[0][0].direction if rows and rows[0] else (1, 0)


def _upright(rows: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Turn the lines of a page that is set sideways so that they read to the right."""
    direction = _direction(rows)
    if direction in ((1, 0), (0, 0)):
        return [list(row) for row in rows]
    return [[replace(line, box=_turned(line.box, direction)) for line in row] for row in rows]


def _turned(box: Box, direction: Direction) -> Box:
    x0, y0, x1, y1 = box
    turns = {(-1, 0): (-x1, -y1, -x0, -y0), (0, 1): (y0, -x1, y1, -x0), (0, -1): (-y1, x0, -y0, x1)}
    return turns[direction]


def _shown(box: Box | None, direction: Direction) -> Box | None:
    """Turn a box back to where it stands on the page as it is shown."""
    if box is None or direction in ((1, 0), (0, 0)):
        return box
    a, b, c, d = box
    backs = {(-1, 0): (-c, -d, -a, -b), (0, 1): (-d, a, -b, c), (0, -1): (b, -c, d, -a)}
    return backs[direction]

"""Chapters and sections: of the file's own outline, else of the printed contents, else where "BAB I" heads a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ingest.reading import Caption
from ingest.text.bilingual import split_name
from ingest.text.captions import is_list
from ingest.text.contents import Entry, contents_pages, entries
from ingest.text.labels import is_called, plain
from ingest.text.lines import Line
from ingest.text.mending import around
from ingest.text.printed import printed_numbers

Rows = Mapping[int, Sequence[Sequence[Line]]]
Outline = Sequence[tuple[int, str, int]]
"""level (1 is the highest), title, page"""

_FEWEST_OF_OUTLINE = 2  # a single bookmark is the file's name
_DEEPEST = 3
_MOST = 500
_LONGEST = 300  # characters of a title
_COMPARED = 40  # letters
_SHORTEST_KEY = 8  # letters; less is a running number beside anything
_HEADED = re.compile(
    r"(?:BAB|CHAPTER|BAGIAN|LAMPIRAN|APPENDIX)\s+(?P<number>[IVXLC]{1,6}|\d{1,2})\b[.:]?\s*(?P<title>.*)"
)
_NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*|[IVXLC]{1,6})[.)]?\s+(?P<title>\S.*)")


def chapters(rows: Rows, outline: Outline = ()) -> list[Caption]:
    """Give the chapters and sections of a file in their order."""
    own = _of_outline(outline, set(rows)) if len(outline) >= _FEWEST_OF_OUTLINE else []
    return own or _of_contents(rows) or list(_of_heads(rows))


def _of_outline(outline: Outline, pages: set[int]) -> list[Caption]:
    kept = [(level, " ".join(title.split())[:_LONGEST], page) for level, title, page in outline if page in pages]
    # An outline may hold tables, too: those are read from their pages, as tables.
    wanted = [each for each in kept if each[1] and not is_called(each[1])]
    return [_chapter(page, title, min(level, _DEEPEST)) for level, title, page in wanted][:_MOST]


def _chapter(page: int, text: str, level: int, box: tuple[float, float, float, float] | None = None) -> Caption:
    match = _NUMBERED.match(text)
    number, title = (match["number"], match["title"]) if match else ("", text)
    own, parallel = split_name(title)
    return Caption(page, "chapter", number, own, parallel, box, last_page=page, level=level)


def _of_contents(rows: Rows) -> list[Caption]:
    """Find the page of each entry: where its heading stands, else where its printed number says."""
    found = [entry for entry in entries(rows) if entry.level <= _DEEPEST]
    skipped = set(contents_pages(rows))
    pages = {page: each for page, each in rows.items() if page not in skipped}
    places = _headings(
        {page: each for page, each in pages.items() if not is_list([x for row in each for x in row])}, found
    )
    numbers = printed_numbers(rows)
    made: list[Caption] = []
    for entry in found:
        page, box = places.get(entry, (numbers.page(entry.printed), None))
        if page is not None and page in rows:
            made.append(_chapter(page, f"{entry.number} {entry.title}", entry.level, box))
    return made[:_MOST]


Place = tuple[int | None, tuple[float, float, float, float] | None]


def _headings(rows: Rows, wanted: Sequence[Entry]) -> dict[Entry, Place]:
    """Look for the rows that repeat an entry of the contents: its number and the beginning of its title."""
    keys = {key: entry for entry in wanted if len(key := _key(entry.number, entry.title)) >= _SHORTEST_KEY}
    found: dict[Entry, Place] = {}
    for page in sorted(rows):
        for row in rows[page]:
            entry = keys.get(_letters(" ".join(plain(line) for line in row))[:_COMPARED])
            if entry is not None and entry not in found:
                found[entry] = (page, around(line.box for line in row))
    return found


def _key(number: str, title: str) -> str:
    return _letters(number + title)[:_COMPARED]


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def _of_heads(rows: Rows) -> Iterator[Caption]:
    """Read "BAB I" and its title where they head a page; running heads repeat the first."""
    seen: set[str] = set()
    for page in sorted(rows):
        lines = [row for row in rows[page][:8] if row]
        for at, row in enumerate(lines):
            match = _HEADED.fullmatch(" ".join(plain(line) for line in row))
            if match is None or match["number"] in seen:
                continue
            title = match["title"] or _below(lines[at + 1 :])
            if title and (title[0].isupper() or title[0].isdigit()):
                seen.add(match["number"])
                yield _chapter(page, f"{match['number']} {title}", 1, around(line.box for line in row))


def _below(rows: Sequence[Sequence[Line]]) -> str:
    """Give the title that stands under "BAB I": the rows in capitals."""
    texts = [" ".join(plain(line) for line in row) for row in rows[:3]]
    capitals = []
    for text in texts:
        if text != text.upper() or not any(c.isalpha() for c in text):
            break
        capitals.append(text)
    return " ".join(capitals)[:_LONGEST]

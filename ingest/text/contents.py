"""The book's own table of contents, as printed: chapters and sections with the page they name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.text.lines import Line
from ingest.text.order import to_text

_HEAD = re.compile(r"\W*(?:DAFTAR\s+ISI|TABLE\s+OF\s+CONTENTS|CONTENTS|DAFTAR\s+ISI\s*/\s*CONTENTS)\W*", re.IGNORECASE)
_OTHER_LIST = re.compile(r"\W*(?:DAFTAR\s+(?!ISI)|LIST\s+OF|CONTENTS?\s+OF)", re.IGNORECASE)
_LEADERS = re.compile(r"(?:[.…]\s?){3,}|_{4,}")
_ENTRY = re.compile(
    r"(?:(?P<chapter>BAB|CHAPTER|BAGIAN)\s+)?(?P<number>\d{1,2}(?:\.\d{1,2})*|[IVXLC]{1,6})[.)]?\s+(?P<title>\S.*)",
)
_PAGE = re.compile(r"(?P<title>.*?)\s*[.…]\s*(?P<page>\d{1,4}|[ivxlc]{1,8})$")
_NUMBER_ALONE = re.compile(r"\d{1,4}|[ivxlc]{1,8}")
_MOST_PAGES = 8  # of a table of contents
_FIRST_PAGES = 40  # of a book, among which it stands
_MOST_ENTRIES = 400
_LONGEST = 240  # characters of a title


@dataclass(frozen=True)
class Entry:
    """A line of the contents. `level` 1 is a chapter; `printed` is the page number as it stands there."""

    number: str
    title: str
    level: int
    printed: str


def contents_pages(rows: Mapping[int, Sequence[Sequence[Line]]]) -> list[int]:
    """Find the pages of the table of contents: the one that says so, and those that go on with it."""
    pages = sorted(page for page in rows if page <= _FIRST_PAGES)
    start = next((page for page in pages if _is_head(rows[page])), None)
    if start is None:
        return []
    found = [start]
    for page in pages[pages.index(start) + 1 :][:_MOST_PAGES]:
        text = to_text(rows[page])
        if _OTHER_LIST.search(text[:200]) or len(_LEADERS.findall(text)) < 2:
            break
        found.append(page)
    return found


def entries(rows: Mapping[int, Sequence[Sequence[Line]]]) -> list[Entry]:
    """Read the numbered entries of the table of contents; those without a page number are left out."""
    lines = [line for page in contents_pages(rows) for line in to_text(rows[page]).splitlines()]
    return list(_entries(lines))[:_MOST_ENTRIES]


def _is_head(rows: Sequence[Sequence[Line]]) -> bool:
    """Tell the first page of the contents: its head, and lines that lead to page numbers."""
    lines = to_text(rows).splitlines()
    return any(_HEAD.fullmatch(line) for line in lines[:6]) and sum(bool(_LEADERS.search(line)) for line in lines) >= 3


def _entries(lines: Sequence[str]) -> Iterator[Entry]:
    """Join the lines of each entry up to its page number, which may stand on a line of its own."""
    begun = ""
    for line in lines:
        text = " ".join(line.split())
        if begun and _NUMBER_ALONE.fullmatch(text):
            begun = f"{begun} … {text}"
        elif _ENTRY.match(text):
            begun = text
        elif begun:
            begun = f"{begun} {text}"
        made = _entry(begun) if begun else None
        if made is not None:
            yield made
        if made is not None or len(begun) > _LONGEST:
            begun = ""


def _entry(text: str) -> Entry | None:
    match = _ENTRY.match(text)
    ended = _PAGE.match(match["title"]) if match else None
    if match is None or ended is None:
        return None
    title = " ".join(_LEADERS.sub(" ", ended["title"]).split()).strip(" .:…")
    if sum(c.isalpha() for c in title) < 3:
        return None
    return Entry(match["number"], title, match["number"].count(".") + 1, ended["page"])

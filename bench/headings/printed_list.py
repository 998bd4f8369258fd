"""What a book says of itself: its printed lists of tables and figures. Nothing of it is used to find them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

HEADS = {
    "table": re.compile(r"DAFTAR\s+TABEL", re.IGNORECASE),
    "figure": re.compile(r"DAFTAR\s+GAMBAR", re.IGNORECASE),
}
_ANY_HEAD = re.compile(r"^\W*(?:DAFTAR\s|PENJELASAN|EXPLANATORY|LIST OF|KATA PENGANTAR|COVER BAB|BAB\s)", re.IGNORECASE)
_ENTRY = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,3})+)\.?(?:\s+(?P<title>[^\W\d].*))?$")
_SECTION = re.compile(r"^\d{1,2}(?:\.\d{1,2})*\.?\s+[A-Z][^a-z]*$")
_LEADERS = re.compile(r"(?:[.…]\s?){3,}\s*(?:\d{1,4}|[ivxlc]+)?")
_HEAD_WORDS = r"Halaman|Page|Nomor|Num|Table Content|Daftar Tabel|Tabel\b.*|Judul.*"
_FEET = r".*\b(?:Dalam Angka|in Figures)\b.*\b[ivxlc]+|[ivxlc]+\s.*(?:Dalam Angka|in Figures).*"
_RUNNING = re.compile(rf"^(?:{_HEAD_WORDS}|{_FEET})$", re.IGNORECASE)


@dataclass(frozen=True)
class Listed:
    """One entry of a printed list."""

    number: str
    title: str


def printed_list(kind: str, texts: Mapping[int, str]) -> list[Listed]:
    """Read the list of tables or of figures; `texts` holds the text of each page, 1 being the first."""
    found = list(_entries(_lines(kind, texts)))
    # What has numbers below its own is a section's head between the tables.
    sections = {each.number.rpartition(".")[0] for each in found}
    return [each for each in found if each.number not in sections]


def _lines(kind: str, texts: Mapping[int, str]) -> Iterator[str]:
    """Give the lines from the list's head to the next list or to pages without leaders."""
    inside = False
    for page in sorted(texts):
        lines = [" ".join(line.split()) for line in texts[page].splitlines()]
        heads = [line for line in lines[:3] if HEADS[kind].search(line) and "..." not in line]
        leaders = sum(bool(_LEADERS.search(line)) for line in lines)
        if not inside and heads and leaders >= 2:
            inside = True
        elif inside and (
            leaders < 1 or any(_ANY_HEAD.match(line) and not HEADS[kind].search(line) for line in lines[:3])
        ):
            return
        if inside:
            yield from lines


def _entries(lines: Iterator[str]) -> Iterator[Listed]:
    number, parts = "", []
    for line in lines:
        if _RUNNING.match(line) or HEADS["table"].match(line):
            continue
        section, entry = _SECTION.match(_LEADERS.sub("", line).strip()), _ENTRY.match(line)
        if section or entry:
            if number:
                yield Listed(number, _tidy(parts))
            number, parts = ("", []) if section or entry is None else (entry["number"], [entry["title"] or ""])
        elif number:
            parts.append(line)
    if number:
        yield Listed(number, _tidy(parts))


def _tidy(parts: list[str]) -> str:
    return " ".join(_LEADERS.sub(" ", " ".join(parts)).split())

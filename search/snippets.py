"""The piece of a page that shows best why it was found, as safe HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from search.language.folding import printable
from search.language.words import TOKEN
from search.marks import Wanted

LENGTH = 240
"""Characters of a snippet, without marks and dots."""
_MOST_READ = 40_000
_MARGIN = 40
# Three dots are a pause; from four on, also apart or as ellipses, they lead the eye to a page number.
_LEADERS = re.compile(r"(?:[.\u2024\u00b7_] ?){4,}|\u2026(?: ?[\u2026.]){1,}")
_ELLIPSIS = " \u2026 "


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    word: str


def snippet(text: str, wanted: Wanted, length: int = LENGTH) -> str:
    """Return about `length` characters of `text` around most of the wanted words, escaped, matching words in `<mark>`.

    The window with the most different words wins, then the one with the fewest dot leaders, then the one with the most
    words, then the first: a table of contents names everything and says nothing. Leaders are shown as one ellipsis.
    Without a match it is the beginning of the text. Only the first 40,000 characters are looked at.
    """
    text = _LEADERS.sub(_ELLIPSIS, printable(text[:_MOST_READ]))
    found = _matches(text, wanted)
    start, end = _window(text, found, length)
    return _html(text, start, end, found)


def _matches(text: str, wanted: Wanted) -> list[_Found]:
    matches = TOKEN.finditer(text)
    return [_Found(*match.span(), word) for match in matches if (word := wanted.word_of(match.group()))]


def _window(text: str, found: list[_Found], length: int) -> tuple[int, int]:
    """Return where the snippet begins and ends, at the borders of words."""
    if not found:
        return 0, _word_end(text, length)
    first = max(range(len(found)), key=lambda index: (*_worth(text, found, index, length), -index))
    last = max(
        each.end for each in found[first:] if each is found[first] or each.end <= found[first].start + length - _MARGIN
    )
    spare = max(0, length - (last - found[first].start))
    start = _word_start(text, max(0, found[first].start - min(spare // 2, 3 * _MARGIN)))
    return start, max(_word_end(text, start + length), last)


def _worth(text: str, found: list[_Found], first: int, length: int) -> tuple[int, int, int]:
    """Rate the window that begins with a match: different words, few leaders, words."""
    limit = found[first].start + length - _MARGIN
    inside = [found[index].word for index in range(first, min(len(found), first + 60)) if found[index].end <= limit]
    leaders = text.count(_ELLIPSIS.strip(), found[first].start, limit)
    return len(set(inside)), -leaders, len(inside)


def _word_start(text: str, place: int) -> int:
    while place > 0 and not text[place - 1].isspace() and text[place : place + 1].isalnum() and place % 64:
        place -= 1
    return place


def _word_end(text: str, place: int) -> int:
    if place >= len(text):
        return len(text)
    space = max(text.rfind(" ", place - _MARGIN, place), text.rfind("\n", place - _MARGIN, place))
    return space if space > 0 else place


def _html(text: str, start: int, end: int, found: list[_Found]) -> str:
    marks = [(max(each.start, start), each.end) for each in found if each.end > start and each.start < end]
    end = max([end, *(mark[1] for mark in marks)])
    parts = ["… " if start > 0 else ""]
    for (_, before), (begin, until) in pairwise([(start, start), *marks, (end, end)]):
        parts.append(_plain(text[before:begin]))
        parts.append(f"<mark>{_plain(text[begin:until])}</mark>" if begin < until else "")
    parts.append(" …" if end < len(text) else "")
    return "".join(parts).strip()


def _plain(text: str) -> str:
    """Escape a piece of text and make every run of white space one space."""
    padded = f"{'' if text[:1].strip() else ' '}{' '.join(text.split())}{'' if text[-1:].strip() else ' '}"
    return escape(padded if text.strip() else " " if text else "")

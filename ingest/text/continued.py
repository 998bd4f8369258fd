"""Tables that go on over several pages: "Lanjutan Tabel/Continued Table 3.19"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ingest.reading import Caption
from ingest.text.labels import NUMBER, plain, tidy_number
from ingest.text.lines import Line

_MARK = re.compile(r"\b(?:Lanjutan|Sambungan|Continued?|Continuation)\b", re.IGNORECASE)
_CALLED = re.compile(rf"(?:Tabel|Table|Gambar|Figures?)\s*[.:]?\s*({NUMBER})\.?\s*\)?\s*$", re.IGNORECASE)
_LONGEST_MARK = 70  # characters; a sentence about a continuation is longer
_FARTHEST = 3  # pages between two parts of one table: one may be a picture or turned
_TITLE_MARK = re.compile(r"\s*[(\[]?\s*(?:Lanjutan|Sambungan|Continued?)\b.*$", re.IGNORECASE)


def continued_numbers(rows: Sequence[Sequence[Line]]) -> list[str]:
    """Give the numbers of the tables that go on on this page; "" for a mark without a number."""
    texts = [plain(line) for row in rows for line in row]
    marks = [text for text in texts if len(text) <= _LONGEST_MARK and _MARK.search(text)]
    return [tidy_number(match[1]) if (match := _CALLED.search(text)) else "" for text in marks]


def with_continuations(captions: Iterable[Caption], marks: Mapping[int, Sequence[str]]) -> list[Caption]:
    """Stretch each caption over the pages on which it goes on; a title that is merely repeated there is left out.

    Args:
        captions: of a whole file, in the order of its pages.
        marks: for each page, what `continued_numbers` gives.
    """
    kept: list[Caption] = []
    for caption in captions:
        open_one = _open(kept, caption.page, caption.number, caption.kind)
        if open_one is not None and _repeats(kept[open_one], caption):
            kept[open_one] = replace(kept[open_one], last_page=caption.page)
        else:
            title = _TITLE_MARK.sub("", caption.title) or caption.title
            kept.append(replace(caption, title=title, last_page=caption.page))
    for page in sorted(marks):
        for number in marks[page]:
            at = _open(kept, page, number, None)
            if at is not None:
                kept[at] = replace(kept[at], last_page=page)
    return kept


def _open(captions: Sequence[Caption], page: int, number: str, kind: str | None) -> int | None:
    """Find the newest caption before a page that may still go on there."""
    for at in range(len(captions) - 1, -1, -1):
        caption = captions[at]
        near = caption.page < page <= (caption.last_page or caption.page) + _FARTHEST
        if near and number in ("", caption.number) and kind in (None, caption.kind):
            return at
    return None


def _repeats(before: Caption, after: Caption) -> bool:
    """Tell whether a caption is the one before once more, on a page that follows."""
    marked = bool(_MARK.search(after.title) or _MARK.search(after.parallel_title))
    return marked or _letters(before.title)[:60] == _letters(after.title)[:60]


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())

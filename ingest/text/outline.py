"""The outline that a PDF brings along: its bookmarks."""

# mypy: allow-untyped-calls
# PyMuPDF has no annotations.

from __future__ import annotations

import pymupdf

_MOST = 2_000  # bookmarks that are looked at


def read_outline(document: pymupdf.Document) -> list[tuple[int, str, int]]:
    """Give level (1 is the highest), title and page of each bookmark that leads to a page; none where it is broken."""
    try:
        entries = document.get_toc(simple=True)[:_MOST]
    except (RuntimeError, ValueError, IndexError, TypeError, KeyError, pymupdf.mupdf.FzErrorBase):
        return []  # bookmarks that run in circles or point nowhere: the pages are still there
    return [(int(level), str(title), int(page)) for level, title, page in entries if 1 <= page <= document.page_count]

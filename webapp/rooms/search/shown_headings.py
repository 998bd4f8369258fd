"""Tables, figures and chapters as hits: the place on its page in small, the number, the title in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from library.readers.roles import Right
from library.searching.headings import HeadingHit, HeadingResults, unavailable
from search import BadQuery, IndexTrouble, mark_terms
from webapp.current import current_library, may
from webapp.rooms.search.wanted import Wanted
from webapp.shown_works import office_name

BESIDE = 3
"""headings that stand above the pages"""


def heading_name(kind: str, number: str) -> str:
    """Call a heading: "Tabel 3.2.4", "Gambar", "Bab 1"."""
    names = {"table": _("Table"), "figure": _("Figure"), "chapter": _("Chapter")}
    return f"{names.get(kind, '')} {number}".strip()


def find_headings(sought: Wanted) -> HeadingResults:
    """Look for headings: a whole page of one kind, or the best few of any to stand above the pages.

    Raises:
        BadQuery: headings alone are sought, and the words have no meaning.
        IndexTrouble: headings alone are sought, and their index cannot answer now.
    """
    if sought.find:
        return current_library().headings.search(replace(sought.query(), kind=sought.find, available=None))
    if sought.kind or sought.available:  # headings have neither, so what they find would not be what was asked for
        return HeadingResults(0, ())
    try:
        return current_library().headings.search(replace(sought.query(), kind=None, limit=2 * BESIDE, offset=0))
    except IndexTrouble as error:
        return unavailable(error)
    except BadQuery:
        return HeadingResults(0, ())


def beside(found: HeadingResults, words: str) -> list[HeadingHit]:
    """Choose what stands above the pages: headings that have some of the words themselves, not their books alone."""
    return [hit for hit in found.hits if _speaks(hit, words)][:BESIDE]


def _speaks(hit: HeadingHit, words: str) -> bool:
    return bool(mark_terms(words, f"{hit.number} {hit.title} {hit.parallel_title}"))


def heading_cards(hits: Iterable[HeadingHit], words: str) -> list[dict[str, Any]]:
    """Give the arguments of `heading_card` for each heading."""
    reads_all = may(Right.READ_RESTRICTED)
    return [_card(hit, words, reads_all) for hit in hits]


def _card(hit: HeadingHit, words: str, reads_all: bool) -> dict[str, Any]:
    room = "reader.show" if hit.access == "open" or reads_all else "works.show"
    return {
        "name": heading_name(hit.kind, hit.number),
        "title": marked(hit.title, words),
        "parallel": marked(hit.parallel_title, words),
        "url": url_for(room, work_id=hit.work, page=hit.page, q=words),
        "work_title": hit.work_title,
        "page": hit.page,
        "last_page": hit.last_page,
        "src": url_for("works.thumbnail", work_id=hit.work, number=hit.page),
        "box": hit.box,
        "facts": (str(hit.year or ""), office_name(hit.office)),
    }


def marked(text: str, words: str) -> Markup:
    """Escape a text and mark the words sought in it."""
    made, end = Markup(""), 0
    for start, stop in mark_terms(words, text):
        made += escape(text[end:start]) + Markup("<mark>") + escape(text[start:stop]) + Markup("</mark>")
        end = stop
    return made + escape(text[end:])

"""Hits as they are shown: the page's picture, the caption, the words in their line."""

from __future__ import annotations

from typing import Any

from flask import url_for
from markupsafe import Markup

from library.holdings import copies
from library.readers.roles import Right
from library.store.models import Holding
from search import Hit, Results, mark_terms
from webapp.current import current_library, may
from webapp.rooms.holdings.words import place_of
from webapp.shown_works import office_name


def hits(results: Results, words: str) -> list[dict[str, Any]]:
    """Give the arguments of `hit_card` for each hit."""
    reads_all = may(Right.READ_RESTRICTED)
    printed = [hit.work for hit in results.hits if not hit.page]
    with current_library().database.read() as records:
        places = copies.first_places(records, printed) if printed else {}
    return [_hit(hit, words, reads_all) if hit.page else _printed(hit, places.get(hit.work)) for hit in results.hits]


def _printed(hit: Hit, copy: Holding | None) -> dict[str, Any]:
    """Give the arguments of `printed_card`: a work without a file, and where it stands."""
    place = ", ".join(filter(None, (copy.shelf_mark, place_of(copy)))) if copy else ""
    return {
        "title": hit.title,
        "url": url_for("works.show", work_id=hit.work),
        "place": place,
        "snippet": Markup(hit.snippet),  # noqa: S704 - the engine escapes the text and adds <mark> alone
        "facts": (str(hit.year or ""), office_name(hit.office)),
    }


def _hit(hit: Hit, words: str, reads_all: bool) -> dict[str, Any]:
    # A restricted work is not read on screen; its page leads to the work, where it can be asked for.
    room = "reader.show" if hit.access == "open" or reads_all else "works.show"
    return {
        "title": hit.title,
        "url": url_for(room, work_id=hit.work, page=hit.page, q=words),
        "page": hit.page,
        "snippet": Markup(hit.snippet),  # noqa: S704 - the engine escapes the text and adds <mark> alone
        "src": url_for("works.thumbnail", work_id=hit.work, number=hit.page),
        "caption": _caption(hit.captions, words),
        "facts": (str(hit.year or ""), office_name(hit.office)),
    }


def _caption(captions: str, words: str) -> str:
    """Give the table or figure of the page that has most of the words in its title; none where no title has any."""
    counted = [(len(mark_terms(words, line)), line) for line in captions.splitlines()]
    best = max(counted, key=lambda pair: pair[0], default=(0, ""))
    return best[1] if best[0] else ""

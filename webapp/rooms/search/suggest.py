"""Suggestions while one types: words of the index, and tables that are called by number or name."""

from __future__ import annotations

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue

from library.searching.calls import understand
from search import BadQuery, IndexTrouble, Query
from webapp.current import current_library
from webapp.rooms.search.blueprint import blueprint
from webapp.rooms.search.shown_headings import heading_name
from webapp.rooms.search.wanted import LONGEST
from webapp.security import audience, limits
from webapp.security.limits import limited

MOST = 8
MOST_HEADINGS = 4


@blueprint.get("/search/suggest")
@audience.public
@limited(*limits.SUGGEST)
def suggest() -> ResponseReturnValue:
    """Complete the words; while the index is away there is simply nothing to suggest."""
    typed = request.args.get("q", "")[:LONGEST]
    called = _headings(typed) if understand(typed).kind else []
    try:
        completed = current_library().search.suggest(typed, MOST - len(called))
    except IndexTrouble:
        completed = ()
    return jsonify([*called, *({"words": words} for words in completed)])


def _headings(typed: str) -> list[dict[str, str]]:
    """Offer the tables that are meant by "tabel 3.2" themselves: choosing one opens the page of its work."""
    try:
        found = current_library().headings.search(Query(typed, limit=MOST_HEADINGS))
    except (BadQuery, IndexTrouble):
        return []
    return [
        {
            "words": f"{heading_name(hit.kind, hit.number)} {hit.title}",
            "detail": hit.work_title,
            "url": url_for("works.show", work_id=hit.work, page=hit.page, _anchor="pages"),
        }
        for hit in found.hits
    ]

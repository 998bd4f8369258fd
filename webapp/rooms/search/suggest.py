"""Suggestions while one types."""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from search import IndexTrouble
from webapp.current import current_library
from webapp.rooms.search.blueprint import blueprint
from webapp.rooms.search.wanted import LONGEST
from webapp.security import audience, limits
from webapp.security.limits import limited

MOST = 8


@blueprint.get("/search/suggest")
@audience.public
@limited(*limits.SUGGEST)
def suggest() -> ResponseReturnValue:
    """Complete the words; while the index is away there is simply nothing to suggest."""
    typed = request.args.get("q", "")[:LONGEST]
    try:
        completed = current_library().search.suggest(typed, MOST)
    except IndexTrouble:
        completed = ()
    return jsonify([{"words": words} for words in completed])

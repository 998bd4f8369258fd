"""The front page."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from library.catalogue import works
from webapp.current import current_library
from webapp.pages import page
from webapp.rooms.front.blueprint import blueprint
from webapp.security import audience
from webapp.shown_works import cards, office_name

NEWEST = 12


@blueprint.get("/")
@audience.public
def home() -> ResponseReturnValue:
    """Offer the search, and what came last; `?office=` narrows both to one office."""
    library = current_library()
    chosen = library.offices.get(request.args.get("office", ""))
    code = chosen.code if chosen else None
    with library.database.read() as records:
        newest = works.newest(records, NEWEST, code)
        total = works.shelf(records, office=code, limit=1).total
    return page(
        "front/home.html",
        office=chosen,
        chosen=code,
        newest=cards(newest),
        total=total,
        pages_total=library.indexer.count(),
        choice=_choice(code),
    )


def _choice(chosen: str | None) -> list[dict[str, object]]:
    """Give a tab for all offices and one for each."""
    offices = current_library().offices
    everywhere = {"code": "", "label": "", "url": url_for("front.home"), "current": chosen is None}
    single = [
        {"code": code, "label": office_name(code), "url": url_for("front.home", office=code), "current": code == chosen}
        for code in offices
    ]
    return [everywhere, *single]

"""The catalogue: every released work, newest year first."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from library.catalogue import works
from library.preservation import embargo
from webapp.current import current_library
from webapp.numbers import page_number
from webapp.pages import page
from webapp.rooms.works.blueprint import blueprint
from webapp.security import audience
from webapp.shown_works import cards, office_name

PER_PAGE = 48


@blueprint.get("/works")
@audience.public
def catalogue() -> ResponseReturnValue:
    """Show a page of the catalogue, of all offices or of one."""
    library = current_library()
    office = library.offices.get(request.args.get("office", ""))
    code = office.code if office else None
    number = page_number()
    with library.database.read() as records:
        shelf = works.shelf(records, office=code, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
        coming = embargo.announced(records, code) if number == 1 else []
    return page(
        "works/catalogue.html",
        office=office,
        works=cards(shelf.works),
        coming=coming,
        total=shelf.total,
        chosen=code,
        number=number,
        pages=-(-shelf.total // PER_PAGE),
        page_url=lambda n: url_for("works.catalogue", office=code, page=n),
        offices=[(each, office_name(each), url_for("works.catalogue", office=each)) for each in library.offices],
    )

"""A work's pages, the least sure first, each with its picture and the beginning of its text."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.catalogue import works
from library.catalogue.page_list import page_list
from library.readers.roles import Right
from webapp.current import current_library, current_role, use_office
from webapp.numbers import page_number
from webapp.pages import page
from webapp.rooms.pages.blueprint import blueprint
from webapp.rooms.pages.words import made_words
from webapp.security import audience

PER_SCREEN = 30


@blueprint.get("/bench/works/<work_id>/pages")
@audience.right(Right.RELEASE)
def listing(work_id: str) -> ResponseReturnValue:
    """Show the pages; `?show=unsure` those below 70 % only, `?order=page` in the order of the book."""
    unsure, by_page = request.args.get("show") == "unsure", request.args.get("order") == "page"
    number = page_number()
    with current_library().database.read() as records:
        work = works.get(records, work_id, current_role())
        file = works.current_file(records, work_id)
        first = (number - 1) * PER_SCREEN
        found = page_list(records, work, file, unsure=unsure, by_page=by_page, first=first, count=PER_SCREEN)

    def address(**changed: object) -> str:
        chosen = {"show": "unsure" if unsure else None, "order": "page" if by_page else None, **changed}
        return url_for("pages.listing", work_id=work_id, **chosen)  # type: ignore[arg-type]  # names and words only

    return page(
        "pages/list.html",
        view="staff",
        office=use_office(work.office),
        work=work,
        found=found,
        made=[made_words(each) for each in found.pages],
        number=number,
        screens=max(1, -(-found.total // PER_SCREEN)),
        address=address,
        sorts=[
            {"label": _("Least sure first"), "url": address(order=None), "current": not by_page},
            {"label": _("By page"), "url": address(order="page"), "current": by_page},
        ],
        unsure=unsure,
    )

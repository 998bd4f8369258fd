"""The room of holdings."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from flask_babel import pgettext

from webapp.current import current_library, signed_in_visitor
from webapp.shown_works import office_name

blueprint = Blueprint("holdings", __name__, url_prefix="/bench/printed")


def office_of_shelf() -> str:
    """Give the office whose shelf is meant: one's own, else the one that is chosen, else the first."""
    library = current_library()
    own, asked = signed_in_visitor().office, request.values.get("office", "")
    return own or (asked if asked in library.offices else library.first_office.code)


def office_choices() -> list[tuple[str, str]]:
    """Give the offices to choose from; none for who belongs to one."""
    if signed_in_visitor().office:
        return []
    return [(code, office_name(code)) for code in current_library().offices]


def tabs(current: str) -> list[dict[str, object]]:
    """Give the room's pages."""
    pages = (
        ("shelf", pgettext("book", "Copies"), "library"),
        ("enter_form", _("Enter a book"), "plus"),
        ("bring_form", _("From a file"), "file-up"),
        ("counts", _("Inventory check"), "list-checks"),
        ("offers", _("Offered scans"), "scan-line"),
    )
    return [
        {"label": label, "url": url_for(f"holdings.{name}"), "icon": icon, "current": name == current}
        for name, label, icon in pages
    ]

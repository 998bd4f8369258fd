"""The service standards, office by office, as the offices print them."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.offices import Office, shown_components
from webapp.current import current_library
from webapp.language_choice import choose_language
from webapp.pages import page
from webapp.rooms.offices.blueprint import blueprint
from webapp.rooms.offices.promises import promises, weekdays
from webapp.security import audience


@blueprint.get("/standard")
@audience.public
def standard() -> ResponseReturnValue:
    """List the offices with the services whose standard they publish."""
    return page("offices/list.html", offices=list(current_library().offices.values()))


@blueprint.get("/standard/<slug>")
@audience.public
def office(slug: str) -> ResponseReturnValue:
    """Show one office: what it prints, verbatim, and what holds by default, labelled so."""
    found = _by_slug(slug)
    services = [(name, service, shown_components(service)) for name, service in found.standard.services.items()]
    return page(
        "offices/office.html",
        office=found,
        it=found,
        services=services,
        language=choose_language(),
        promises=promises(found),
        hours=weekdays(found),
        service_names={"consultation": _("Consultation"), "library": _("Library")},
        channel_names={"walk_in": _("Coming in person"), "online": _("Online")},
    )


def _by_slug(slug: str) -> Office:
    offices = current_library().offices.values()
    found = next((each for each in offices if slug in (each.slug, each.code)), None)
    return found or abort(404)

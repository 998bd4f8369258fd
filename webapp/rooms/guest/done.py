"""After signing: the number or "please come in", and the visit code, in large type."""

from __future__ import annotations

from urllib.parse import urljoin

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import NotFound
from webapp.current import current_library
from webapp.rooms.guest.blueprint import blueprint
from webapp.rooms.guest.entrance import enter
from webapp.rooms.guest.hall_page import hall_page
from webapp.rooms.guest.mine import own_visit
from webapp.rooms.guest.number_key import address_of
from webapp.rooms.guest.qr import drawn
from webapp.rooms.guest.steps import next_step
from webapp.security import audience, devices


@blueprint.get("/guest/<slug>/done")
@audience.public
def done(slug: str) -> ResponseReturnValue:
    """Show the visit that this browser has just made; anybody else's does not exist here."""
    here = enter(slug)
    try:
        visit = own_visit(here.office.code)
    except NotFound:
        return redirect(url_for("guest.start", slug=slug), 303)
    leg = visit.leg if visit.leg and visit.leg.label else None
    follow = address_of(leg.id) if leg else ""
    return hall_page(
        "guest/done.html",
        here,
        visit=visit,
        leg=leg,
        step=next_step(visit),
        follow=follow,
        picture=drawn(urljoin(current_library().settings.base_url, follow), _("Follow the queue")) if leg else "",
        reading=devices.is_terminal(),
    )

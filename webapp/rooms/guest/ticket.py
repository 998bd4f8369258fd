"""The ticket: the number, and the way to follow it. It names nobody; whoever holds its address holds the paper."""

from __future__ import annotations

from urllib.parse import urljoin

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import NotFound
from library.floor.views import LegView
from webapp.current import current_library, use_office
from webapp.pages import page
from webapp.rooms.guest.blueprint import blueprint
from webapp.rooms.guest.mine import is_mine
from webapp.rooms.guest.number_key import address_of
from webapp.rooms.guest.qr import drawn
from webapp.security import audience, limits
from webapp.security.limits import Limit, address, limited

# A follower asks every five seconds; a hall of them may stand behind one address.
FOLLOWING = (Limit("2400 per minute", address, ("GET",)),)


def numbered(leg_id: str) -> LegView:
    """Give a ticket that carries a number.

    Raises:
        NotFound: there is none.
    """
    leg = current_library().floor.leg(leg_id)
    if not leg.label or leg.office not in current_library().offices:
        raise NotFound(what="tiket / ticket")
    return leg


@blueprint.get("/tickets/<leg_id>")
@audience.public
@limited(*limits.SUGGEST)
def ticket(leg_id: str) -> ResponseReturnValue:
    """Show the ticket as it is printed on 80 mm paper; the visit code stands on it only for whoever made the visit."""
    leg = numbered(leg_id)
    office = use_office(leg.office)
    mine = is_mine(leg.visit_id)
    code = current_library().floor.visit(leg.visit_id).code if mine else ""
    # A ticket that the desk prints carries no key: whoever serves could rate with it.
    follow = address_of(leg.id) if mine else url_for("guest.follow", leg_id=leg.id)
    return page(
        "guest/ticket.html",
        office=office,
        leg=leg,
        code=code,
        follow=follow,
        picture=drawn(urljoin(current_library().settings.base_url, follow), _("Follow the queue")),
        place=office.name,
    )

"""Where the number comes first: take one, wait, and sign the guest book after the call."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from library.errors import NotFound
from webapp.current import current_library
from webapp.language_choice import choose_language
from webapp.once import typed_token
from webapp.rooms.guest import mine
from webapp.rooms.guest.blueprint import blueprint
from webapp.rooms.guest.book import SIGNING, Draft, form_page, sign_and_go_on
from webapp.rooms.guest.entrance import Entrance, NotAtTheDoor, enter, office_of
from webapp.rooms.guest.hall_page import hall_page
from webapp.security import audience
from webapp.security.limits import limited


@blueprint.post("/guest/<slug>/number")
@audience.public
@limited(*SIGNING)
def take_number(slug: str) -> ResponseReturnValue:
    """Give a number at once; the same press twice gives one number."""
    here = enter(slug)
    visit = current_library().floor.arrive(
        here.office.code,
        "consultation",
        channel=here.channel,
        language=choose_language(),
        by=here.by,
        token=typed_token(),
    )
    mine.keep(visit.id)
    return redirect(url_for("guest.done", slug=slug), 303)


@blueprint.get("/guest/<slug>/called")
@audience.public
def called(slug: str) -> ResponseReturnValue:
    """Show the numbers that were called and have not signed yet: she touches hers.

    A ticket's address is its visitor's key, so that a phone, which anybody may carry away, is shown its own only.
    """
    here = enter(slug)
    state = current_library().floor.day(here.office.code)
    legs = [leg for leg in state.called if (visit := state.visit(leg.visit_id)) and "guest_book" in visit.next]
    phone = here.channel == "phone"
    shown = [leg for leg in legs if not phone or mine.is_mine(leg.visit_id)]
    return hall_page(
        "guest/called.html",
        here,
        legs=shown,
        unknown=phone and not mine.has_visit(),
    )


@blueprint.get("/queue/<leg_id>/book")
@audience.public
def book_called(leg_id: str) -> ResponseReturnValue:
    """Show the form to whoever was called: the ticket's own address is her key."""
    draft = _draft(leg_id)
    if draft.visit is None or "guest_book" not in draft.visit.next:
        return redirect(url_for("guest.follow", leg_id=leg_id), 303)
    return form_page(draft)


@blueprint.post("/queue/<leg_id>/book")
@audience.public
@limited(*SIGNING)
def sign_called(leg_id: str) -> ResponseReturnValue:
    """Sign after the call."""
    return sign_and_go_on(_draft(leg_id))


def _draft(leg_id: str) -> Draft:
    floor = current_library().floor
    leg = floor.leg(leg_id)
    visit = floor.visit(leg.visit_id)
    office = current_library().offices.get(leg.office)
    if office is None:
        raise NotFound(what=leg_id)
    return Draft(here=_entrance(office.slug), visit=visit)


def _entrance(slug: str) -> Entrance:
    """A ticket is given in the office only: who holds its address has been at the door."""
    try:
        return enter(slug)
    except NotAtTheDoor:
        return Entrance(office_of(slug), "phone", "visitor")

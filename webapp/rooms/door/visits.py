"""The steps of a visit that the front desk takes."""

from __future__ import annotations

from collections.abc import Callable

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import BadForm
from library.floor import Floor
from library.floor.guest_book import clean_last4, is_last4
from library.floor.views import VisitView
from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.once import FIELD
from webapp.rooms.door.blueprint import blueprint
from webapp.rooms.door.deeds import do
from webapp.rooms.door.desk import identities
from webapp.rooms.door.finding import visit_here
from webapp.rooms.door.visit_codes import told_code
from webapp.security import audience

Deed = Callable[[VisitView, str], str]
Step = Callable[..., object]
"""A method of `Floor`: takes a visit's id and `by`."""


def _with(purpose: str, visit_id: str, deed: Deed) -> ResponseReturnValue:
    """Do something with a visit of this office, by whoever is signed in."""
    return do(f"door.{purpose}", lambda: deed(visit_here(visit_id), signed_in_visitor().id))


def _step(purpose: str, visit_id: str, step: Step, said: str = "") -> ResponseReturnValue:
    """Take a step with a visit that needs nothing but its name."""

    def deed(visit: VisitView, by: str) -> str:
        step(current_library().floor, visit.id, by=by)
        return said

    return _with(purpose, visit_id, deed)


@blueprint.post("/visits/<visit_id>/ticket")
@audience.right(Right.SERVE_VISITORS)
def ticket(visit_id: str) -> ResponseReturnValue:
    """Give a number."""

    def deed(visit: VisitView, by: str) -> str:
        leg = current_library().floor.take_ticket(visit.id, visit.service, by=by, token=request.form[FIELD])
        return str(_("The number is %(label)s.", label=leg.label))

    return _with("ticket", visit_id, deed)


@blueprint.post("/visits/<visit_id>/identity")
@audience.right(Right.SERVE_VISITORS)
def identity(visit_id: str) -> ResponseReturnValue:
    """Tick that the identity card was seen: its kind and last four digits, nothing else."""

    def deed(visit: VisitView, by: str) -> str:
        last4 = request.form.get("last4", "")
        if not is_last4(last4):
            raise BadForm({"last4": "last4-invalid"})
        current_library().floor.confirm_identity(visit.id, _kind(), clean_last4(last4), by=by)
        return str(_("Identity seen."))

    return _with("identity", visit_id, deed)


@blueprint.post("/visits/<visit_id>/card")
@audience.right(Right.SERVE_VISITORS)
def card(visit_id: str) -> ResponseReturnValue:
    """Take the identity card for a locker."""

    def deed(visit: VisitView, by: str) -> str:
        current_library().floor.take_card(visit.id, _kind(), by=by)
        return ""

    return _with("card", visit_id, deed)


def _kind() -> str:
    kind = request.form.get("kind", "")
    if kind not in dict(identities()):
        raise BadForm({"kind": "choice-invalid"})
    return kind


@blueprint.post("/visits/<visit_id>/locker")
@audience.right(Right.SERVE_VISITORS)
def locker(visit_id: str) -> ResponseReturnValue:
    """Hand out a key: of the locker that was chosen, else of the first free one."""

    def deed(visit: VisitView, by: str) -> str:
        wanted = request.form.get("number", type=int)
        held = current_library().floor.give_locker(visit.id, wanted, by=by)
        return str(_("Hand out key %(locker)s.", locker=held.locker))

    return _with("locker", visit_id, deed)


@blueprint.post("/visits/<visit_id>/admit")
@audience.right(Right.SERVE_VISITORS)
def admit(visit_id: str) -> ResponseReturnValue:
    """Let the reader into the reading room."""
    return _step("admit", visit_id, Floor.admit)


@blueprint.post("/visits/<visit_id>/give-back")
@audience.right(Right.SERVE_VISITORS)
def give_back(visit_id: str) -> ResponseReturnValue:
    """Give the card back and take the key back; `what` says which, both by default."""

    def deed(visit: VisitView, by: str) -> str:
        what = request.form.get("what", "both")
        card, key = what != "locker" and visit.card is not None, what != "card" and visit.locker is not None
        current_library().floor.give_back(visit.id, card=card, locker=key, by=by)
        return str(_("Given back."))

    return _with("give_back", visit_id, deed)


@blueprint.post("/visits/<visit_id>/code")
@audience.right(Right.SERVE_VISITORS)
def visit_code(visit_id: str) -> ResponseReturnValue:
    """Show the code of a visit, which stands in no list; the trail keeps who saw it."""
    return _with("visit_code", visit_id, told_code)


@blueprint.post("/visits/<visit_id>/leave")
@audience.right(Right.SERVE_VISITORS)
def leave(visit_id: str) -> ResponseReturnValue:
    """Note that the visitor is about to go."""
    return _step("leave", visit_id, Floor.leave)


@blueprint.post("/visits/<visit_id>/close")
@audience.right(Right.SERVE_VISITORS)
def close(visit_id: str) -> ResponseReturnValue:
    """Close the visit; refused while a card or a key is out."""
    return _step("close", visit_id, Floor.close, _("The visit is closed."))

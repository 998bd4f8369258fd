"""Calling, serving, handing on: what an officer does with the visitor at her counter."""

from __future__ import annotations

from collections.abc import Callable

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import BadForm
from library.floor import Floor
from library.floor.paths import SERVICES
from library.floor.views import LegView
from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.rooms.door.blueprint import blueprint
from webapp.rooms.door.deeds import do
from webapp.rooms.door.finding import leg_here
from webapp.rooms.door.post import own_office
from webapp.security import audience

HOME = "door.counter"
Deed = Callable[[Floor, LegView, str], str]
Step = Callable[..., object]
"""A method of `Floor`: takes a leg's id and `by`."""


@blueprint.post("/counter/<int:number>/call")
@audience.right(Right.SERVE_VISITORS)
def call(number: int) -> ResponseReturnValue:
    """Call whoever is next."""
    office, by = own_office().code, signed_in_visitor().id

    def deed() -> str:
        leg = current_library().floor.call_next(office, number, by=by)
        return "" if leg else str(_("Nobody waits for this counter."))

    return do("door.call", deed, home=HOME)


def _with(purpose: str, leg_id: str, deed: Deed) -> ResponseReturnValue:
    """Do something with a ticket of this office, by whoever is signed in."""
    floor, by = current_library().floor, signed_in_visitor().id
    return do(f"door.{purpose}", lambda: deed(floor, leg_here(leg_id), by), home=HOME)


def _step(purpose: str, leg_id: str, step: Step, said: str = "") -> ResponseReturnValue:
    """Take a step with a ticket that needs nothing but its name."""

    def deed(floor: Floor, leg: LegView, by: str) -> str:
        step(floor, leg.id, by=by)
        return said

    return _with(purpose, leg_id, deed)


@blueprint.post("/legs/<leg_id>/recall")
@audience.right(Right.SERVE_VISITORS)
def recall(leg_id: str) -> ResponseReturnValue:
    """Call once more."""
    return _step("recall", leg_id, Floor.recall)


@blueprint.post("/legs/<leg_id>/start")
@audience.right(Right.SERVE_VISITORS)
def start(leg_id: str) -> ResponseReturnValue:
    """Begin to serve."""
    return _step("start", leg_id, Floor.start)


@blueprint.post("/legs/<leg_id>/no-show")
@audience.right(Right.SERVE_VISITORS)
def no_show(leg_id: str) -> ResponseReturnValue:
    """Note that the visitor did not come to the call."""
    return _step("no_show", leg_id, Floor.no_show, _("Noted as absent. She may come back to the end of the queue."))


@blueprint.post("/legs/<leg_id>/rejoin")
@audience.right(Right.SERVE_VISITORS)
def rejoin(leg_id: str) -> ResponseReturnValue:
    """Let an absent visitor back into the queue."""
    return _step("rejoin", leg_id, Floor.rejoin, _("Back in the queue, at its end."))


@blueprint.post("/legs/<leg_id>/left")
@audience.right(Right.SERVE_VISITORS)
def left(leg_id: str) -> ResponseReturnValue:
    """Note that the visitor left before being served."""
    return _step("left", leg_id, Floor.left, _("Noted as left."))


@blueprint.post("/legs/<leg_id>/finish")
@audience.right(Right.SERVE_VISITORS)
def finish(leg_id: str) -> ResponseReturnValue:
    """End the service; the visitor may go on to another one."""

    def deed(floor: Floor, leg: LegView, by: str) -> str:
        further = _service("go_on") if request.form.get("go_on") else None
        after = floor.finish(leg.id, by=by, go_on=further)
        if after is not None and after.label:
            return str(_("Done. She goes on with the number %(label)s.", label=after.label))
        return str(_("Done."))

    return _with("finish", leg_id, deed)


@blueprint.post("/legs/<leg_id>/transfer")
@audience.right(Right.SERVE_VISITORS)
def transfer(leg_id: str) -> ResponseReturnValue:
    """Hand the visitor on to another service."""

    def deed(floor: Floor, leg: LegView, by: str) -> str:
        floor.transfer(leg.id, _service("service"), by=by)
        return str(_("Handed on."))

    return _with("transfer", leg_id, deed)


def _service(field: str) -> str:
    service = request.form.get(field, "")
    if service not in SERVICES:
        raise BadForm({field: "choice-invalid"})
    return service

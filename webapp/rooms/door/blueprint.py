"""The room of the front desk, the counters, the clocks and the devices."""

from __future__ import annotations

from flask import Blueprint

from webapp.rooms.door.post import carry_office

blueprint = Blueprint("door", __name__, url_prefix="/desk")
blueprint.url_defaults(carry_office)

"""The room of the day view."""

from __future__ import annotations

from flask import Blueprint

from webapp.rooms.door.post import carry_office

blueprint = Blueprint("day", __name__, url_prefix="/day")
blueprint.url_defaults(carry_office)

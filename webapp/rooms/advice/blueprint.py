"""The room of those who answer."""

from __future__ import annotations

from flask import Blueprint

from webapp.rooms.door.post import carry_office

blueprint = Blueprint("advice", __name__, url_prefix="/advice")
blueprint.url_defaults(carry_office)

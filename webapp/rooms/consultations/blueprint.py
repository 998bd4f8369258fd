"""The room of a reader's consultations."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("consultations", __name__, url_prefix="/consultations")

"""The room of tracing."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("trace", __name__, url_prefix="/trace")

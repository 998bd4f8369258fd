"""The room of the terminals."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("terminal", __name__, url_prefix="/terminal")

"""The room of preferences."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("preferences", __name__)

"""The room of verification."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("verification", __name__)

"""The reading room."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("reader", __name__)

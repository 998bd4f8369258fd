"""The room of works."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("works", __name__)
